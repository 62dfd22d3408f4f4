import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Action, Result } from '../../../src/engine/action.ts';
import { cost } from '../../../src/engine/cost.ts';
import type { JudgeModel } from '../../../src/engine/judgeModel.ts';
import { auto } from '../../../src/engine/policies/auto.ts';
import type { Policy, PolicySetup } from '../../../src/engine/policy.ts';
import type { Vote } from '../../../src/engine/reward.ts';
import { answersOf, promptSetup, tellDraw } from '../../support/drawing.ts';

const sharp: JudgeModel = { right: { a: 9, b: 1 }, wrong: { a: 1, b: 9 } };
const blind: JudgeModel = { right: { a: 5, b: 5 }, wrong: { a: 5, b: 5 } };
const cheap = { perToken: 0.004 / 160, perSandboxSecond: 0 };

function drawn(answers: string, parts: Partial<PolicySetup>): Policy {
  const policy = auto.create(promptSetup({ price: cheap, ...parts }));
  policy.ask(1);
  for (const [index, answer] of answersOf(answers).entries()) tellDraw(policy, index + 1, answer);
  return policy;
}

function tell(policy: Policy, id: string, action: Action, result: Result): void {
  policy.started([{ id, action }]);
  policy.tell({ id, action, result, cost: cost({ promptTokens: 100, completionTokens: 60, calls: 1 }) });
}

function judge(policy: Policy, candidate: string, votes: readonly Vote[]): void {
  const evidence = [{ type: 'votes', by: 'reader', votes }] as const;
  const reward = { value: 0.5, quality: 0.5, verified: false, evidence };
  tell(
    policy,
    `judge ${candidate}`,
    { type: 'judge', candidate, votes: votes.length, by: 'reader' },
    { type: 'judged', candidate, reward },
  );
}

const asked = (model: JudgeModel) =>
  ({ judges: [{ name: 'reader', performs: ['judge', 'compare'], model }] }) as const;

const bought = (policy: Policy) => {
  const decision = policy.ask(1);
  return decision.type === 'act' ? decision.actions[0]?.type : decision.type;
};

describe('auto without a verifier, with a judge', () => {
  it('asks a judge that can tell while answers disagree, and not one that cannot', () => {
    const actions = ['sample', 'judge'] as const;
    assert.equal(bought(drawn('aabb', { actions, ...asked(sharp) })), 'judge');
    assert.equal(bought(drawn('aabb', { actions, ...asked(blind) })), 'sample');
  });

  it('asks no judge where all agree', () => {
    const actions = ['sample', 'judge', 'compare'] as const;
    assert.equal(bought(drawn('aaaaaa', { actions, ...asked(sharp) })), 'stop');
  });

  it('chooses by votes and judge together, for the whole group of an answer', () => {
    const policy = drawn('aab', { actions: ['sample', 'judge'], ...asked(sharp) });
    assert.equal(policy.best()?.id, 'c1');
    judge(policy, 'c2', [{ value: 0 }, { value: 0.1 }, { value: 0 }]);
    judge(policy, 'c3', [{ value: 1 }, { value: 0.9 }]);
    assert.equal(policy.best()?.id, 'c3');
  });

  it('takes a vote that cannot be read for none', () => {
    const setup = { actions: ['sample', 'judge'], ...asked(sharp) } as const;
    const [policy, silent] = [drawn('aab', setup), drawn('aab', setup)];
    judge(policy, 'c1', [{ value: 1 }]);
    judge(silent, 'c1', [{ critique: 'no verdict' }, { value: 1 }, { critique: 'none either' }]);
    assert.deepEqual(silent.best(), policy.best());
  });

  it('compares the two likeliest answers and believes what was preferred', () => {
    const policy = drawn('aaaabbbb', { actions: ['sample', 'compare'], ...asked(sharp) });
    const decision = policy.ask(1);
    assert.ok(decision.type === 'act');
    const [action] = decision.actions;
    assert.deepEqual(action, { type: 'compare', left: 'c1', right: 'c5', by: 'reader' });
    tell(policy, 'k', action, { type: 'compared', margin: -1 });
    assert.equal(policy.best()?.id, 'c5');
  });

  it('asks the judge that tells, never the one whose laws are equal, at any price', () => {
    const judges = [
      { name: 'blind', performs: ['judge', 'compare'], model: blind },
      { name: 'sharp', performs: ['judge'], model: sharp },
    ] as const;
    const price = { perToken: 1e-12, perSandboxSecond: 0 };
    const policy = drawn('aabb', { actions: ['sample', 'judge', 'compare'], judges, price });
    const decision = policy.ask(8);
    assert.ok(decision.type === 'act');
    const by = decision.actions.flatMap(action => ('by' in action ? [action.by] : []));
    assert.ok(by.length > 0 && by.every(name => name === 'sharp'), JSON.stringify(decision.actions));
  });

  it('gives up a judge of whom nothing can be read', () => {
    const policy = drawn('aabb', { actions: ['sample', 'judge'], ...asked(sharp) });
    const votes = Array.from({ length: 8 }, () => ({ critique: 'rubbish' }));
    assert.equal(bought(policy), 'judge');
    judge(policy, 'c1', votes);
    const decision = policy.ask(4);
    assert.ok(
      decision.type !== 'wait' && decision.why.considered.every(({ action }) => action.type === 'sample'),
    );
  });

  it('prices a judge by what it has cost', () => {
    const setup = { actions: ['sample', 'judge'], ...asked(sharp) } as const;
    const charge = (policy: Policy) => {
      const decision = policy.ask(1);
      assert.ok(decision.type !== 'wait');
      const offer = decision.why.considered.find(({ action }) => action.type === 'judge');
      return offer?.action.type === 'judge' ? offer.charge / offer.action.votes : 0;
    };
    const policy = drawn('aabb', setup);
    const guessed = charge(policy);
    judge(policy, 'c1', [{ value: 0.4 }]);
    const learnt = charge(policy);
    // A guess of 100 + 60 + 150 and 60 tokens weighs like the one vote of 160.
    assert.ok(Math.abs(guessed - 370 * cheap.perToken) < 1e-12, `${guessed}`);
    assert.ok(Math.abs(learnt - ((370 + 160) / 2) * cheap.perToken) < 1e-12, `${learnt}`);
  });
});
