/** A generated test, and which of the drawn candidates pass it. */
export type TestVote = { readonly weight: number; readonly passes: (candidate: number) => boolean };

/** What ln trust counts for in a score. */
const testWeight = 0.2;

/**
 * The scores with the trust that tests earn: each by the posterior mass of the candidates that pass it (a soft dual
 * agreement). `candidates` are the places of the scored ones among the drawn.
 */
export function withTestTrust(
  scores: readonly number[],
  candidates: readonly number[],
  tests: readonly TestVote[],
): readonly number[] {
  if (tests.length === 0) return scores;
  const top = Math.max(...scores);
  const mass = scores.map(score => Math.exp(2 * (score - top)));
  const total = mass.reduce((sum, one) => sum + one, 0);
  const support = scores.map(() => 0);
  for (const { weight, passes } of tests) {
    const passed = candidates.map(passes);
    const trust = mass.reduce((sum, one, i) => sum + (passed[i] ? one : 0), 0) / total;
    for (const [i, pass] of passed.entries()) if (pass) support[i] = (support[i] ?? 0) + weight * trust;
  }
  const most = Math.max(...support);
  return scores.map((score, i) => score + testWeight * Math.log(((support[i] ?? 0) + 0.1) / (most + 0.1)));
}
