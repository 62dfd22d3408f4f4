import type { CriticRecord } from '../prior.ts';

/** Before the first repair a critic adds nothing in the mean: as many right ones as expected, weighing like so many of these. */
const before = 0.5;
/** Of the standard normal: the hope is that of nine in ten. */
const quantile = 1.2816;

/**
 * What a critic may be hoped to multiply the odds of a repair by: the upper tenth of what its record allows (right ones as of
 * a Poisson law, a gamma prior, the quantile by Wilson and Hilferty). About 2.6 before the first repair, so that it is tried;
 * 1, where its words add nothing, after as many useless ones as would have mended one without it.
 */
export function hopedLift({ expected, right }: CriticRecord): number {
  const shape = before + right;
  const root = 1 - 1 / (9 * shape) + quantile / (3 * Math.sqrt(shape));
  return (shape * root ** 3) / (before + expected);
}

/** A chance with its odds multiplied. */
export function lifted(chance: number, lift: number): number {
  return (lift * chance) / (1 - chance + lift * chance);
}
