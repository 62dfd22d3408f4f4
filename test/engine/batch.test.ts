import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Action } from '../../src/engine/action.ts';
import { LearntAppraiser } from '../../src/engine/auto/learntAppraiser.ts';
import { PricedPolicy } from '../../src/engine/auto/pricedPolicy.ts';
import { Batch, type BatchSetup, type BatchTask } from '../../src/engine/batch.ts';
import { cost } from '../../src/engine/cost.ts';
import { Ledger } from '../../src/engine/ledger.ts';
import { uniform } from '../../src/engine/policies/uniform.ts';
import type { Policy, PolicySetup } from '../../src/engine/policy.ts';
import { seededRandom } from '../../src/engine/random.ts';
import { createSuccessModel } from '../../src/engine/successModel.ts';

const used = cost({ completionTokens: 10, calls: 1 });
const setup: PolicySetup = {
  task: 'code',
  verifiable: true,
  arms: [{ id: 'default', temperature: 0.8, expectedCost: used }],
  actions: ['sample'],
  price: { perToken: 1e-9, perSandboxSecond: 0 },
  budget: {},
  samples: 1000,
  random: seededRandom(1),
};

/** A policy that bids a gain that falls with each draw. */
function bidder(gain: number, tokens = 10): Policy {
  let drawn = 0;
  const action: Action = { type: 'sample', arm: 'default' };
  const expectedCost = cost({ completionTokens: tokens, calls: 1 });
  return {
    ask: () => {
      const value = gain / (1 + drawn);
      const considered = [{ action, value, reservation: 0, expectedCost, charge: 0, forecast: '' }];
      return { type: 'act', actions: [action], why: { quality: 0, considered } };
    },
    started: actions => {
      drawn += actions.length;
    },
    tell: () => {},
    best: () => undefined,
  };
}

function bound(policy: Policy): Policy {
  return {
    ask: slots => policy.ask(slots),
    started: actions => policy.started(actions),
    tell: outcome => policy.tell(outcome),
    best: () => policy.best(),
  };
}

function batchOf(policies: readonly Policy[], more: Partial<BatchSetup> = {}): Batch {
  const tasks: readonly BatchTask[] = policies.map(policy => ({ policy, worst: () => used }));
  return new Batch({
    tasks,
    ledger: new Ledger({ calls: 100 }),
    charge: one => one.completionTokens,
    floor: 0,
    random: seededRandom(7),
    ...more,
  });
}

/** Runs to the end; `right` says whether the n-th draw of a task passes. */
function play(batch: Batch, right: (task: number, draw: number) => boolean): readonly number[] {
  const drawn: number[] = [];
  for (let step = batch.next(); step.type === 'bought'; step = batch.next()) {
    const { task, id, action, hold } = step.purchase;
    const draw = drawn[task] ?? 0;
    drawn[task] = draw + 1;
    hold.charge(used);
    hold.settle();
    const verified = right(task, draw);
    const reward = { value: verified ? 1 : 0, quality: verified ? 1 : 0, verified, evidence: [] };
    const candidate = { id: `c${draw}`, arm: 'default', text: '', behaviour: `${draw}`, reward, cost: used };
    batch.tell(task, { id, action, cost: used, result: { type: 'candidate', candidate } });
  }
  return drawn;
}

describe('a batch', () => {
  it('buys by gain per cost, in proportion where gains fall with each draw', () => {
    const batch = batchOf([bidder(3), bidder(1), bidder(3, 30)]);
    assert.deepEqual(
      play(batch, () => false),
      [60, 20, 20],
    );
    assert.deepEqual(batch.bought, [60, 20, 20]);
  });

  it('never passes the one budget, whatever is in flight', () => {
    const ledger = new Ledger({ tokens: 35 });
    const batch = batchOf([bidder(1), bidder(1)], { ledger });
    const steps = Array.from({ length: 4 }, () => batch.next().type);
    assert.deepEqual(steps, ['bought', 'bought', 'bought', 'spent']);
  });

  it('serves policies that tell no gain in turns, and stops a task that is solved', () => {
    const batch = batchOf([uniform, uniform, uniform].map(factory => factory.create(setup)));
    assert.deepEqual(
      play(batch, (task, draw) => task === 1 && draw === 2),
      [49, 3, 48],
    );
  });

  it('gives every task its floor before the best bids win', () => {
    const batch = batchOf([bidder(1000), bidder(0.001)], { floor: 5 });
    assert.deepEqual(
      play(batch, () => false),
      [95, 5],
    );
  });

  it('drops a task whose action cannot be performed any more, and ends when none is left', () => {
    let left = 3;
    const policy = uniform.create(setup);
    const worst = () => (left > 0 ? used : undefined);
    const started: Policy['started'] = actions => {
      left -= actions.length;
      policy.started(actions);
    };
    const limited: Policy = { ...bound(policy), started };
    const ended = batchOf([], { tasks: [{ policy: limited, worst }] });
    assert.deepEqual(
      play(ended, () => false),
      [3],
    );
    assert.deepEqual(ended.next(), { type: 'ended' });
  });

  it('is the same for the same seed', () => {
    const once = () =>
      play(batchOf([bidder(1), bidder(1), bidder(1)], { ledger: new Ledger({ calls: 10 }) }), () => false);
    assert.deepEqual(once(), once());
  });

  it('starves tasks that fail while others solve, and spends less on short replies that fail than on long ones', () => {
    const stale = { now: false };
    const model = createSuccessModel([100, 100, 1000, 1000], () => {
      stale.now = true;
    });
    const short = { failed: 3, promptTokens: 100, replyTokens: 60 };
    const before = model.chance(short);
    const policies = [100, 100, 1000, 1000].map(
      promptTokens => new PricedPolicy(new LearntAppraiser(setup, { model, promptTokens })),
    );
    const drawn = play(batchOf(policies, { ledger: new Ledger({ calls: 60 }) }), () => false);
    assert.ok(stale.now && model.chance(short) < before / 2, 'learns from failures');
    const [a = 0, b = 0, c = 0, d = 0] = drawn;
    assert.ok(a + b > 1.5 * (c + d) && c > 0 && d > 0, String(drawn));
    assert.ok(model.chance({ ...short, replyTokens: 600 }) < model.chance(short));
  });
});
