/** What members of an ensemble said of a case whose truth is known: from -1, all for the wrong one, to 1; 0 for nothing. */
export type JointCase = readonly number[];

const rounds = 60;

/** A round that moves no weight by more is the last. */
const settled = 1e-9;

/**
 * The weights of members in log odds a preference, fitted together, so that members that say the same do not count twice:
 * a logistic regression by its most likely point under a normal prior of deviation 1 about the weights given, none below 0
 * (coordinate ascent by Newton's steps). A member of prior weight 0 stays at 0.
 */
export function jointWeights(cases: readonly JointCase[], prior: readonly number[]): readonly number[] {
  const weights = [...prior];
  const odds = cases.map(said => said.reduce((sum, one, member) => sum + one * (prior[member] ?? 0), 0));
  for (let round = 0; round < rounds; round++) {
    let moved = 0;
    for (const [member, centre] of prior.entries()) {
      if (centre === 0) continue;
      const old = weights[member] ?? 0;
      let [slope, bend] = [centre - old, 1];
      for (const [place, said] of cases.entries()) {
        const one = said[member] ?? 0;
        const wrong = 1 / (1 + Math.exp(odds[place] ?? 0));
        slope += wrong * one;
        bend += wrong * (1 - wrong) * one * one;
      }
      const next = Math.max(0, old + slope / bend);
      weights[member] = next;
      moved = Math.max(moved, Math.abs(next - old));
      for (const [place, said] of cases.entries())
        odds[place] = (odds[place] ?? 0) + (next - old) * (said[member] ?? 0);
    }
    if (moved < settled) break;
  }
  return weights;
}
