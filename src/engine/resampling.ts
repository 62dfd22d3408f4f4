import type { Random } from './random.ts';

/** Ways to draw particles in proportion to their weights; all are unbiased, they differ in variance. */
export const resamplings = ['multinomial', 'stratified', 'systematic', 'residual'] as const;
export type Resampling = (typeof resamplings)[number];

/**
 * The ancestors of `count` particles: indices into the weights, which need not sum to 1. An index of weight 0 is
 * never drawn. Throws RangeError for weights that do not have a positive, finite sum.
 */
export function resample(
  method: Resampling,
  weights: readonly number[],
  count: number,
  random: Random,
): readonly number[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  if (!(total > 0) || total === Number.POSITIVE_INFINITY) {
    throw new RangeError(`Weights that sum to ${total} cannot be resampled; at least one must be positive.`);
  }
  switch (method) {
    case 'multinomial':
      return pick(weights, total, orderedUniforms(count, random));
    case 'stratified':
      return pick(
        weights,
        total,
        comb(count, () => random.next()),
      );
    case 'systematic': {
      const shift = random.next();
      return pick(
        weights,
        total,
        comb(count, () => shift),
      );
    }
    case 'residual':
      return residual(weights, total, count, random);
    default:
      return method satisfies never;
  }
}

/** floor(count W) copies of each, and the rest drawn from what is left of the weights. */
function residual(weights: readonly number[], total: number, count: number, random: Random) {
  const shares = weights.map(weight => (count * weight) / total);
  const kept = shares.flatMap((share, index) => Array<number>(Math.floor(share)).fill(index));
  const left = count - kept.length;
  if (left === 0) return kept;
  const rests = shares.map(share => share - Math.floor(share));
  const sum = rests.reduce((all, rest) => all + rest, 0);
  return [...kept, ...pick(rests, sum, orderedUniforms(left, random))];
}

/** Points (i + u_i) / count. */
function comb(count: number, shift: () => number): readonly number[] {
  return Array.from({ length: count }, (_, index) => (index + shift()) / count);
}

/** Uniform numbers in rising order, each the smallest of those that remain: as many as wanted without sorting. */
function orderedUniforms(count: number, random: Random): readonly number[] {
  let point = 0;
  return Array.from({ length: count }, (_, index) => {
    point += (1 - point) * (1 - (1 - random.next()) ** (1 / (count - index)));
    return point;
  });
}

/** For each of the rising points on [0, 1) the index in whose share it falls. */
function pick(weights: readonly number[], total: number, points: readonly number[]): readonly number[] {
  const last = weights.findLastIndex(weight => weight > 0);
  let index = -1;
  let reached = 0;
  return points.map(point => {
    while (index < last && (index < 0 || reached <= point * total)) {
      index += 1;
      reached += weights[index] ?? 0;
    }
    return index;
  });
}
