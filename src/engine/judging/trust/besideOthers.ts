import { type BetaLaw, type JudgeModel, lawOf, meanOfLaw, preferenceLaws } from '../../judgeModel.ts';
import type { JudgeOfRun } from '../judge.ts';

/**
 * How a judge votes as far as it counts beside the other judges of its run. Its laws are drawn together until a first vote
 * and a first comparison multiply the odds by the `share`-th power of what they would alone, exactly; for several on one
 * candidate nearly so. They stay laws, so that what they make of a vote that is not in yet is a forecast like any other.
 */
export function besideOthers({ model, share = 1 }: Pick<JudgeOfRun, 'model' | 'share'>): JudgeModel {
  if (share === 1) return model;
  const [right, wrong] = [meanOfLaw(model.right), meanOfLaw(model.wrong)];
  const means = drawnMeans(Math.log(right / wrong), Math.log((1 - right) / (1 - wrong)), share, right);
  const [ofRight, ofWrong] = [spreadOf(model.right), spreadOf(model.wrong)];
  const middle = Math.sqrt(ofRight * ofWrong);
  const prefers = preferenceLaws(model).right;
  return {
    right: lawOf(means.right, middle * (ofRight / middle) ** share),
    wrong: lawOf(means.wrong, middle * (ofWrong / middle) ** share),
    prefers: lawOf(1 / (1 + (prefers.b / prefers.a) ** share), spreadOf(prefers)),
  };
}

/** The chances to approve that have so much of these log ratios, right to wrong, of approving and of not. */
function drawnMeans(approving: number, not: number, share: number, mean: number) {
  if (approving === not) return { right: mean, wrong: mean };
  if (share === 0) {
    const both = not / (not - approving);
    return { right: both, wrong: both };
  }
  const [up, down] = [Math.expm1(share * approving), Math.expm1(share * not)];
  const wrong = down / (down - up);
  return { right: wrong * (1 + up), wrong };
}

function spreadOf({ a, b }: BetaLaw): number {
  return a + b;
}
