import type { Random } from '../random.ts';

/** The elements in a random order. */
export function shuffled<T>(random: Random, elements: readonly T[]): readonly T[] {
  return elements
    .map(element => ({ element, key: random.next() }))
    .sort((left, right) => left.key - right.key)
    .map(({ element }) => element);
}
