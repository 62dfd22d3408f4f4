import type { BetaLaw } from '../../judgeModel.ts';
import { leastWeight } from './worthAsking.ts';

/** What labels said of a judge that was asked in both orders. */
export type JudgeRecord = {
  /** Labelled pairs on which it preferred the right one, and the wrong one; pairs it left open are in neither. */
  readonly right: number;
  readonly wrong: number;
  /** Share of all pairs, labelled or not, on which both orders together prefer one. */
  readonly decided: number;
};

/** Before any label: a preference is right in 6 of 10 cases. */
const prior: BetaLaw = { a: 3, b: 2 };

/** A judge that decides fewer pairs than this says nothing once the order is taken out. */
const leastDecided = 0.05;

/**
 * The log odds that a preference of this judge moves, never below 0: those of its mean rate of being right, discounted by
 * how sure it is that the rate is above one half. 0 for a judge that always names the same place, whatever the labels;
 * and for one that is turned round: being wrong earns no trust, so it is not turned back.
 */
export function judgeWeight({ right, wrong, decided }: JudgeRecord): number {
  if (decided < leastDecided) return 0;
  const [a, b] = [prior.a + right, prior.b + wrong];
  const mean = a / (a + b);
  if (mean <= 0.5) return 0;
  const deviation = Math.sqrt((mean * (1 - mean)) / (a + b + 1));
  const weight = Math.log(a / b) * surplus((mean - 0.5) / deviation);
  return weight < leastWeight ? 0 : weight;
}

/** 2 P(normal <= z) - 1, by the logistic curve closest to the normal one. */
function surplus(z: number): number {
  return Math.tanh(0.851 * z);
}
