import type { Prediction } from '../../engine/calibration.ts';
import { logOdds } from '../../engine/weights.ts';

const steps = 200;
const most = 4;

/**
 * The factor on the log odds of stated chances that fits what came of them: below 1 they were too sure, 0 where they say
 * nothing or the contrary. From 0 to 4; 1 without labels, and held near it by a normal prior of deviation 1.
 */
export function sharpnessOf(predictions: readonly Prediction[]): number {
  const seen = predictions.map(({ chance, right }) => (right ? 1 : -1) * logOdds(chance));
  const loss = (factor: number) =>
    seen.reduce((sum, odds) => sum + Math.log1p(Math.exp(-factor * odds)), (factor - 1) ** 2 / 2);
  let best = 1;
  for (let step = 0; step <= steps; step++) {
    const factor = (most * step) / steps;
    if (loss(factor) < loss(best)) best = factor;
  }
  return best;
}

/** A chance with its log odds multiplied. */
export function sharpened(chance: number, factor: number): number {
  return chanceOfLogOdds(factor * logOdds(chance));
}

/** The chance of log odds. */
export function chanceOfLogOdds(odds: number): number {
  return 1 / (1 + Math.exp(-odds));
}
