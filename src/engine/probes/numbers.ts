import * as fc from 'fast-check';
import type { DocLiterals } from './docLiterals.ts';
import { weighted } from './weighted.ts';

/** Small integers, some large, and those that the documentation names with their neighbours. */
export function integers({ integers: quoted }: DocLiterals): fc.Arbitrary<number> {
  const large = fc.integer({ min: 0, max: 400 });
  const near = quoted.map(value => fc.constantFrom(value - 1, value, value, value + 1));
  return weighted(
    [45, fc.integer({ min: 0, max: 12 })],
    [25, fc.integer({ min: -20, max: 120 })],
    [10, near.length > 0 ? fc.oneof(...near) : large],
    [10, large],
    [10, fc.constantFrom(0, 1, 2, -1, 10, 100, 97, 1000)],
  );
}

/** Tenths, hundredths, whole ones, and a few that are often special. */
export function floats(literals: DocLiterals): fc.Arbitrary<number> {
  return weighted(
    [40, fc.integer({ min: 0, max: 100 }).map(tenths => tenths / 10)],
    [20, fc.integer({ min: -1000, max: 5000 }).map(hundredths => hundredths / 100)],
    [20, integers(literals)],
    [20, fc.constantFrom(0, 0.5, 1, 2.5, -1.5, 3.14, 100.25)],
  );
}

/** Numbers and fractions as texts. */
export function numerals(literals: DocLiterals): fc.Arbitrary<string> {
  const digit = fc.integer({ min: 1, max: 9 });
  return fc.oneof(
    integers(literals).map(value => String(Math.abs(value))),
    fc.tuple(digit, digit).map(([above, below]) => `${above}/${below}`),
  );
}
