import { meanOf } from '../../mean.ts';

/** What several judges think of one candidate as one value; each of them on [0, 1]. */
export type Ensemble = (values: readonly number[]) => number;

/** How much of the variance is taken off; what best-of-N was published with (Coste et al. 2023). */
const uncertaintyWeight = 0.5;

/**
 * The mean less half of the variance (uncertainty-weighted optimisation, Coste et al. 2023, arXiv 2310.02743): what
 * judges disagree about is not optimised for. 0 without values.
 */
export const meanLessVariance: Ensemble = values => {
  const mean = meanOf(values);
  const variance = meanOf(values.map(value => (value - mean) ** 2));
  return Math.max(0, mean - uncertaintyWeight * variance);
};

/** The lowest of the values (worst-case optimisation, the same paper). 0 without values. */
export const worstCase: Ensemble = values => (values.length === 0 ? 0 : Math.min(...values));
