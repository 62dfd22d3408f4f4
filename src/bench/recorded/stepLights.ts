import type { Action } from '../../engine/action.ts';
import { meanOf } from '../../engine/mean.ts';
import { auto } from '../../engine/policies/auto.ts';
import { seededRandom } from '../../engine/random.ts';
import { driveSteps, freeOfCharge, stepSetup } from './driveSteps.ts';
import { GoldDraws } from './goldDraws.ts';
import type { Plot } from './suite.ts';

/** What `auto` without a verifier makes of a judge, over one sweep. */
export type Light = {
  /** The judge's Bellman error at each step. */
  readonly error: number;
  /** The median of what was measured, in the runs that could measure. */
  readonly measured: number;
  /** Share of runs whose first sweep was judged to its end. */
  readonly stayed: number;
};

const lightChain = { steps: 16, rare: 0.1, swing: 0.15 };
const lightParticles = 32;
const errorsSeen = [0, 0.02, 0.05, 0.1, 0.2, 0.4];

/** For judges from exact to wrong by two fifths at each step, in five runs a seed. */
export function stepLights(seeds: number): readonly Light[] {
  return errorsSeen.map(error => lightAt(error, seeds));
}

function lightAt(error: number, seeds: number): Light {
  const runs = Array.from({ length: 5 * seeds }, (_, run) => {
    const draws = new GoldDraws({ ...lightChain, error }, seededRandom(`light/${error}/${run}`));
    const whole = lightParticles * lightChain.steps;
    let stepwise = 0;
    const perform = (action: Action) => {
      if ('until' in action && action.until === 'step') stepwise += 1;
      return draws.draw(action);
    };
    const policy = auto.create(stepSetup(lightParticles, `light/${run}`, false, freeOfCharge));
    const driven = driveSteps(policy, perform, { goesOn: () => draws.steps < whole });
    return { measured: driven.stepJudge?.error, stayed: stepwise >= whole };
  });
  const measured = runs.flatMap(run => run.measured ?? []).sort((left, right) => left - right);
  return {
    error,
    measured: measured[Math.floor(measured.length / 2)] ?? 0,
    stayed: meanOf(runs.map(run => Number(run.stayed))),
  };
}

export function describeLight({ error, measured, stayed }: Light): string {
  return `auto over ${lightChain.steps} steps with error ${error} at each: measured ${measured.toFixed(3)} (median), step search kept to its end in ${(100 * stayed).toFixed(0)}% of runs.`;
}

export function lightsPlot(lights: readonly Light[]): Plot {
  return {
    title: `What auto does without a verifier, ${lightChain.steps} steps`,
    x: { label: "the judge's Bellman error" },
    y: { label: 'share of runs' },
    series: [
      {
        name: 'step search kept to its end',
        points: lights.map(({ error, stayed }) => ({ x: error, y: stayed })),
      },
    ],
  };
}
