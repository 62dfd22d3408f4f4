import type { Tally } from './answerRows.ts';
import { intervalOf, type Weighed } from './interval.ts';

/** A policy's tallies, one for each arm in the same order; the last budget counts. */
export type Ran = { readonly name: string; readonly tallies: readonly Tally[] };

type Point = { readonly name: string; readonly accuracy: number; readonly draws: number };

/** On one arm: what a rule gets, and with how many draws a curve of others first reaches its accuracy. */
export type GoalOfArm = {
  readonly arm: string;
  readonly rule: { readonly accuracy: number; readonly draws: number };
  /** Interpolated between two points of the curve; null where the curve stays below. */
  readonly reachedAt: { readonly draws: number; readonly by: string } | null;
  readonly met: boolean;
};

/** Where the curve needs fewer draws than the rule at equal accuracy, arm by arm, cheap to dear. */
export function goalByArm(rule: Ran, curve: readonly Ran[], seeds: number): readonly GoalOfArm[] {
  return rule.tallies.map((tally, arm) => {
    const own = pointOf(rule.name, tally, seeds);
    const points = curve
      .flatMap(({ name, tallies }) => (tallies[arm] ? [pointOf(name, tallies[arm], seeds)] : []))
      .sort((left, right) => left.draws - right.draws);
    const reachedAt = firstReaching(points, own.accuracy);
    return {
      arm: tally.arm.name,
      rule: { accuracy: own.accuracy, draws: own.draws },
      reachedAt,
      met: reachedAt !== null && reachedAt.draws < own.draws,
    };
  });
}

/** One setting for every arm against a rule: difference of accuracy, paired over questions, and of draws. */
export function pairedWith(rule: Ran, other: Ran, seeds: number) {
  const byQuestion = new Map<string, Weighed[]>();
  for (const [arm, tally] of other.tallies.entries()) {
    const [mine, theirs] = [tally.rights.at(-1), rule.tallies[arm]?.rights.at(-1)];
    for (const [task, { id }] of tally.arm.tasks.entries()) {
      const value = ((mine?.[task] ?? 0) - (theirs?.[task] ?? 0)) / seeds;
      const known = byQuestion.get(id) ?? [];
      known.push({ value, weight: 1 / tally.arm.tasks.length });
      byQuestion.set(id, known);
    }
  }
  const mean = (of: (point: Point) => number, { name, tallies }: Ran) =>
    tallies.reduce((sum, tally) => sum + of(pointOf(name, tally, seeds)), 0) / Math.max(1, tallies.length);
  return {
    rule: other.name,
    accuracyDifference: mean(point => point.accuracy, other) - mean(point => point.accuracy, rule),
    ci95: intervalOf([...byQuestion.values()]),
    draws: mean(point => point.draws, other),
    ruleDraws: mean(point => point.draws, rule),
  };
}

function pointOf(name: string, { arm, rights, draws }: Tally, seeds: number): Point {
  const plays = seeds * arm.tasks.length;
  const right = rights.at(-1)?.reduce((sum, one) => sum + one, 0) ?? 0;
  return { name, accuracy: right / plays, draws: (draws.at(-1) ?? 0) / plays };
}

function firstReaching(points: readonly Point[], accuracy: number): GoalOfArm['reachedAt'] {
  for (const [at, point] of points.entries()) {
    if (point.accuracy < accuracy) continue;
    const before = points[at - 1];
    if (!before) return { draws: point.draws, by: point.name };
    const share = (accuracy - before.accuracy) / (point.accuracy - before.accuracy);
    return {
      draws: before.draws + share * (point.draws - before.draws),
      by: `${before.name} to ${point.name}`,
    };
  }
  return null;
}
