import { type JudgeModel, lawOf, meanOfLaw, shareOfPairs } from '../../engine/judgeModel.ts';
import type { VoteLabel } from '../../engine/judging/labels/judgeLabels.ts';
import type { Random } from '../../engine/random.ts';
import { drawBeta, drawNormal } from '../../engine/sampling.ts';
import { logOdds } from '../../engine/weights.ts';
import { chanceOfLogOdds } from './sharpness.ts';

/** Of the middle of the two chances to approve, in log odds, from judge to judge. */
const middleDeviation = 0.7;
/** Votes that a law weighs like, from judge to judge: so far apart are candidates that are both right. */
const spread = { least: 2, most: 8 } as const;
const bisections = 40;

/** A judge that puts so large a share of pairs of a right and a wrong candidate in their order; one half says nothing. */
export function drawJudge(auc: number, random: Random): JudgeModel {
  const middle = middleDeviation * drawNormal(random);
  const votes = spread.least * (spread.most / spread.least) ** random.next();
  const apart = (half: number): JudgeModel => ({
    right: lawOf(chanceOfLogOdds(middle + half), votes),
    wrong: lawOf(chanceOfLogOdds(middle - half), votes),
  });
  if (auc === 0.5) return apart(0);
  let [low, high] = [-6, 6];
  for (let i = 0; i < bisections; i++) {
    const half = (low + high) / 2;
    if (shareOfPairs(apart(half)) < auc) low = half;
    else high = half;
  }
  return apart(low);
}

/** The log odds that a vote of a judge moves, in the mean of votes for and against. */
export function weightOf({ right, wrong }: JudgeModel): number {
  return (logOdds(meanOfLaw(right)) - logOdds(meanOfLaw(wrong))) / 2;
}

/** What a judge says with so many votes of a candidate that is right with this chance, with the truth. */
export function drawLabel(judge: JudgeModel, base: number, votes: number, random: Random): VoteLabel {
  const right = random.next() < base;
  const { a, b } = right ? judge.right : judge.wrong;
  const chance = drawBeta(a, b, random);
  const approving = Array.from({ length: votes }, () => random.next()).filter(at => at < chance).length;
  return {
    type: 'votes',
    key: '',
    judge: 'simulated',
    model: 'simulated',
    asked: votes,
    unread: 0,
    approving,
    votes,
    dropped: 0,
    score: approving / votes,
    size: 1,
    right,
  };
}
