import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Candidate } from '../../../src/engine/candidate.ts';
import { confidenceVoting } from '../../../src/engine/policies/confidenceVoting.ts';
import { policies } from '../../../src/engine/policies/index.ts';
import type { Policy } from '../../../src/engine/policy.ts';
import { isVerdict } from '../../../src/engine/reward.ts';
import { withConfidence } from '../../../src/engine/rewards/confidence.ts';
import { answersOf, candidateOf, promptSetup, rewardOf } from '../../support/drawing.ts';

const laws = [{ logprob: -1, top: [-1, -3], certainty: 2 }];

/** What a policy decides and would answer after each of these, which all arrive with or without their confidence. */
function decisionsOf(policy: Policy, shape: (candidate: Candidate) => Candidate): readonly unknown[] {
  return answersOf('abbacb-bbbbb').map((drawn, index) => {
    const decision = policy.ask(1);
    const action = { type: 'sample', arm: 'default' } as const;
    const id = `a${index + 1}`;
    const candidate = shape(candidateOf(index + 1, drawn));
    policy.started([{ id, action }]);
    policy.tell({ id, action, cost: candidate.cost, result: { type: 'candidate', candidate } });
    return { decision, best: policy.best() };
  });
}

describe('confidence alone', () => {
  for (const factory of Object.values(policies).filter(one => one !== confidenceVoting)) {
    it(`changes nothing for ${factory.name}: it is no verdict`, () => {
      const setup = () => promptSetup({ actions: ['sample', 'judge'], verifiable: false, samples: 12 });
      const plain = decisionsOf(factory.create(setup()), candidate => candidate);
      const some = [withConfidence(undefined, laws), undefined, withConfidence(undefined, laws)];
      for (const rewards of [some, some.slice(0, 1)]) {
        let drawn = 0;
        const told = decisionsOf(factory.create(setup()), candidate => {
          const reward = rewards[drawn++ % rewards.length];
          return { ...candidate, ...(reward && { reward }) };
        });
        assert.deepEqual(told, plain);
      }
    });
  }

  it('is told apart from a verdict with confidence, and from one without evidence', () => {
    const alone = withConfidence(undefined, laws);
    assert.equal(alone && isVerdict(alone), false);
    const judged = withConfidence({ ...rewardOf(0.7), evidence: [{ type: 'votes', votes: [] }] }, laws);
    assert.equal(judged && isVerdict(judged), true);
    assert.equal(isVerdict(rewardOf(0.7)), true);
  });
});
