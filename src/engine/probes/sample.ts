import * as fc from 'fast-check';
import type { Random } from '../random.ts';

/** Values drawn with a seed taken from the chance given, so that they are a function of its state alone. */
export function sample<T>(random: Random, arbitrary: fc.Arbitrary<T>, count: number): readonly T[] {
  return fc.sample(arbitrary, { seed: random.below(2 ** 31), numRuns: count });
}
