import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Action } from '../../../src/engine/action.ts';
import { AgreementAppraiser } from '../../../src/engine/auto/agreementAppraiser.ts';
import { PricedPolicy } from '../../../src/engine/auto/pricedPolicy.ts';
import type { Sampled } from '../../../src/engine/behaviours.ts';
import type { Candidate } from '../../../src/engine/candidate.ts';
import { cost } from '../../../src/engine/cost.ts';
import type { JudgeModel } from '../../../src/engine/judgeModel.ts';
import type { PolicySetup, PolicyStop } from '../../../src/engine/policy.ts';
import { priceOf } from '../../../src/engine/price.ts';
import { seededRandom } from '../../../src/engine/random.ts';
import type { Evidence, Reward, Vote } from '../../../src/engine/reward.ts';
import { setupOf } from '../../support/driving.ts';

const used = cost({ completionTokens: 60, calls: 1 });

/** Draws until the policy stops; `of` says what the n-th sample does. */
function play(
  of: (draw: number) => Sampled,
  perToken: number,
  actions: readonly Action['type'][] = ['sample'],
  judged: Judged = {},
) {
  const { judges, generatesTests, vote = () => ({}) } = judged;
  let [drawn, tests, verdicts] = [0, 0, 0];
  const policy = new PricedPolicy(
    new AgreementAppraiser({
      ...setupOf({ verifiable: false, actions, random: seededRandom(1) }),
      arms: [{ id: 'default', temperature: 0.8, expectedCost: used }],
      price: { perToken, perSandboxSecond: 0 },
      ...(judges && { judges }),
      ...(generatesTests !== undefined && { generatesTests }),
      most: { samples: 100, tests: 100 },
    }),
  );
  for (let number = 0; ; number++) {
    const decision = policy.ask(1);
    if (decision.type !== 'act') {
      const stop: PolicyStop | undefined = decision.type === 'stop' ? decision.kind : undefined;
      return { policy, stop, samples: drawn, tests, verdicts };
    }
    const [action] = decision.actions;
    const id = `a${number}`;
    if (action?.type === 'sample') {
      policy.started([{ id, action }]);
      const candidate = candidateOf(`c${drawn}`, of(drawn));
      drawn += 1;
      policy.tell({ id, action, cost: used, result: { type: 'candidate', candidate } });
    } else if (action?.type === 'judge') {
      policy.started([{ id, action }]);
      if (action.by === undefined) tests += 1;
      else verdicts += 1;
      const votes = Array.from({ length: action.votes }, () => vote(action.candidate));
      const reward = rewardOf(action.by === undefined ? [] : [{ type: 'votes', by: action.by, votes }]);
      policy.tell({
        id,
        action,
        cost: used,
        result: { type: 'judged', candidate: action.candidate, reward },
      });
    } else assert.fail(`unexpected ${JSON.stringify(action)}`);
  }
}

type Judged = Pick<Partial<PolicySetup>, 'judges' | 'generatesTests'> & {
  /** What a judge says of a candidate. */
  readonly vote?: (candidate: string) => Vote;
};

function candidateOf(id: string, { codeTokens, outputs, behaviour }: Sampled): Candidate {
  const common = { id, arm: 'default', text: '', behaviour, cost: used };
  if (!outputs) return { ...common, error: 'it does not load' };
  return { ...common, reward: rewardOf([{ type: 'probes', codeTokens, outputs, written: [] }]) };
}

function rewardOf(evidence: readonly Evidence[]): Reward {
  return { value: 0, quality: 0, verified: false, evidence };
}

const doing = (output: number): Sampled => ({
  codeTokens: 20,
  outputs: [output, output],
  behaviour: `${output}`,
});

describe('auto by agreement', () => {
  it('chooses what most behave like, with its chance', () => {
    const { policy } = play(draw => doing(draw % 3 === 0 ? draw + 10 : 1), priceOf('balanced').perToken);
    const best = policy.best();
    assert.equal(best?.id, 'c1');
    assert.ok(best && best.quality > 0.2 && best.quality < 0.9, String(best?.quality));
  });

  it('buys less when all agree than when two behaviours are level', () => {
    const perToken = priceOf('thorough').perToken / 3;
    const same = play(() => doing(1), perToken);
    const level = play(draw => doing(draw % 2), perToken);
    assert.ok(same.samples < level.samples, `${same.samples} against ${level.samples}`);
    assert.deepEqual([same.stop, level.stop], ['no-gain', 'no-gain']);
  });

  it('buys generated tests only after many samples, and only where the run can', () => {
    const perToken = 2e-6;
    assert.equal(play(draw => doing(draw % 2), perToken).tests, 0);
    const both = play(draw => doing(draw % 2), perToken, ['sample', 'judge']);
    assert.ok(both.tests > 0 && both.samples > 40, JSON.stringify([both.samples, both.tests]));
  });

  it('ends when everything there is was drawn', () => {
    const { stop, samples } = play(draw => doing(draw), 1e-12);
    assert.deepEqual([stop, samples], ['completed', 100]);
  });

  it('answers with something even when nothing loads', () => {
    const { policy } = play(() => ({ codeTokens: 9, behaviour: 'broken' }), priceOf('quick').perToken);
    assert.deepEqual(policy.best(), { id: 'c0', quality: 0 });
  });

  const reader = (model: JudgeModel) => [{ name: 'reader', performs: ['judge'], model }] as const;
  const sharp: JudgeModel = { right: { a: 9, b: 1 }, wrong: { a: 1, b: 9 } };
  const level = (draw: number) => doing(draw % 2);

  it('asks a judge that can tell about behaviours that are level, and follows what it says', () => {
    const perToken = priceOf('balanced').perToken;
    for (const liked of [0, 1]) {
      const { policy, verdicts } = play(level, perToken, ['sample', 'judge'], {
        judges: reader(sharp),
        generatesTests: false,
        vote: id => ({ value: Number(id.slice(1)) % 2 === liked ? 0.9 : 0.1 }),
      });
      const best = policy.best();
      assert.ok(verdicts > 0 && best && Number(best.id.slice(1)) % 2 === liked, JSON.stringify(best));
      assert.ok(best.quality > 0.6, `${best.quality}`);
    }
  });

  it('asks none whose laws are equal, and writes no tests where the run generates none', () => {
    const none = play(level, 2e-6, ['sample', 'judge'], {
      judges: reader({ right: sharp.right, wrong: sharp.right }),
      generatesTests: false,
    });
    assert.deepEqual([none.verdicts, none.tests], [0, 0]);
    const alone = play(level, 2e-6);
    assert.deepEqual([none.samples, none.policy.best()], [alone.samples, alone.policy.best()]);
  });

  it('writes tests and asks judges in one run', () => {
    const both = play(level, 2e-6, ['sample', 'judge'], { judges: reader(sharp), generatesTests: true });
    assert.ok(both.tests > 0 && both.verdicts > 0, JSON.stringify([both.tests, both.verdicts]));
  });

  it('takes a sample of generated tests for no vote of a judge', () => {
    for (const judges of [undefined, reader(sharp)]) {
      const { policy } = play(level, priceOf('quick').perToken, ['sample'], judges ? { judges } : {});
      const before = policy.best();
      for (const value of [1, 0]) {
        const action = { type: 'judge', candidate: 'c0', votes: 1 } as const;
        const result = { type: 'judged', candidate: 'c0', reward: { ...rewardOf([]), value } } as const;
        policy.started([{ id: `t${value}`, action }]);
        policy.tell({ id: `t${value}`, action, cost: used, result });
      }
      assert.deepEqual(policy.best(), before);
    }
  });
});
