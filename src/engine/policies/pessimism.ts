import { type ChooseJudged, JudgedDraws } from '../judgedDraws.ts';
import { pessimisticPick } from '../judging/overOptimisation/pessimism.ts';
import { meanOf } from '../mean.ts';
import type { PolicyFactory } from '../policy.ts';
import type { Random } from '../random.ts';

/** Between picking the best and picking any; what a validation set would choose. */
const beta = 0.25;

/**
 * Inference-time pessimism (Huang et al. 2025): the choice is drawn by how far a candidate's reward exceeds a threshold,
 * so that it does not run after the errors of the judge as more are drawn.
 */
export const pessimism: PolicyFactory = {
  name: 'inference-time-pessimism',
  summary: 'Judges every sample and draws the choice by its excess over a threshold.',
  create: setup => new JudgedDraws(setup, drawn(setup.random)),
};

/** The same candidates give the same choice, however often it is asked for. */
function drawn(random: Random): ChooseJudged {
  return candidates => {
    const rewards = candidates.map(({ values }) => meanOf(values));
    const chance = random.fork(candidates.map(({ id, values }) => `${id} ${values}`).join('/'));
    const picked = pessimisticPick(rewards, { beta, greatest: 1, random: chance });
    return candidates[picked]?.id ?? '';
  };
}
