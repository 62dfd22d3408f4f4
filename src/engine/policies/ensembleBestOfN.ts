import { type ChooseJudged, JudgedDraws } from '../judgedDraws.ts';
import { type Ensemble, meanLessVariance, worstCase } from '../judging/overOptimisation/ensemble.ts';
import type { PolicyFactory } from '../policy.ts';

/** Best-of-N by several judges: what they disagree about counts against a candidate (Coste et al. 2023). */
export const ensembleBestOfN: PolicyFactory = {
  name: 'ensemble-best-of-n',
  summary: 'Every judge votes on every sample; takes the highest mean less half of the variance.',
  create: setup => new JudgedDraws(setup, highest(meanLessVariance)),
};

/** Best-of-N by the judge that thinks least of a candidate (the same paper). */
export const worstCaseBestOfN: PolicyFactory = {
  name: 'worst-case-best-of-n',
  summary: 'Every judge votes on every sample; takes the one whose lowest vote is highest.',
  create: setup => new JudgedDraws(setup, highest(worstCase)),
};

/** The earliest of those that the ensemble values most. */
function highest(ensemble: Ensemble): ChooseJudged {
  return candidates => {
    const valued = candidates.map(({ id, values }) => ({ id, value: ensemble(values) }));
    return valued.reduce((best, one) => (one.value > best.value ? one : best)).id;
  };
}
