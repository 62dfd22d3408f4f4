/** A candidate as a judge scored it, and whether it was right (or how good). */
export type Scored = { readonly score: number; readonly gold: number };

/**
 * The expected gold of the candidate with the highest score among n drawn without replacement, for n = 1, 2, ... up to
 * all: the unbiased estimate from one set of scored candidates (Coste et al. 2023). Where scores tie, either is picked.
 */
export function bestOfCurve(scored: readonly Scored[]): readonly number[] {
  const golds = tiesEven(scored.toSorted((left, right) => left.score - right.score));
  const all = golds.length;
  return Array.from({ length: all }, (_, at) => {
    const n = at + 1;
    let expected = 0;
    let chance = n / all;
    for (let i = all - 1; i >= n - 1; i--) {
      expected += chance * (golds[i] ?? 0);
      chance *= i === 0 ? 0 : (i - n + 1) / i;
    }
    return expected;
  });
}

/** Golds by rising score, those of one score replaced by their mean. */
function tiesEven(rising: readonly Scored[]): readonly number[] {
  const tied = Map.groupBy(rising, ({ score }) => score);
  return [...tied.values()].flatMap(ones => {
    const mean = ones.reduce((sum, { gold }) => sum + gold, 0) / ones.length;
    return ones.map(() => mean);
  });
}
