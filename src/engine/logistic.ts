import { CholeskyDecomposition, Matrix } from 'ml-matrix';

/** Independent normal priors of the weights, in the order of the features. */
export type WeightPrior = { readonly mean: readonly number[]; readonly precision: readonly number[] };

/** What was seen once, or `many` times: the features, and whether it came true. */
export type Trial = { readonly x: readonly number[]; readonly y: boolean; readonly many?: number };

/** P(true) at these features. */
export function chanceAt(weights: readonly number[], x: readonly number[]): number {
  return 1 / (1 + Math.exp(-dot(weights, x)));
}

/**
 * Weights of a logistic regression: the mode of their posterior, by Newton's method from `start`. For tens of weights
 * and thousands of trials.
 */
export function fitLogistic(
  trials: readonly Trial[],
  prior: WeightPrior,
  start: readonly number[] = prior.mean,
): readonly number[] {
  let weights = [...start];
  for (let step = 0; step < mostSteps; step++) {
    const change = newtonStep(trials, prior, weights);
    weights = weights.map((weight, i) => weight + Math.max(-2, Math.min(2, change[i] ?? 0)));
    if (Math.max(...change.map(Math.abs)) < 1e-6) break;
  }
  return weights;
}

const mostSteps = 12;

function newtonStep(trials: readonly Trial[], prior: WeightPrior, weights: readonly number[]) {
  return solvePositive(curvatureOf(trials, prior, weights), gradientOf(trials, prior, weights));
}

function gradientOf(trials: readonly Trial[], prior: WeightPrior, weights: readonly number[]) {
  const gradient = weights.map((weight, i) => (prior.precision[i] ?? 1) * ((prior.mean[i] ?? 0) - weight));
  for (const { x, y, many = 1 } of trials) {
    const off = many * ((y ? 1 : 0) - chanceAt(weights, x));
    for (const [i, xi] of x.entries()) gradient[i] = (gradient[i] ?? 0) + off * xi;
  }
  return gradient;
}

/** The precision of the weights at these values: at the mode, the inverse of their covariance (Laplace). */
export function curvatureOf(
  trials: readonly Trial[],
  prior: WeightPrior,
  weights: readonly number[],
): readonly (readonly number[])[] {
  const curvature = weights.map((_, i) => weights.map((_, j) => (i === j ? (prior.precision[i] ?? 1) : 0)));
  for (const { x, many = 1 } of trials) {
    const p = chanceAt(weights, x);
    const bend = many * Math.max(p * (1 - p), 1e-6);
    for (const [i, row] of curvature.entries()) {
      const xi = x[i] ?? 0;
      if (xi === 0) continue;
      for (const [j, xj] of x.entries()) row[j] = (row[j] ?? 0) + bend * (xi * xj);
    }
  }
  return curvature;
}

/** The solution of a symmetric positive definite system. */
export function solvePositive(
  matrix: readonly (readonly number[])[],
  right: readonly number[],
): readonly number[] {
  const decomposed = new CholeskyDecomposition(new Matrix(matrix.map(row => [...row])));
  return decomposed.solve(Matrix.columnVector([...right])).to1DArray();
}

function dot(left: readonly number[], right: readonly number[]): number {
  let sum = 0;
  for (const [i, value] of left.entries()) sum += value * (right[i] ?? 0);
  return sum;
}
