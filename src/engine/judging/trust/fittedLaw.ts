import { type Ballot, type BetaLaw, ballotChance } from '../../judgeModel.ts';

/** Votes on one candidate that count so much. */
export type WeighedBallot = Ballot & { readonly weight: number };

/** Spreads that are tried, as factors on the prior's weight: half an octave apart. */
const factors = Array.from({ length: 13 }, (_, i) => 2 ** ((i - 4) / 2));
/** In log odds. */
const farthest = 6;
const narrowings = 36;
const golden = (Math.sqrt(5) - 1) / 2;

/**
 * The most likely law of the chance to approve (beta-binomial, maximum a posteriori): its mean under a prior that weighs
 * like the prior law's votes, and its spread from candidate to candidate under a log-normal prior a factor e wide. The prior
 * itself without a ballot.
 */
export function fittedLaw(prior: BetaLaw, ballots: readonly WeighedBallot[]): BetaLaw {
  const cells = [...cellsOf(ballots)];
  if (cells.length === 0) return prior;
  const strength = prior.a + prior.b;
  let best = { worth: Number.NEGATIVE_INFINITY, law: prior };
  for (const factor of factors) {
    const spread = strength * factor;
    const lawAt = (odds: number): BetaLaw => ({
      a: spread / (1 + Math.exp(-odds)),
      b: spread / (1 + Math.exp(odds)),
    });
    const worthAt = (odds: number) => {
      const law = lawAt(odds);
      const ofMean = prior.a * Math.log(law.a / spread) + prior.b * Math.log(law.b / spread);
      return cells.reduce((sum, cell) => sum + cell.weight * Math.log(ballotChance(law, cell)), ofMean);
    };
    const odds = highest(worthAt);
    const worth = worthAt(odds) - Math.log(factor) ** 2 / 2;
    if (worth > best.worth) best = { worth, law: lawAt(odds) };
  }
  return best.law;
}

/** Equal ballots together, so that a fit does not grow with the labels. */
function cellsOf(ballots: readonly WeighedBallot[]): Iterable<WeighedBallot> {
  const cells = new Map<string, WeighedBallot>();
  for (const { approving, votes, weight } of ballots) {
    const key = `${approving}/${votes}`;
    cells.set(key, { approving, votes, weight: weight + (cells.get(key)?.weight ?? 0) });
  }
  return cells.values();
}

/** Where a function with one peak is highest (golden section search). */
function highest(worthAt: (odds: number) => number): number {
  let [low, high] = [-farthest, farthest];
  let [left, right] = [high - golden * (high - low), low + golden * (high - low)];
  let [ofLeft, ofRight] = [worthAt(left), worthAt(right)];
  for (let i = 0; i < narrowings; i++) {
    if (ofLeft >= ofRight) {
      [high, right, ofRight] = [right, left, ofLeft];
      left = high - golden * (high - low);
      ofLeft = worthAt(left);
    } else {
      [low, left, ofLeft] = [left, right, ofRight];
      right = low + golden * (high - low);
      ofRight = worthAt(right);
    }
  }
  return (low + high) / 2;
}
