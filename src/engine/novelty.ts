/**
 * The chance that the next draw shows a behaviour not seen before: Good-Turing's share of singletons, shrunk to a
 * prior that weighs like `weight` draws.
 */
export function chanceOfNew(counts: Iterable<number>, prior: { chance: number; weight: number }): number {
  let draws = 0;
  let singletons = 0;
  for (const count of counts) {
    draws += count;
    if (count === 1) singletons += 1;
  }
  return (singletons + prior.chance * prior.weight) / (draws + prior.weight);
}
