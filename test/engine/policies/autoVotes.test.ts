import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { auto } from '../../../src/engine/policies/auto.ts';
import { answersOf, drawAll, promptSetup } from '../../support/drawing.ts';

const tokens = 160;
const pricedAt = (charge: number) =>
  auto.create(promptSetup({ price: { perToken: charge / tokens, perSandboxSecond: 0 } }));

describe('auto without a verifier', () => {
  it('stops after 2, 3 or 4 equal answers as a draw gets cheaper', () => {
    const drawn = [0.006, 0.0025, 0.0005].map(
      charge => drawAll(pricedAt(charge), answersOf('a'.repeat(9))).drawn,
    );
    assert.deepEqual(drawn, [2, 3, 4]);
  });

  it('draws on while answers differ', () => {
    assert.equal(drawAll(pricedAt(0.006), answersOf('abaa')).drawn, 4);
  });

  it('gives up answers that never agree where the price is high, later where it is low', () => {
    const scattered = answersOf('abcdefghijklmnopqrstuvwxyz');
    const [dear, cheap] = [drawAll(pricedAt(0.04), scattered), drawAll(pricedAt(0.012), scattered)];
    assert.ok(dear.end.type === 'stop' && dear.end.kind === 'settled');
    assert.ok(dear.drawn < cheap.drawn && cheap.drawn < 20, `${dear.drawn} ${cheap.drawn}`);
  });

  it('buys the first sample at any price, and no second', () => {
    assert.equal(drawAll(pricedAt(5), answersOf('ab')).drawn, 1);
  });

  it('fills free slots with what would be drawn if all agreed', () => {
    const decision = pricedAt(0.0025).ask(8);
    assert.equal(decision.type === 'act' && decision.actions.length, 3);
  });

  it('looks for an answer while texts hold none, less and less', () => {
    const { drawn, end } = drawAll(pricedAt(0.05), answersOf('-'.repeat(30)));
    assert.ok(drawn > 2 && drawn < 15, `${drawn}`);
    assert.equal(end.type, 'stop');
  });

  it('says what a further vote is worth and would cost', () => {
    const { end } = drawAll(pricedAt(0.0025), answersOf('aaa'));
    assert.ok(end.type === 'stop');
    assert.match(end.reason, /worth 0\.000\d and costs 0\.0025/);
    const [considered] = end.why.considered;
    assert.ok(considered && considered.reservation < end.why.quality);
    assert.match(considered.forecast, /votes 3: 94% of all would agree/);
  });
});
