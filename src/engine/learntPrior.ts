import type { ArmId } from './candidate.ts';
import { criticRecords } from './criticRecords.ts';
import type { HistoryRow, TaskFeatures, Tries } from './history.ts';
import {
  chanceAt,
  curvatureOf,
  fitLogistic,
  solvePositive,
  type Trial,
  type WeightPrior,
} from './logistic.ts';
import type { Arm } from './policy.ts';
import { type Belief, flatPrior, flatSample, type Prior } from './prior.ts';
import type { Random } from './random.ts';
import { drawNormal } from './sampling.ts';

/** A row with whether it was made in the workspace of the task. */
export type RowNearby = { readonly row: HistoryRow; readonly here: boolean };

/**
 * What earlier runs say about a task: for each arm P(a first sample is right), for refinements and searched samples
 * theirs, by a logistic model over what rows and task have in common, shrunk to all runs and from there to the flat
 * prior. With several arms each chance is drawn from what is believed (Thompson sampling), so that an arm that did
 * badly by bad luck is tried again. Undefined where no row has a verdict: then the flat prior holds.
 */
export function learntPrior(
  rows: readonly RowNearby[],
  task: TaskFeatures,
  arms: readonly Pick<Arm, 'id'>[],
  random: Random,
): Prior | undefined {
  const alike = rows.filter(({ row }) => row.kind === task.kind);
  const samples = judged(
    alike.flatMap(({ row, here }) =>
      Object.entries(row.samples).map(([arm, tries]): Attempted => ({ row, here, arm, tries })),
    ),
  );
  const [refined, searched] = [afterFailures(alike, 'refined'), afterFailures(alike, 'searched')];
  const ofModel = alike.filter(({ row }) => row.model === task.model);
  const criticised = ofModel.filter(({ row }) => row.critics !== undefined);
  const runs = new Set([...samples, ...refined, ...criticised, ...searched].map(({ row }) => row)).size;
  if (runs === 0) return undefined;
  const afterOthers = (attempts: readonly Attempted[], flat: Belief): Belief =>
    attempts.length === 0 ? flat : { ...flat, chance: believed(attempts, flat.chance, { task }) };
  const refine = afterOthers(refined, flatPrior.refine);
  return {
    sample: samples.length === 0 ? {} : sampleBeliefs(samples, task, arms, random),
    refine,
    ...(criticised.length > 0 && {
      critics: criticRecords(
        ofModel.map(({ row }) => row),
        refine,
      ),
    }),
    searched: afterOthers(searched, flatPrior.searched),
    runs,
  };
}

/** Odds of an arm are moved at most by this factor. */
const mostFavour = 4;

/**
 * A prior under which arms that the person prefers are likelier to be right: the odds of each times its share of what was
 * preferred, in even shares. For tasks where no verifier tells.
 */
export function favouring(prior: Prior | undefined, shares: Readonly<Record<ArmId, number>>): Prior {
  const arms = Object.entries(shares);
  const beliefs = arms.map(([arm, share]) => {
    const { chance, weight } = prior?.sample[arm] ?? flatSample;
    const favour = Math.max(1 / mostFavour, Math.min(mostFavour, share * arms.length));
    const odds = (favour * chance) / (1 - chance);
    return [arm, { chance: odds / (1 + odds), weight }] as const;
  });
  return { ...(prior ?? flatPrior), sample: Object.fromEntries(beliefs) };
}

function sampleBeliefs(
  samples: readonly Attempted[],
  task: TaskFeatures,
  arms: readonly Pick<Arm, 'id'>[],
  random: Random,
): Prior['sample'] {
  const own = samples.filter(({ row }) => row.model === task.model);
  const weight = weightOf(own.length > 0 ? own : samples);
  const drawn = arms.length > 1 ? random : undefined;
  const beliefs = arms.map(({ id }) => {
    const chance = believed(samples, flatSample.chance, { task, arm: id }, drawn);
    return [id, { chance, weight }] as const;
  });
  return Object.fromEntries(beliefs);
}

/** What was tried where samples had failed. */
function afterFailures(rows: readonly RowNearby[], kind: 'refined' | 'searched'): readonly Attempted[] {
  return judged(
    rows.flatMap(({ row, here }) => {
      const tries = row[kind];
      return tries && tries.before > 0 ? [{ row, here, tries }] : [];
    }),
  );
}

type Attempted = RowNearby & { readonly arm?: string; readonly tries: Tries };
type Target = { readonly task: TaskFeatures; readonly arm?: string };

function judged(attempts: readonly Attempted[]): readonly Attempted[] {
  return attempts.filter(({ tries }) => tries.first !== undefined);
}

/**
 * Precisions of the weights: together they let a first chance off the flat one like about three runs would. What this
 * model does by this arm may differ most; language, their combination and workspace less. The last two are slopes: a
 * function e times as long, and failures of others before, with their signs from recorded samples.
 */
const precision = [2, 2, 16, 16, 8, 8, 4] as const;
const slopes = [-0.3, -1] as const;

/** P(the first try is right) at the task itself, with nothing failed before; drawn where chance is given. */
function believed(attempts: readonly Attempted[], flat: number, target: Target, random?: Random): number {
  const prior: WeightPrior = { mean: [Math.log(flat / (1 - flat)), 0, 0, 0, 0, ...slopes], precision };
  const trials = trialsOf(attempts, target);
  const weights = fitLogistic(trials, prior);
  const atTask = [1, 1, 1, 1, 1, 0, 0];
  if (!random) return chanceAt(weights, atTask);
  const spread = solvePositive(curvatureOf(trials, prior, weights), atTask);
  const variance = spread.reduce((sum, value, i) => sum + value * (atTask[i] ?? 0), 0);
  const shift = Math.sqrt(variance) * drawNormal(random);
  return chanceAt([...weights, shift], [...atTask, 1]);
}

/** Attempts with equal features are one trial, so that the fit does not grow with the history. */
function trialsOf(attempts: readonly Attempted[], target: Target): readonly Trial[] {
  const cells = new Map<string, { readonly x: readonly number[]; right: number; wrong: number }>();
  for (const attempt of attempts) {
    const x = inCommon(attempt, target);
    const key = x.join();
    const cell = cells.get(key) ?? { x, right: 0, wrong: 0 };
    if (attempt.tries.first) cell.right += 1;
    else cell.wrong += 1;
    cells.set(key, cell);
  }
  return [...cells.values()].flatMap(({ x, right, wrong }) => [
    { x, y: true, many: right },
    { x, y: false, many: wrong },
  ]);
}

function inCommon({ row, here, arm, tries }: Attempted, { task, arm: wanted }: Target): readonly number[] {
  const model = row.model === task.model && arm === wanted;
  const language = row.language === task.language;
  const longer = Math.log(Math.max(1, row.size) / Math.max(1, task.size));
  return [
    1,
    model ? 1 : 0,
    language ? 1 : 0,
    model && language ? 1 : 0,
    here ? 1 : 0,
    Math.round(Math.max(-2, Math.min(2, longer)) * 2) / 2,
    wanted === undefined ? 0 : Math.log1p(Math.min(tries.before, 20)),
  ];
}

/** How many samples a belief may weigh. */
const weights = [0.25, 0.5, 1, 1.5, 2, 3] as const;

/**
 * How many failures it takes to lose faith: the weight under which what earlier runs drew, one new behaviour after the
 * other, is the most likely. Each step away from the flat belief's weight must be e times as likely to be taken. Where a
 * model solves a task at once or never, the weight is small.
 */
function weightOf(attempts: readonly Attempted[]): number {
  const alone = attempts.filter(({ tries }) => tries.before === 0);
  const right = alone.filter(({ tries }) => tries.first).length;
  const chance = (right + flatSample.chance) / (alone.length + 1);
  const usual = weights.indexOf(flatSample.weight);
  const alike = Map.groupBy(alone, ({ tries }) => 2 * wrongOf(tries) + (tries.right > 0 ? 1 : 0));
  const worth = weights.map((weight, i) =>
    [...alike.values()].reduce(
      (sum, [first, ...rest]) =>
        sum + (first ? (1 + rest.length) * logLikelihood(first.tries, { chance, weight }) : 0),
      -Math.abs(i - usual),
    ),
  );
  return weights[worth.indexOf(Math.max(...worth))] ?? flatSample.weight;
}

/** Behaviours that failed. */
function wrongOf({ distinct, right }: Tries): number {
  return distinct - (right > 0 ? 1 : 0);
}

/** ln P(so many new behaviours that fail, then perhaps one that is right) under a Beta prior. */
function logLikelihood(tries: Tries, { chance, weight }: Belief): number {
  const wrong = wrongOf(tries);
  let log = tries.right > 0 ? Math.log((chance * weight) / (weight + wrong)) : 0;
  for (let i = 0; i < wrong; i++) log += Math.log(1 - (chance * weight) / (weight + i));
  return log;
}
