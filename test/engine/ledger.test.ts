import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { cost, totalTokens } from '../../src/engine/cost.ts';
import { type Hold, Ledger } from '../../src/engine/ledger.ts';
import { seededRandom } from '../../src/engine/random.ts';

describe('ledger', () => {
  it('refuses a reserve that would pass a cap together with what is held', () => {
    const ledger = new Ledger({ tokens: 100 });
    assert.ok(ledger.reserve(cost({ promptTokens: 40, completionTokens: 20 })));
    assert.equal(ledger.reserve(cost({ promptTokens: 41 })), undefined);
    assert.equal(ledger.obstacle(cost({ promptTokens: 41 })), 'tokens');
    assert.ok(ledger.reserve(cost({ promptTokens: 40 })));
    assert.equal(ledger.available('tokens'), 0);
  });

  it('gives back what was reserved and not used', () => {
    const ledger = new Ledger({ tokens: 100, calls: 1 });
    const hold = ledger.reserve(cost({ completionTokens: 100, calls: 1 }));
    hold?.charge(cost({ completionTokens: 30, calls: 1 }));
    hold?.settle();
    assert.equal(ledger.available('tokens'), 70);
    assert.equal(ledger.available('calls'), 0);
    assert.equal(totalTokens(ledger.spent), 30);
  });

  it('counts what was charged before it is settled', () => {
    const ledger = new Ledger({});
    ledger.reserve(cost({ completionTokens: 5 }))?.charge(cost({ completionTokens: 3, estimated: true }));
    assert.equal(totalTokens(ledger.spent), 3);
    assert.equal(ledger.spent.estimated, true);
  });

  it('counts a charge above the reserve in full, so that a lying provider cannot hide it', () => {
    const ledger = new Ledger({ tokens: 100 });
    ledger.reserve(cost({ completionTokens: 10 }))?.charge(cost({ completionTokens: 60 }));
    assert.equal(ledger.available('tokens'), 40);
  });

  it('settles once', () => {
    const ledger = new Ledger({});
    const hold = ledger.reserve(cost({ calls: 1 }));
    hold?.charge(cost({ calls: 1 }));
    hold?.settle();
    hold?.settle();
    assert.equal(ledger.spent.calls, 1);
    assert.throws(() => hold?.charge(cost({ calls: 1 })), /settled hold/);
    assert.equal(hold?.extend(cost({ calls: 1 })), false);
  });

  it('rejects a budget that is no number', () => {
    assert.throws(() => new Ledger({ tokens: Number.NaN }), /tokens is NaN/);
    assert.throws(() => new Ledger({ calls: -1 }), /calls is -1/);
  });

  it('never holds and spends more than any cap, whatever is reserved, extended, charged and settled', () => {
    const random = seededRandom(7);
    const caps = { tokens: 500, calls: 7, sandboxSeconds: 60, microDollars: 900 };
    const ledger = new Ledger(caps);
    const holds: Hold[] = [];
    const some = () =>
      cost({
        promptTokens: random.below(60),
        completionTokens: random.below(60),
        calls: random.below(2),
        sandboxSeconds: random.below(9),
        microDollars: random.below(99),
      });
    for (let i = 0; i < 2_000; i++) {
      const hold = holds[random.below(holds.length)];
      const dice = random.below(4);
      if (dice === 0) {
        const made = ledger.reserve(some());
        if (made) holds.push(made);
      } else if (hold && dice === 1) hold.extend(some());
      else if (hold && dice === 2 && totalTokens(hold.used) === 0) hold.charge(hold.reserved);
      else if (hold && random.next() < 0.02) {
        hold.settle();
        holds.splice(holds.indexOf(hold), 1);
      }
      const { spent } = ledger;
      assert.ok(totalTokens(spent) <= caps.tokens && spent.calls <= caps.calls);
      assert.ok(spent.sandboxSeconds <= caps.sandboxSeconds && spent.microDollars <= caps.microDollars);
    }
    assert.ok(totalTokens(ledger.spent) > 100, 'the walk must come near the caps');
  });
});
