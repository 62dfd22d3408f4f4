/** A Beta law of a chance; both above 0. */
export type BetaLaw = { readonly a: number; readonly b: number };

/**
 * How a judge votes: its chance to approve varies from candidate to candidate, by one law among the right and by
 * another among the wrong. So votes on one candidate are not independent, and no number of them proves it right. A
 * judge with the same law for both says nothing.
 */
export type JudgeModel = {
  readonly right: BetaLaw;
  readonly wrong: BetaLaw;
  /** How it prefers the right one of two, where comparisons have told; else that follows from how it votes. */
  readonly prefers?: BetaLaw;
};

/** Before any label was seen: a vote is right in 6 of 10 cases. */
export const flatJudge: JudgeModel = { right: { a: 3, b: 2 }, wrong: { a: 2, b: 3 } };

/** Votes that could be read; whole numbers. */
export type Ballot = { readonly approving: number; readonly votes: number };

/** The mean of a law: the chance that a vote approves. */
export function meanOfLaw({ a, b }: BetaLaw): number {
  return a / (a + b);
}

/** The law with this mean, on (0, 1), that weighs like so many votes. */
export function lawOf(mean: number, spread: number): BetaLaw {
  return { a: spread * mean, b: spread * (1 - mean) };
}

export const noBallot: Ballot = { approving: 0, votes: 0 };

/** P(these votes, in a given order) where the chance to approve is of this law. */
export function ballotChance({ a, b }: BetaLaw, { approving, votes }: Ballot): number {
  let chance = 1;
  for (let i = 0; i < votes; i++) {
    const mass = i < approving ? a + i : b + i - approving;
    chance *= mass / (a + b + i);
  }
  return chance;
}

/** How much likelier these votes are on a right candidate than on a wrong one. */
export function ballotRatio({ right, wrong }: JudgeModel, ballot: Ballot): number {
  return ballotChance(right, ballot) / ballotChance(wrong, ballot);
}

/** The law after votes. */
export function lawAfter({ a, b }: BetaLaw, { approving, votes }: Ballot): BetaLaw {
  return { a: a + approving, b: b + votes - approving };
}

/** P(so many of the next votes approve), for 0 to `votes`. */
export function ballotChances(law: BetaLaw, votes: number): readonly number[] {
  let ways = 1;
  return Array.from({ length: votes + 1 }, (_, approving) => {
    const chance = ways * ballotChance(law, { approving, votes });
    ways = (ways * (votes - approving)) / (approving + 1);
    return chance;
  });
}

/** How a judge prefers one of two: by this law the right one, where one of them is; and by the even law, where none is. */
export function preferenceLaws({ right, wrong, prefers }: JudgeModel): {
  readonly right: BetaLaw;
  readonly even: BetaLaw;
} {
  const spread = right.a + right.b;
  const law = prefers ?? lawOf((1 + meanOfLaw(right) - meanOfLaw(wrong)) / 2, spread);
  const half = (law.a + law.b) / 2;
  return { right: law, even: { a: half, b: half } };
}

const sharePoints = 200;

/**
 * The share of pairs of a right and a wrong candidate that a judge would put in their right order with votes without end:
 * P(its chance to approve is higher for the right one). One half for a judge that says nothing, below it for one that is
 * turned round.
 */
export function shareOfPairs({ right, wrong }: JudgeModel): number {
  const [high, low] = [massesOf(right), massesOf(wrong)];
  let below = 0;
  let share = 0;
  for (const [i, mass] of high.entries()) {
    const here = low[i] ?? 0;
    share += mass * (below + here / 2);
    below += here;
  }
  return share;
}

/** A Beta law on a grid of cells. */
function massesOf({ a, b }: BetaLaw): readonly number[] {
  const logs = Array.from({ length: sharePoints }, (_, i) => {
    const at = (i + 0.5) / sharePoints;
    return (a - 1) * Math.log(at) + (b - 1) * Math.log(1 - at);
  });
  const highest = Math.max(...logs);
  const densities = logs.map(log => Math.exp(log - highest));
  const total = densities.reduce((sum, one) => sum + one, 0);
  return densities.map(one => one / total);
}
