/** Which drawn tests a drawn candidate passes; equal sets are equal arrays. */
type TestPasses = readonly boolean[];

/**
 * CodeT's dual agreement (Chen et al. 2022): candidates that pass exactly the same generated tests are a group, its score
 * is sqrt(its size) * the number of tests it passes, a test counted as often as it was drawn. Gives a score for each
 * candidate; 0 for those that pass none.
 */
export function dualAgreement(
  candidates: readonly TestPasses[],
  multiplicity: readonly number[],
): readonly number[] {
  const keys = candidates.map(passes => passes.map(pass => (pass ? '1' : '0')).join(''));
  const sizes = new Map<string, number>();
  for (const key of keys) sizes.set(key, (sizes.get(key) ?? 0) + 1);
  return candidates.map((passes, i) => {
    const passed = passes.reduce((sum, pass, test) => sum + (pass ? (multiplicity[test] ?? 0) : 0), 0);
    return Math.sqrt(sizes.get(keys[i] ?? '') ?? 0) * passed;
  });
}
