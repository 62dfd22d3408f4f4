import { seededRandom } from '../../engine/random.ts';
import type { Interval } from './suite.ts';

const resamples = 2000;

/** A figure and how much it counts in the mean. */
export type Weighed = { readonly value: number; readonly weight: number };

/** The 95% percentile bootstrap interval of the mean of a figure over tasks; the same for the same figures. */
export function intervalOfMean(perTask: readonly number[]): Interval {
  return intervalOf(perTask.map(value => [{ value, weight: 1 }]));
}

/**
 * The same where figures come in clusters that stand or fall together (one question asked of several arms): clusters
 * are drawn, and all their figures count by their weight.
 */
export function intervalOf(clusters: readonly (readonly Weighed[])[]): Interval {
  const random = seededRandom('bootstrap');
  const sums = clusters.map(cluster => ({
    value: cluster.reduce((total, { value, weight }) => total + value * weight, 0),
    weight: cluster.reduce((total, { weight }) => total + weight, 0),
  }));
  const means = Array.from({ length: resamples }, () => {
    let [value, weight] = [0, 0];
    for (let draw = 0; draw < sums.length; draw++) {
      const cluster = sums[random.below(sums.length)];
      value += cluster?.value ?? 0;
      weight += cluster?.weight ?? 0;
    }
    return weight === 0 ? 0 : value / weight;
  }).sort((left, right) => left - right);
  return [means[Math.floor(resamples * 0.025)] ?? 0, means[Math.ceil(resamples * 0.975) - 1] ?? 0];
}
