import type { Trial } from '../../engine/logistic.ts';
import { meanOf } from '../../engine/mean.ts';
import { auto } from '../../engine/policies/auto.ts';
import { flatPrior, type Prior } from '../../engine/prior.ts';
import { seededRandom } from '../../engine/random.ts';
import { type Failures, fitRouting, routedArms, routingFeatures } from '../../engine/verifiedRouting.ts';
import { type ArmTask, type Played, type PricedArm, play, policyChooser } from './playArms.ts';

/** The shared model is fitted again after so many tasks of the run. */
const refitEvery = 8;

/** What some tasks, all of whose runs are known, say about the others. */
export type Lesson = {
  readonly trials: readonly Trial[];
  readonly weights: readonly number[];
  readonly sample: Prior['sample'];
};

/** What plays the tasks of a half, one after the other. */
export type Player = { play(task: ArmTask): Played };

/**
 * Learns from tasks at every string of failures that `most` draws can leave, each weighing like its chance when arms are
 * drawn at random.
 */
export function lessonOf(tasks: readonly ArmTask[], arms: readonly PricedArm[], most: number): Lesson {
  const model = modelOf(arms);
  const histories = failuresUpTo(most - 1, arms.length);
  const trials = tasks.flatMap(task => histories.flatMap(failures => trialsAt(task, arms, failures)));
  const sample = arms.map(({ id }) => {
    const chance = meanOf(tasks.map(task => meanOf((task.arms[id] ?? []).map(run => (run.right ? 1 : 0)))));
    return [id, { chance, weight: 1 }] as const;
  });
  return { trials, weights: fitRouting(model, trials), sample: Object.fromEntries(sample) };
}

/** `auto` with what a lesson and the tasks played before taught, fitted again as the run goes on. */
export class Learner implements Player {
  readonly #arms: readonly PricedArm[];
  readonly #most: number;
  readonly #lambda: number;
  readonly #lesson: Lesson;
  readonly #trials: Trial[];
  #weights: readonly number[];
  #played = 0;

  constructor(arms: readonly PricedArm[], most: number, lambda: number, lesson: Lesson) {
    this.#arms = arms;
    this.#most = most;
    this.#lambda = lambda;
    this.#lesson = lesson;
    this.#trials = [...lesson.trials];
    this.#weights = lesson.weights;
  }

  play(task: ArmTask): Played {
    const [arms, most] = [this.#arms, this.#most];
    const prior: Prior = { ...flatPrior, sample: this.#lesson.sample, routing: this.#weights };
    const setup = { ...routingSetup(arms, most, this.#lambda), prior };
    const played = play(task, arms, policyChooser(auto, setup), most);
    const model = modelOf(arms);
    const failures = arms.map(() => 0);
    for (const { arm, right } of played.verdicts) {
      const place = arms.findIndex(one => one.id === arm);
      this.#trials.push({ x: routingFeatures(model, place, failures), y: right });
      failures[place] = (failures[place] ?? 0) + 1;
    }
    this.#played += 1;
    if (this.#played % refitEvery === 0) this.#weights = fitRouting(model, this.#trials, this.#weights);
    return played;
  }
}

/** With a verifier, at most so many draws. */
export function routingSetup(arms: readonly PricedArm[], most: number, lambda: number) {
  return { arms, verifiable: true, lambda, most, random: seededRandom('routing') };
}

function modelOf(arms: readonly PricedArm[]) {
  return routedArms(arms.map(arm => arm.price));
}

function failuresUpTo(most: number, arms: number): readonly Failures[] {
  if (arms === 0) return [[]];
  return Array.from({ length: most + 1 }, (_, own) =>
    failuresUpTo(most - own, arms - 1).map(rest => [own, ...rest]),
  ).flat();
}

/** The next draw of each arm after these failures, in its exact chance. */
function trialsAt(task: ArmTask, arms: readonly PricedArm[], failures: Failures): readonly Trial[] {
  const runs = arms.map(({ id }) => task.arms[id] ?? []);
  const wrong = runs.map(draws => draws.filter(draw => !draw.right).length);
  const reached = chanceOfAll(
    failures,
    wrong,
    runs.map(draws => draws.length),
  );
  if (reached === 0) return [];
  return arms.flatMap((_, arm) => {
    const left = (runs[arm]?.length ?? 0) - (failures[arm] ?? 0);
    if (left <= 0) return [];
    const x = routingFeatures(modelOf(arms), arm, failures);
    const fails = ((wrong[arm] ?? 0) - (failures[arm] ?? 0)) / left;
    return [
      { x, y: true, many: reached * (1 - fails) },
      { x, y: false, many: reached * fails },
    ].filter(trial => trial.many > 0);
  });
}

/** That arms drawn at random, without putting runs back, come to these failures in as many draws. */
function chanceOfAll(failures: Failures, wrong: readonly number[], runs: readonly number[]): number {
  let [chance, drawn] = [1, 0];
  for (const [arm, many] of failures.entries()) {
    for (let draw = 0; draw < many; draw++) {
      drawn += 1;
      const fails = Math.max(0, (wrong[arm] ?? 0) - draw) / Math.max(1, (runs[arm] ?? 0) - draw);
      chance *= (fails * drawn) / ((draw + 1) * failures.length);
    }
  }
  return chance;
}
