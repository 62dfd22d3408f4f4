/**
 * Log weights of particles; the only place that knows logarithms of values. A weight of -Infinity is a dead particle's.
 */

/** log sum exp, exact for large and small weights; -Infinity when every particle is dead or there is none. */
export function logSumExp(logWeights: readonly number[]): number {
  const top = logWeights.reduce((most, weight) => Math.max(most, weight), Number.NEGATIVE_INFINITY);
  if (top === Number.NEGATIVE_INFINITY) return top;
  return top + Math.log(logWeights.reduce((sum, weight) => sum + Math.exp(weight - top), 0));
}

/** The log of the mean weight: what each particle weighs after resampling. */
export function logMeanExp(logWeights: readonly number[]): number {
  return logSumExp(logWeights) - Math.log(logWeights.length);
}

/** Weights that sum to 1; undefined when every particle is dead. */
export function normalized(logWeights: readonly number[]): readonly number[] | undefined {
  const total = logSumExp(logWeights);
  return total === Number.NEGATIVE_INFINITY ? undefined : logWeights.map(weight => Math.exp(weight - total));
}

/** Effective sample size 1 / sum W^2 of weights that sum to 1: from 1 (one particle counts) to their number. */
export function effectiveSampleSize(weights: readonly number[]): number {
  return 1 / weights.reduce((sum, weight) => sum + weight * weight, 0);
}

/** A judge's value as it may be used: within [0, 1], or undefined for one that is no number (an unreadable vote). */
export function usableValue(value: number | undefined): number | undefined {
  return value === undefined || Number.isNaN(value) ? undefined : Math.min(1, Math.max(0, value));
}

/** The log of V^sharpness; a value of 0 is death. */
export function logPotential(value: number, sharpness: number): number {
  return value <= 0 ? Number.NEGATIVE_INFINITY : sharpness * Math.log(value);
}

/** log odds of a value, cut to [1e-7, 1 - 1e-7] as its_hub does, so that no particle dies of it. */
export function logOdds(value: number): number {
  const cut = Math.min(1 - 1e-7, Math.max(1e-7, value));
  return Math.log(cut / (1 - cut));
}
