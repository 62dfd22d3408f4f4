import { meanOf } from '../../engine/mean.ts';
import type { AnswerArm } from './answerDraws.ts';
import { intervalOf, type Weighed } from './interval.ts';
import type { SuiteRow } from './suite.ts';

/** What a policy was run with. */
export type Played = {
  readonly policy: string;
  readonly options: Readonly<Record<string, unknown>>;
  /** Draws a task, rising. */
  readonly budgets: readonly number[];
};

/** What a contest came to on an arm: sums over seeds, for each budget. */
export type Tally = {
  readonly arm: AnswerArm;
  readonly rights: readonly Float64Array[];
  readonly draws: readonly number[];
  readonly tokens: readonly number[];
  readonly stops: readonly Readonly<Record<string, number>>[];
  readonly decisions: number;
  readonly millis: number;
};

/** A row for each budget; over several arms each arm weighs the same, and a question's figures stay together. */
export function rowsOf(
  { policy, options, budgets }: Played,
  tallies: readonly Tally[],
  extra: Readonly<Record<string, unknown>>,
  seeds: number,
): readonly SuiteRow[] {
  const mean = (of: (tally: Tally) => number) =>
    meanOf(tallies.map(tally => of(tally) / (seeds * tally.arm.tasks.length)));
  return budgets.map((budget, at) => {
    const stopReasons: Record<string, number> = {};
    for (const { stops } of tallies)
      for (const [reason, many] of Object.entries(stops[at] ?? {}))
        stopReasons[reason] = (stopReasons[reason] ?? 0) + many;
    const decisions = tallies.reduce((total, { decisions }) => total + decisions, 0);
    const millis = tallies.reduce((total, { millis }) => total + millis, 0);
    return {
      policy,
      options: { ...options, ...extra },
      budget,
      unit: 'draws',
      accuracy: mean(({ rights }) => rights[at]?.reduce((total, right) => total + right, 0) ?? 0),
      ci95: intervalOf(clustersOf(tallies, at, seeds)),
      tokens: mean(({ tokens }) => tokens[at] ?? 0),
      draws: mean(({ draws }) => draws[at] ?? 0),
      testDraws: 0,
      price: null,
      stopReasons,
      millisPerDecision: decisions === 0 ? 0 : millis / decisions,
    };
  });
}

function clustersOf(tallies: readonly Tally[], at: number, seeds: number): readonly (readonly Weighed[])[] {
  const byQuestion = new Map<string, Weighed[]>();
  for (const { arm, rights } of tallies) {
    for (const [task, { id }] of arm.tasks.entries()) {
      const figures = byQuestion.get(id) ?? [];
      figures.push({ value: (rights[at]?.[task] ?? 0) / seeds, weight: 1 / arm.tasks.length });
      byQuestion.set(id, figures);
    }
  }
  return [...byQuestion.values()];
}

/** Where auto is behind: another policy has a higher accuracy at the same budget and no more draws. */
export function lossesOf(rows: readonly SuiteRow[]): readonly string[] {
  const plain = rows.filter(({ options }) => Object.keys(options).length === 0);
  return plain
    .filter(({ policy }) => policy === 'auto')
    .flatMap(mine => {
      const ahead = plain.filter(
        other =>
          other.budget === mine.budget && other.draws <= mine.draws && other.accuracy > mine.accuracy + 5e-5,
      );
      return ahead.map(({ policy, accuracy, draws }) => {
        const points = ((accuracy - mine.accuracy) * 100).toFixed(2);
        return `At a budget of ${mine.budget} auto is ${points} points behind ${policy} (${draws.toFixed(2)} draws against ${mine.draws.toFixed(2)}).`;
      });
    });
}
