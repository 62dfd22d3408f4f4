import type { JudgeName } from '../../engine/judging/judge.ts';
import type { JudgeLabel, VoteLabel } from '../../engine/judging/labels/judgeLabels.ts';
import { seededRandom } from '../../engine/random.ts';
import { areaUnderCurve } from '../recorded/judgedSteps.ts';
import type { Interval } from '../recorded/suite.ts';
import { bestOfCurve } from './bestOfCurve.ts';

/** Whether a judge's scores tell the right from the wrong. */
export type JudgeTold = {
  readonly judge: JudgeName;
  /** Candidates with a score and a known truth, and those of them that were right. */
  readonly candidates: number;
  readonly right: number;
  /** The share of pairs of a right and a wrong one that its scores order rightly, a tie half; null without such a pair. */
  readonly auc: number | null;
  /** 95% bootstrap interval over candidates. */
  readonly ci95: Interval | null;
  /** P(right) of the candidate it scores highest among 1, 2, ... of them, at most 16. */
  readonly bestOf: readonly number[];
  readonly asked: number;
  /** Share of the verdicts that could be read. */
  readonly parsed: number;
};

const resamples = 1000;
const most = 16;

/** What labels say of each judge, in the order given. */
export function judgesTold(
  judges: readonly JudgeName[],
  labels: readonly JudgeLabel[],
): readonly JudgeTold[] {
  return judges.map(judge =>
    toldBy(
      judge,
      labels.filter(label => label.judge === judge),
    ),
  );
}

function toldBy(judge: JudgeName, labels: readonly JudgeLabel[]): JudgeTold {
  const votes = labels.filter((label): label is VoteLabel => label.type === 'votes');
  const scored = votes.flatMap(({ score, right }) =>
    score === undefined || right === undefined ? [] : [{ value: score, winnable: right }],
  );
  const right = scored.filter(({ winnable }) => winnable).length;
  const isTold = right > 0 && right < scored.length;
  const [asked, unread] = [sum(labels, label => label.asked), sum(labels, label => label.unread)];
  return {
    judge,
    candidates: scored.length,
    right,
    auc: isTold ? areaUnderCurve(scored) : null,
    ci95: isTold ? intervalOf(scored) : null,
    bestOf: bestOfCurve(
      scored.map(({ value, winnable }) => ({ score: value, gold: Number(winnable) })),
    ).slice(0, most),
    asked,
    parsed: asked === 0 ? 0 : 1 - unread / asked,
  };
}

function intervalOf(scored: readonly { readonly value: number; readonly winnable: boolean }[]): Interval {
  const random = seededRandom('bootstrap');
  const areas = Array.from({ length: resamples }, () =>
    areaUnderCurve(scored.flatMap(() => scored[random.below(scored.length)] ?? [])),
  );
  const rising = areas.filter(area => !Number.isNaN(area)).sort((left, right) => left - right);
  return [rising[Math.floor(rising.length * 0.025)] ?? 0, rising[Math.ceil(rising.length * 0.975) - 1] ?? 1];
}

function sum(labels: readonly JudgeLabel[], of: (label: JudgeLabel) => number): number {
  return labels.reduce((total, label) => total + of(label), 0);
}
