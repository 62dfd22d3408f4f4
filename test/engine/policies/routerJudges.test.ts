import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Action, Result } from '../../../src/engine/action.ts';
import { cost } from '../../../src/engine/cost.ts';
import type { JudgeModel } from '../../../src/engine/judgeModel.ts';
import { auto } from '../../../src/engine/policies/auto.ts';
import type { Decision, Policy, PolicySetup } from '../../../src/engine/policy.ts';
import type { Vote } from '../../../src/engine/reward.ts';
import { answersOf, promptSetup, tellDraw } from '../../support/drawing.ts';

const sharp: JudgeModel = { right: { a: 9, b: 1 }, wrong: { a: 1, b: 9 } };
const blind: JudgeModel = { right: { a: 5, b: 5 }, wrong: { a: 5, b: 5 } };

/** A cheap arm of 160 tokens and a dear one of 3,200, where a cheap vote is charged so much. */
function setupAt(charge: number, parts: Partial<PolicySetup> = {}): PolicySetup {
  const arm = (id: string, tokens: number) => ({
    id,
    temperature: 0.8,
    expectedCost: cost({ promptTokens: tokens, calls: 1 }),
  });
  return promptSetup({
    arms: [arm('default', 160), arm('dear', 3200)],
    price: { perToken: charge / 160, perSandboxSecond: 0 },
    ...parts,
  });
}

const asked = (model: JudgeModel, performs: readonly ('judge' | 'compare')[] = ['judge']) =>
  ({ actions: ['sample', ...performs], judges: [{ name: 'reader', performs, model }] }) as const;

function drawn(answers: string, setup: PolicySetup): Policy {
  const policy = auto.create(setup);
  for (const [index, answer] of answersOf(answers).entries()) tellDraw(policy, index + 1, answer);
  return policy;
}

function acted(decision: Decision): Extract<Decision, { type: 'act' }> {
  assert.ok(decision.type === 'act', JSON.stringify(decision));
  return decision;
}

const bought = (policy: Policy) => {
  const decision = policy.ask(1);
  const [action] = decision.type === 'act' ? decision.actions : [];
  return action === undefined ? decision.type : action.type === 'sample' ? action.arm : action.type;
};

function tell(policy: Policy, action: Action, result: Result, id = `v ${JSON.stringify(action)}`): void {
  policy.started([{ id, action }]);
  policy.tell({ id, action, result, cost: cost({ promptTokens: 160, calls: 1 }) });
}

/** All votes of the judge on a candidate so far. */
function judge(policy: Policy, candidate: string, votes: readonly Vote[]): void {
  const evidence = [{ type: 'votes', by: 'reader', votes }] as const;
  const reward = { value: 0.5, quality: 0.5, verified: false, evidence };
  const action = { type: 'judge', candidate, votes: votes.length, by: 'reader' } as const;
  tell(policy, action, { type: 'judged', candidate, reward });
}

describe('a cascade of arms with a judge', () => {
  it('asks the judge about the leading answer, and tells beside what it was chosen', () => {
    const { actions, why } = acted(drawn('aab', setupAt(0.02, asked(sharp))).ask(4));
    assert.deepEqual(actions, [{ type: 'judge', candidate: 'c1', votes: 1, by: 'reader' }]);
    const [first, ...others] = why.considered;
    assert.deepEqual(first?.action, actions[0]);
    assert.ok(first && first.value > first.charge && first.reservation > why.quality);
    const arms = others.flatMap(({ action }) => (action.type === 'sample' ? [action.arm] : []));
    assert.deepEqual(arms.toSorted(), ['dear', 'default']);
    assert.match(first.forecast, /c1 is 53% right; 1 vote of reader/);
    for (const { action, forecast } of others)
      if (action.type === 'sample') assert.match(forecast, /votes 2 to 1, 53% right/);
    assert.deepEqual(
      why.standings?.map(({ candidate }) => candidate),
      ['c1', 'c3'],
    );
    assert.equal(why.standings?.[0]?.chance, why.quality);
  });

  it('says of each step whether it is worth its charge as it then buys it', () => {
    for (const charge of [0.006, 0.02, 0.03]) {
      for (const answers of ['', 'a', 'aa', 'ab', 'aab', 'abc', 'aaa', 'aaab']) {
        const policy = drawn(answers, setupAt(charge, asked(sharp)));
        const decision = policy.ask(1);
        assert.ok(decision.type !== 'wait');
        const worthwhile = decision.why.considered.filter(one => one.value > one.charge);
        const named = worthwhile.map(({ action }) => JSON.stringify(action));
        const [action] = decision.type === 'act' ? decision.actions : [];
        assert.equal(named.length > 0, action !== undefined, `${answers} at ${charge}`);
        assert.ok(action === undefined || named.includes(JSON.stringify(action)), `${answers}: ${named}`);
        const steps = worthwhile.filter(one => one.action.type === 'sample');
        assert.ok(steps.length <= 1, `${answers} at ${charge}: ${named}`);
      }
    }
  });

  it('takes the answer that was approved, and asks the dear arm where it was not', () => {
    const approved = drawn('aaab', setupAt(0.02, asked(sharp)));
    assert.equal(bought(approved), 'judge');
    judge(approved, 'c1', [{ value: 1 }]);
    const end = approved.ask(1);
    assert.ok(end.type === 'stop' && end.kind === 'settled');
    assert.match(end.reason, /by votes and judges/);
    const refused = drawn('aaab', setupAt(0.02, asked(sharp)));
    judge(refused, 'c1', [{ value: 0 }]);
    assert.deepEqual(acted(refused.ask(1)).actions[0], {
      type: 'judge',
      candidate: 'c4',
      votes: 1,
      by: 'reader',
    });
    judge(refused, 'c4', [{ value: 0 }, { value: 0 }]);
    judge(refused, 'c1', [{ value: 0 }, { value: 0 }]);
    assert.equal(bought(refused), 'dear');
  });

  it('takes the answer that the judge prefers, not that of most votes, and the dear one above all', () => {
    const policy = drawn('aab', setupAt(0.02, asked(sharp)));
    assert.equal(policy.best()?.id, 'c1');
    judge(policy, 'c1', [{ value: 0 }, { value: 0 }]);
    judge(policy, 'c3', [{ value: 1 }, { value: 1 }]);
    assert.equal(policy.best()?.id, 'c3');
    const action = { type: 'sample', arm: 'dear' } as const;
    const candidate = { id: 'c4', arm: 'dear', text: '', behaviour: 'a', cost: cost({}) };
    tell(policy, action, { type: 'candidate', candidate });
    assert.equal(policy.best()?.id, 'c4');
    const end = policy.ask(1);
    assert.ok(end.type === 'stop');
    assert.match(end.reason, /votes and judges did not settle on an answer, and the dear one was asked/);
  });

  it('takes a verdict on any candidate for one on its answer', () => {
    const policy = drawn('aab', setupAt(0.02, asked(sharp)));
    judge(policy, 'c2', [{ value: 0 }, { value: 0 }]);
    assert.equal(policy.best()?.id, 'c3');
  });

  it('compares where that is all a judge can do', () => {
    const policy = drawn('aabb', setupAt(0.028, asked(sharp, ['compare'])));
    const action = { type: 'compare', left: 'c1', right: 'c3', by: 'reader' } as const;
    const { actions, why } = acted(policy.ask(1));
    assert.deepEqual(actions, [action], JSON.stringify(why.considered));
    tell(policy, action, { type: 'compared', margin: -1 });
    assert.equal(policy.best()?.id, 'c3');
  });

  it('is the cascade without a judge, decision by decision, where the judge tells nothing', () => {
    for (const charge of [0.004, 0.02, 0.03]) {
      for (const answers of ['aaaa', 'abab', 'abcde', '-a-b', 'aabaca']) {
        const [alone, judged] = [
          auto.create(setupAt(charge)),
          auto.create(setupAt(charge, asked(blind, ['judge', 'compare']))),
        ];
        for (const [index, answer] of answersOf(answers).entries()) {
          assert.deepEqual(judged.ask(2), alone.ask(2), `${answers} after ${index}`);
          for (const policy of [alone, judged]) tellDraw(policy, index + 1, answer);
          assert.deepEqual(judged.best(), alone.best());
        }
      }
    }
  });

  it('takes a vote that cannot be read for none, and gives such a judge up', () => {
    const policy = drawn('aab', setupAt(0.02, asked(sharp)));
    const before = policy.best();
    judge(policy, 'c1', [{ critique: 'no verdict' }]);
    assert.deepEqual(policy.best(), before);
    judge(
      policy,
      'c3',
      Array.from({ length: 8 }, () => ({ critique: 'rubbish' })),
    );
    assert.equal(bought(policy), bought(drawn('aab', setupAt(0.02))));
  });

  it('waits for a verdict under way, and asks for none while the dear arm is asked', () => {
    const policy = drawn('aab', setupAt(0.02, asked(sharp)));
    const [action] = acted(policy.ask(3)).actions;
    assert.ok(action);
    policy.started([{ id: 'v', action }]);
    assert.equal(policy.ask(3).type, 'wait');
    const asking = drawn('aab', setupAt(0.02, asked(sharp)));
    asking.started([{ id: 'd', action: { type: 'sample', arm: 'dear' } }]);
    const decision = asking.ask(1);
    assert.ok(decision.type === 'wait' || decision.why.considered.every(one => one.action.type === 'sample'));
    assert.notEqual(decision.type === 'act' && decision.actions[0]?.type, 'judge');
  });
});
