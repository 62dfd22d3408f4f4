import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { zeroCost } from '../../../src/engine/cost.ts';
import { beacon } from '../../../src/engine/policies/beacon.ts';
import { weightedBestOfN } from '../../../src/engine/policies/weightedBestOfN.ts';
import { answersOf, drawAll, promptSetup, rewardOf, tellDraw } from '../../support/drawing.ts';

const rewarded = (...rewards: number[]) => rewards.map((reward, index) => ({ answer: `${index}`, reward }));

describe('BEACON', () => {
  it('draws 3 whatever a sample costs, then stops where none can be worth its price', () => {
    const policy = beacon.create(promptSetup({ samples: 16, price: { perToken: 1, perSandboxSecond: 0 } }));
    const { drawn, end } = drawAll(policy, rewarded(0.1, 0.5, 0.9, 0.2));
    assert.equal(drawn, 3);
    assert.ok(end.type === 'stop' && end.kind === 'no-gain');
  });

  it('goes on at a price of a sample just under its value and stops just over it', () => {
    const rewards = rewarded(0.2, 0.5, 0.9, 0.4);
    const at = (perToken: number) =>
      drawAll(beacon.create(promptSetup({ samples: 5, price: { perToken, perSandboxSecond: 0 } })), rewards)
        .end.type;
    assert.equal(at(0.0588 / 160), 'act');
    assert.equal(at(0.06 / 160), 'stop');
  });

  it('stops when all rewards are equal, and at its cap', () => {
    const free = { price: { perToken: 0, perSandboxSecond: 0 } };
    const same = drawAll(beacon.create(promptSetup({ samples: 16, ...free })), answersOf('abcdef'));
    assert.equal(same.drawn, 3);
    const cap = drawAll(
      beacon.create(promptSetup({ samples: 4, ...free })),
      rewarded(0.1, 0.5, 0.9, 0.2, 0.3),
    );
    assert.equal(cap.drawn, 4);
    assert.ok(cap.end.type === 'stop' && cap.end.kind === 'completed');
  });

  it('takes the candidate of the best reward', () => {
    const policy = beacon.create(promptSetup());
    drawAll(policy, rewarded(0.1, 0.9, 0.5));
    assert.equal(policy.best()?.id, 'c2');
  });
});

describe('weighted best-of-N', () => {
  it('takes the answer with the largest sum of rewards, in its best candidate', () => {
    const policy = weightedBestOfN.create(promptSetup({ samples: 4 }));
    const draws = [
      { answer: 'a', reward: 0.9 },
      { answer: 'b', reward: 0.4 },
      { answer: 'b', reward: 0.6 },
      { answer: 'c', reward: 0.8 },
    ];
    const { end } = drawAll(policy, draws);
    assert.ok(end.type === 'stop' && end.kind === 'completed');
    assert.equal(policy.best()?.id, 'c3');
  });

  it('is a vote where nothing judges', () => {
    const policy = weightedBestOfN.create(promptSetup({ samples: 4 }));
    drawAll(policy, answersOf('abb-'));
    assert.equal(policy.best()?.id, 'c2');
  });

  it('has each usable sample judged once where the run can judge, and chooses by that', () => {
    const policy = weightedBestOfN.create(promptSetup({ samples: 3, actions: ['sample', 'judge'] }));
    for (const [index, draw] of answersOf('aa-').entries()) tellDraw(policy, index + 1, draw);
    const decision = policy.ask(8);
    assert.deepEqual(decision.type === 'act' && decision.actions, [
      { type: 'judge', candidate: 'c1', votes: 1 },
      { type: 'judge', candidate: 'c2', votes: 1 },
    ]);
    if (decision.type !== 'act') return;
    const started = decision.actions.map((action, index) => ({ id: `a${index + 4}`, action }));
    policy.started(started);
    assert.equal(policy.ask(8).type, 'wait');
    for (const [index, { id, action }] of started.entries()) {
      const result = {
        type: 'judged',
        candidate: `c${index + 1}`,
        reward: rewardOf(0.2 + index / 2),
      } as const;
      policy.tell({ id, action, result, cost: zeroCost });
    }
    assert.equal(policy.ask(8).type, 'stop');
    assert.equal(policy.best()?.id, 'c2');
  });
});
