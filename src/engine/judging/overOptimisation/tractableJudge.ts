/** Answers and what the judge wants of them, in units of the spread of answers. */
export type TractableJudge = {
  /** Variance of the right answer about the middle of the answers that are drawn. */
  readonly task: number;
  /** Variance of what the judge wants about the right answer; 0 for a judge that knows it. */
  readonly misalignment: number;
};

/** More candidates than this are not told from without end. */
const most = 64;
const judgePoints = 60;
const answerPoints = 400;
/** Standard deviations that the sums reach to on either side. */
const reach = 5;

/**
 * The mean squared error of the answer that a judge picks among 1, 2, ... 64 drawn ones, answers being normal with variance
 * 1 and the judge preferring what is closest to what it wants: a tractable model of judging (Halder and Pehlevan 2025,
 * arXiv 2512.19905), with Bayesian linear regression reduced to the law of one query's answers. It falls for ever for a
 * judge that knows the answer; for one that does not, it has its lowest value at a finite number and rises to the
 * judge's own error.
 */
export function errorsOfPick({ task, misalignment }: TractableJudge): readonly number[] {
  const wants = task + misalignment;
  const shrunk = wants > 0 ? task / wants : 0;
  const left = task - shrunk * task;
  const errors = Array<number>(most).fill(0);
  for (const { at: z, mass } of normalGrid(judgePoints)) {
    const wanted = z * Math.sqrt(wants);
    const squared = squaresOfPick(wanted, shrunk * wanted);
    for (const [i, square] of squared.entries()) errors[i] = (errors[i] ?? 0) + mass * (square + left);
  }
  return errors;
}

/**
 * How many candidates a judge picks best from, when it puts a share of all pairs in their right order: 1 for a judge of
 * one half, Infinity where more never hurt within 64. Throws RangeError for no share from 0 to 1.
 */
export function bestNumberToPickFrom(accuracy: number): number {
  if (!(accuracy >= 0 && accuracy <= 1))
    throw new RangeError(`A share of pairs is ${accuracy}; it is 0 to 1.`);
  if (accuracy <= 0.5) return 1;
  const errors = errorsOfPick({ task: 1, misalignment: misalignmentOf(accuracy) });
  const best = errors.indexOf(Math.min(...errors)) + 1;
  return best === most ? Number.POSITIVE_INFINITY : best;
}

/**
 * The misalignment with which a judge puts this share of pairs in their right order, for a task of variance 1: both
 * orders follow the sign of a normal variable, and their correlation is that of the two.
 */
export function misalignmentOf(accuracy: number): number {
  const correlation = Math.sin(Math.PI * (accuracy - 0.5));
  return 1.5 * (correlation ** -2 - 1);
}

/** E[(pick - about)^2] for the pick closest to what is wanted among 1, 2, ... answers. */
function squaresOfPick(wanted: number, about: number): readonly number[] {
  const squares = Array<number>(most).fill(0);
  const weights = Array<number>(most).fill(0);
  for (const { at: answer, mass } of normalGrid(answerPoints)) {
    const distance = Math.abs(answer - wanted);
    const farther = 1 - (normalShare(wanted + distance) - normalShare(wanted - distance));
    let weight = mass;
    for (let k = 0; k < most; k++) {
      squares[k] = (squares[k] ?? 0) + (k + 1) * weight * (answer - about) ** 2;
      weights[k] = (weights[k] ?? 0) + (k + 1) * weight;
      weight *= farther;
    }
  }
  return squares.map((square, k) => square / (weights[k] ?? 1));
}

function normalGrid(points: number): readonly { readonly at: number; readonly mass: number }[] {
  const grid = Array.from({ length: points + 1 }, (_, i) => -reach + (2 * reach * i) / points);
  const density = grid.map(at => Math.exp(-(at ** 2) / 2));
  const total = density.reduce((sum, one) => sum + one, 0);
  return grid.map((at, i) => ({ at, mass: (density[i] ?? 0) / total }));
}

/** P(normal <= z) by Abramowitz and Stegun 26.2.17, within 1e-7. */
function normalShare(z: number): number {
  const t = 1 / (1 + 0.2316419 * Math.abs(z));
  const series =
    t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  const upper = (Math.exp(-(z ** 2) / 2) / Math.sqrt(2 * Math.PI)) * series;
  return z > 0 ? 1 - upper : upper;
}
