import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { cost } from '../../../src/engine/cost.ts';
import type { JudgeModel } from '../../../src/engine/judgeModel.ts';
import { ensembleBestOfN, worstCaseBestOfN } from '../../../src/engine/policies/ensembleBestOfN.ts';
import { pessimism } from '../../../src/engine/policies/pessimism.ts';
import type { Policy, PolicyFactory } from '../../../src/engine/policy.ts';
import type { Reward, Vote } from '../../../src/engine/reward.ts';
import { candidateOf, promptSetup } from '../../support/drawing.ts';

const sharp: JudgeModel = { right: { a: 9, b: 1 }, wrong: { a: 1, b: 9 } };
const blind: JudgeModel = { right: { a: 5, b: 5 }, wrong: { a: 5, b: 5 } };

type Votes = Readonly<Record<string, Vote>>;

/** Draws answers a, b, ... and gives the votes of the judges `one` and `two` on each, until the policy stops. */
function judged(factory: PolicyFactory, votes: readonly Votes[], model = sharp, share = 1) {
  const judges = ['one', 'two'].map(name => ({ name, performs: ['judge'], model, share }) as const);
  const setup = promptSetup({ samples: votes.length, actions: ['sample', 'judge'], judges });
  const policy = factory.create(setup);
  const rewards = new Map<string, Reward>();
  const asked: string[] = [];
  for (let at = 1; at < 100; at++) {
    const decision = policy.ask(1);
    if (decision.type !== 'act') return { policy, asked, decision };
    const [action] = decision.actions;
    assert.ok(action);
    const id = `a${at}`;
    policy.started([{ id, action }]);
    asked.push(`${action.type}${action.type === 'judge' ? ` ${action.candidate} ${action.by}` : ''}`);
    const used = cost({ promptTokens: 10, completionTokens: 10, calls: 1 });
    if (action.type === 'judge') {
      const number = Number(action.candidate.slice(1));
      const vote = votes[number - 1]?.[action.by ?? ''] ?? {};
      const before = rewards.get(action.candidate) ?? { value: 0, quality: 0, verified: false, evidence: [] };
      const said = { type: 'votes', by: action.by ?? '', votes: [vote] } as const;
      const reward: Reward = { ...before, evidence: [...before.evidence, said] };
      rewards.set(action.candidate, reward);
      policy.tell({
        id,
        action,
        cost: used,
        result: { type: 'judged', candidate: action.candidate, reward },
      });
    } else {
      const number = asked.filter(one => one === 'sample').length;
      const candidate = candidateOf(number, { answer: String.fromCharCode(96 + number) });
      policy.tell({ id, action, cost: used, result: { type: 'candidate', candidate } });
    }
  }
  throw new Error('The policy does not stop.');
}

const leader = ({ policy }: { readonly policy: Policy }) => policy.best()?.id;
const values = (one: number, two: number): Votes => ({ one: { value: one }, two: { value: two } });

describe('policies that choose by judges alone', () => {
  it('ask every judge about every sample, and stop', () => {
    const { asked, decision } = judged(ensembleBestOfN, [values(0.2, 0.3), values(0.6, 0.7)]);
    assert.deepEqual(asked, [
      'sample',
      'judge c1 one',
      'judge c1 two',
      'sample',
      'judge c2 one',
      'judge c2 two',
    ]);
    assert.ok(decision.type === 'stop' && decision.kind === 'completed');
  });

  it('weigh disagreement against a candidate, or take its worst judge', () => {
    const votes = [values(1, 0.42), values(0.7, 0.69), values(0.68, 0.7)];
    assert.equal(leader(judged(ensembleBestOfN, votes)), 'c2');
    assert.equal(leader(judged(ensembleBestOfN, [values(1, 0.5), values(0.7, 0.69)])), 'c1');
    assert.equal(leader(judged(worstCaseBestOfN, [values(1, 0.5), values(0.7, 0.69)])), 'c2');
  });

  it('count neither a vote that was dropped nor one that could not be read', () => {
    const dropped = { one: { value: 1, dropped: 'it contradicts the others' }, two: { value: 0.3 } };
    assert.equal(leader(judged(ensembleBestOfN, [dropped, values(0.4, 0.4)])), 'c2');
    const unread = { one: { critique: '?' }, two: { critique: '??' } };
    assert.equal(leader(judged(worstCaseBestOfN, [unread, values(0.1, 0.1)])), 'c2');
  });

  it('draw no more than such judges pick well from, and say so', () => {
    const many = Array.from({ length: 20 }, () => values(0.5, 0.5));
    const samples = (model: JudgeModel) => {
      const { asked, decision } = judged(ensembleBestOfN, many, model);
      assert.ok(decision.type === 'stop');
      return { drawn: asked.filter(one => one === 'sample').length, reason: decision.reason };
    };
    assert.equal(samples(sharp).drawn, 20);
    const poor = samples({ right: { a: 6, b: 5 }, wrong: { a: 5, b: 6 } });
    assert.equal(poor.drawn, 3);
    assert.match(poor.reason, /among more, such judges would pick a worse one/);
  });

  it('ask no judge that tells nothing, and vote instead', () => {
    const { asked, policy } = judged(ensembleBestOfN, [values(0.1, 0.1), values(0.9, 0.9)], blind);
    assert.deepEqual(asked, ['sample', 'sample']);
    assert.equal(policy.best()?.id, 'c1');
  });

  it('draw the choice of pessimism by its excess, the same as long as nothing new was said', () => {
    const votes = [values(0.2, 0.2), values(0.5, 0.5), values(0.9, 0.9)];
    const run = judged(pessimism, votes);
    assert.equal(leader(run), leader(run));
    const picks = Array.from({ length: 60 }, (_, seed) => {
      const tilted = votes.map((one, i) => (i === 1 ? values(0.5, 0.5 + seed / 1e6) : one));
      return leader(judged(pessimism, tilted));
    });
    const best = picks.filter(pick => pick === 'c3').length;
    assert.ok(best > 30 && best < 60, `the best was taken ${best} of 60 times`);
  });

  it('believe a candidate more when judges that can tell approve of it', () => {
    const quality = (value: number) =>
      judged(ensembleBestOfN, [values(value, value)]).policy.best()?.quality ?? 0;
    assert.ok(quality(0.9) > 0.9 && quality(0.1) < 0.1);
  });

  it('count judges that say the same by their shares', () => {
    const quality = (share: number) =>
      judged(ensembleBestOfN, [values(0.9, 0.9)], sharp, share).policy.best()?.quality ?? 0;
    assert.deepEqual(
      [quality(1), quality(0.5)].map(one => one.toFixed(6)),
      [81 / 82, 9 / 10].map(one => one.toFixed(6)),
    );
  });
});
