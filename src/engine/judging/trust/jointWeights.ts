/** What members of an ensemble said of a case whose truth is known. */
export type JointCase = {
  /** For each member, below 0 where it was for the wrong one; 0 for nothing. */
  readonly said: readonly number[];
  /** Log odds of the truth before any member said anything; 0 where it is missing. */
  readonly ahead?: number;
  /** How much the case counts; 1 where it is missing. */
  readonly weight?: number;
};

/** How far weights may move. */
export type JointLimits = {
  /** Of the normal prior; 1 where it is missing. */
  readonly deviation?: number;
  /** Of one weight. */
  readonly most?: number;
};

const rounds = 60;

/** A round that moves no weight by more is the last. */
const settled = 1e-9;

/**
 * The weights of what members said, in log odds, fitted together, so that members that say the same do not count twice: a
 * logistic regression by its most likely point under a normal prior about the weights given, none below 0 (coordinate
 * ascent by Newton's steps). A member of prior weight 0 stays at 0.
 */
export function jointWeights(
  cases: readonly JointCase[],
  prior: readonly number[],
  { deviation = 1, most = Number.POSITIVE_INFINITY }: JointLimits = {},
): readonly number[] {
  const weights = [...prior];
  const odds = cases.map(({ said, ahead = 0 }) =>
    said.reduce((sum, one, member) => sum + one * (prior[member] ?? 0), ahead),
  );
  for (let round = 0; round < rounds; round++) {
    let moved = 0;
    for (const [member, centre] of prior.entries()) {
      if (centre === 0) continue;
      const old = weights[member] ?? 0;
      let [slope, bend] = [(centre - old) / deviation ** 2, deviation ** -2];
      for (const [place, { said, weight = 1 }] of cases.entries()) {
        const one = said[member] ?? 0;
        const wrong = 1 / (1 + Math.exp(odds[place] ?? 0));
        slope += weight * wrong * one;
        bend += weight * wrong * (1 - wrong) * one * one;
      }
      const next = Math.min(most, Math.max(0, old + slope / bend));
      weights[member] = next;
      moved = Math.max(moved, Math.abs(next - old));
      for (const [place, { said }] of cases.entries())
        odds[place] = (odds[place] ?? 0) + (next - old) * (said[member] ?? 0);
    }
    if (moved < settled) break;
  }
  return weights;
}
