import { meanOf } from '../../engine/mean.ts';
import { policies } from '../../engine/policies/index.ts';
import { exactLaw, smcOf } from '../../engine/policies/smc.ts';
import type { PolicyFactory } from '../../engine/policy.ts';
import { seededRandom } from '../../engine/random.ts';
import { driveSteps, freeOfCharge, stepSetup } from './driveSteps.ts';
import { distanceFromTarget, particleBound, type Resampler } from './goldChain.ts';
import { intervalOfMean } from './interval.ts';
import { ChainDraws, type StepChain } from './stepChain.ts';
import { describeLight, lightsPlot, stepLights } from './stepLights.ts';
import type { Plot, Suite, SuiteRequest, SuiteResult, SuiteRow } from './suite.ts';

const sharpened = smcOf('smc-sharp', 'SMC with V^3 for V.', { ...exactLaw, sharpness: 3 });
const everyStep = smcOf('smc-every-step', 'SMC that resamples at every step.', {
  ...exactLaw,
  gate: Number.POSITIVE_INFINITY,
  resampling: 'multinomial',
});
const rowPolicies: readonly (readonly [string, PolicyFactory | undefined])[] = [
  ...['auto', 'uniform', 'beam-search', 'early-rejection', 'particle-filter', 'smc', 'particle-gibbs'].map(
    name => [name, policies[name]] as const,
  ),
  [everyStep.name, everyStep],
  [sharpened.name, sharpened],
];

/** Made-up chains with a known value function: what a judge's Bellman error costs, and which weights find a success. */
export const smcLaw: Suite = {
  name: 'smc-law',
  unit: 'attempts',
  summary:
    'Made-up chains: particles needed against steps for a dialled Bellman error, and one success wanted.',
  policies: rowPolicies.map(([name]) => name),
  reads: [],
  run: runLaw,
};

const judges: Readonly<Record<string, StepChain['judge']>> = {
  sharp: { gap: 12, noise: 0 },
  weak: { gap: 1, noise: 0 },
  'weak and noisy': { gap: 1, noise: 1 },
  'noise alone': { gap: 0, noise: 1 },
  inverted: { gap: -2, noise: 1 },
};
const choosers = ['judge', 'verifier'] as const;
type Chooser = (typeof choosers)[number];
const chains = 15;
const chainSteps = 8;
const defaultBudgets = [4, 8, 16];

const wantedDistance = 0.1;
const lengths = [4, 8, 16, 32, 64];
const errors: readonly (readonly [name: string, at: (steps: number) => number])[] = [
  ['exact', () => 0],
  ['1/T', steps => 1 / steps],
  ['4/T', steps => 4 / steps],
  ['0.05', () => 0.05],
  ['0.1', () => 0.1],
  ['0.2', () => 0.2],
];
const resamplers: Readonly<Record<string, Resampler>> = {
  'multinomial at every step': { method: 'multinomial', gate: Number.POSITIVE_INFINITY },
  'systematic below half': { method: 'systematic', gate: 0.5 },
};
const mostParticles = 2048;

async function runLaw(request: SuiteRequest): Promise<SuiteResult> {
  const rows: SuiteRow[] = [];
  for (const judge of Object.keys(judges)) {
    for (const policy of request.policies) {
      for (const chosenBy of choosers) {
        for (const budget of request.budgets ?? defaultBudgets) {
          rows.push(oneSuccess(policy, judge, chosenBy, budget, request.seeds));
        }
      }
      await turn(request.signal);
    }
  }
  request.progress('one success: done');
  const needs = await allNeeds(request);
  const lights = stepLights(request.seeds);
  return {
    suite: 'smc-law',
    data: request.data,
    tasks: chains,
    seeds: request.seeds,
    rows,
    references: {
      uniform: rows
        .filter(row => row.policy === 'uniform' && row.options.chosenBy === 'verifier')
        .filter(row => row.options.judge === 'sharp')
        .map(({ budget, accuracy }) => ({ budget, accuracy })),
      hindsight: [],
    },
    notes: [
      ...needs.map(
        ({ resampling, error, particles }) =>
          `Particles for a distance of ${wantedDistance}, ${resampling}, error ${error}: ${particles.map((many, index) => `T=${lengths[index]} ${many ?? `> ${mostParticles}`}`).join(', ')}.`,
      ),
      ...lights.map(describeLight),
      'A search by doubling and halving over finite runs: each figure carries some 15%.',
      `The published bound asks for ${particleBound(2, 10, 0.01, 0.1)} particles at L = 2, T = 10, e = .01: e T is a sign, the bound no budget.`,
      'Rows: eight steps, each right with .7, one success wanted, chosen among complete attempts by the judge itself or by a verifier; the first three judges are those of a comparison with its_hub (particle-filter has its weights).',
    ],
    figures: { lengths, needs, lights },
    plots: [
      ...Object.keys(resamplers).map(name => needsPlot(name, needs)),
      ...choosers.flatMap(chosenBy => Object.keys(judges).map(judge => successPlot(judge, chosenBy, rows))),
      lightsPlot(lights),
    ],
  };
}

/** Lets others have a turn, and ends when asked to. */
async function turn(signal: AbortSignal): Promise<void> {
  await new Promise(resolve => setImmediate(resolve));
  signal.throwIfAborted();
}

function oneSuccess(
  policy: string,
  judge: string,
  chosenBy: Chooser,
  budget: number,
  seeds: number,
): SuiteRow {
  const factory = rowPolicies.find(([name]) => name === policy)?.[1];
  const dial = judges[judge];
  if (!factory || !dial) throw new Error(`There is no policy ${policy} or no judge ${judge}.`);
  const stopReasons: Record<string, number> = {};
  let [steps, decisions, millis] = [0, 0, 0];
  const runs = Array.from({ length: chains * seeds }, (_, run) => {
    const verified = chosenBy === 'verifier';
    const chain: StepChain = { steps: chainSteps, right: 0.7, judge: dial, verified };
    const draws = new ChainDraws(chain, seededRandom(`chain/${run}`));
    const setup = stepSetup(budget, `chain/${policy}/${run}`, verified, freeOfCharge);
    const driven = driveSteps(factory.create(setup), action => draws.draw(action), {
      goesOn: () => draws.steps < budget * chainSteps,
    });
    stopReasons[driven.reason] = (stopReasons[driven.reason] ?? 0) + 1;
    steps += draws.steps;
    decisions += driven.decisions;
    millis += driven.millis;
    return driven.chosen !== undefined && draws.isRight(driven.chosen) ? 1 : 0;
  });
  return {
    policy,
    options: { judge, chosenBy },
    budget,
    unit: 'attempts',
    accuracy: meanOf(runs),
    ci95: intervalOfMean(runs),
    tokens: (10 * steps) / runs.length,
    draws: steps / chainSteps / runs.length,
    testDraws: 0,
    price: null,
    stopReasons,
    millisPerDecision: millis / decisions,
  };
}

type Need = {
  readonly resampling: string;
  readonly error: string;
  /** For each length; null: more than were tried. */
  readonly particles: readonly (number | null)[];
};

async function allNeeds(request: SuiteRequest): Promise<readonly Need[]> {
  const needs: Need[] = [];
  for (const [resampling, resampler] of Object.entries(resamplers)) {
    for (const [error, at] of errors) {
      const particles: (number | null)[] = [];
      for (const steps of lengths) {
        particles.push(needed(steps, at(steps), resampler, request.seeds));
        await turn(request.signal);
      }
      needs.push({ resampling, error, particles });
      request.progress(`particles needed, ${resampling}, error ${error}: done`);
    }
  }
  return needs;
}

/** The fewest particles that come as near to the target as wanted, by doubling and then three halvings of the ratio. */
function needed(steps: number, error: number, resampler: Resampler, seeds: number): number | null {
  const enough = (particles: number) => {
    const random = seededRandom(`law/${steps}/${error}/${resampler.method}/${particles}`);
    const runs = Math.max(5 * seeds, Math.min(20 * seeds, Math.round(1e6 / particles / steps)));
    const chain = { steps, error, rare: 0.1, swing: 0.5 };
    return distanceFromTarget(chain, particles, random, resampler, runs) <= wantedDistance;
  };
  let high = 4;
  while (high <= mostParticles && !enough(high)) high *= 2;
  if (high > mostParticles) return null;
  let low = high / 2;
  for (let halving = 0; halving < 3; halving++) {
    const middle = Math.round(Math.sqrt(low * high));
    if (middle <= low || middle >= high) break;
    if (enough(middle)) high = middle;
    else low = middle;
  }
  return high;
}

function needsPlot(resampling: string, needs: readonly Need[]): Plot {
  return {
    title: `Particles needed, ${resampling}`,
    x: { label: 'steps T', scale: 'log' },
    y: { label: `particles for a distance of ${wantedDistance}`, scale: 'log' },
    series: needs
      .filter(need => need.resampling === resampling)
      .map(({ error, particles }) => ({
        name: `error ${error}`,
        points: particles.flatMap((y, index) => (y === null ? [] : [{ x: lengths[index] ?? 0, y }])),
      })),
  };
}

function successPlot(judge: string, chosenBy: Chooser, rows: readonly SuiteRow[]): Plot {
  const mine = rows.filter(row => row.options.judge === judge && row.options.chosenBy === chosenBy);
  return {
    title: `One success wanted, steps judged: ${judge}; chosen by the ${chosenBy}`,
    x: { label: 'whole attempts paid for' },
    y: { label: 'found' },
    series: [...new Set(mine.map(row => row.policy))].map(name => ({
      name,
      points: mine
        .filter(row => row.policy === name)
        .map(row => ({ x: row.draws, y: row.accuracy, interval: row.ci95 })),
    })),
  };
}
