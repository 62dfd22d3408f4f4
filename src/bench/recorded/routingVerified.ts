import { z } from 'zod';
import { shuffled } from '../../engine/contest.ts';
import type { Trial } from '../../engine/logistic.ts';
import { abMctsA, abMctsABeta } from '../../engine/policies/abMctsA.ts';
import { router, routerWith } from '../../engine/policies/router.ts';
import { type Random, seededRandom } from '../../engine/random.ts';
import { type Failures, fitRouting, routedArms, routingFeatures } from '../../engine/verifiedRouting.ts';
import { BadOption } from '../../runConfig.ts';
import { priceCurve, rowOfTally, Tallies, type Tally } from './armRows.ts';
import { allOrders, bestOrder, valueOfOrder } from './fixedOrder.ts';
import {
  type ArmTask,
  type Chooser,
  inOrderOf,
  orderChooser,
  type Played,
  type PricedArm,
  play,
  policyChooser,
} from './playArms.ts';
import { priceSaved } from './priceSaved.ts';
import { readRows } from './readRows.ts';
import type { SuiteRequest, SuiteResult } from './suite.ts';

export const runsFile = 'runs.jsonl.gz';
export const verifiedPolicies = [
  'router-learnt',
  'router',
  'fixed-order',
  'fixed-hindsight',
  'always-strong',
  'always-weak',
  'uniform',
  'ab-mcts-a',
  'ab-mcts-a-beta',
] as const;

/** Price of a draw, by the beginning of the model's name. */
const priceTable = { 'gpt-4': 10, 'gpt-3.5': 1, codellama: 0.5 } as const;
const lambdas = [0.003, 0.005, 0.0065, 0.008, 0.01, 0.0125, 0.015] as const;
/** The shared model is fitted again after so many tasks of the run. */
const refitEvery = 8;

/** Routing with a true verifier: at most so many draws a task, the first pass ends it. */
export async function routingVerified(request: SuiteRequest): Promise<SuiteResult> {
  const { arms, tasks } = await readRuns(request.data);
  const [most = 5, ...others] = request.budgets ?? [5];
  const tallies = [most, ...others].map(budget => ({ budget, table: playAll(tasks, arms, budget, request) }));
  const rows = tallies.flatMap(({ budget, table }) =>
    table.all.map(tally => rowOfTally(tally, request.seeds, budget)),
  );
  const orders = allOrders(arms, most);
  const values = orders.map(order => valueOfOrder(order, tasks, arms));
  const named = (policy: string) => rows.filter(row => row.policy === policy);
  return {
    suite: 'routing',
    data: request.data,
    tasks: tasks.length,
    seeds: request.seeds,
    rows,
    references: {
      uniform: named('uniform').map(({ budget, accuracy }) => ({ budget, accuracy })),
      hindsight: tallies.map(({ budget }) => ({
        budget,
        accuracy: Math.max(...allOrders(arms, budget).map(order => valueOfOrder(order, tasks, arms).solved)),
      })),
    },
    notes: notesOf(arms),
    figures: {
      priceTable: Object.fromEntries(arms.map(arm => [arm.id, arm.price])),
      cheaperThanFixedOrderAtEqualSolved: savings(tallies[0]?.table.all ?? []),
      bestFixedOrders: lambdas.map(lambda => {
        const order = bestOrder(orders, values, lambda);
        return { lambda, order: order.join(', '), ...valueOfOrder(order, tasks, arms) };
      }),
    },
    plots: [priceCurve(`at most ${most} draws a task`, tallies[0]?.table.all ?? [], request.seeds)],
  };
}

function playAll(
  tasks: readonly ArmTask[],
  arms: readonly PricedArm[],
  most: number,
  { policies, seeds, signal, progress }: SuiteRequest,
): Tallies {
  const table = new Tallies(tasks.length);
  const chosen = new Set(policies);
  const orders = allOrders(arms, most);
  const inHindsight = orders.map(order => valueOfOrder(order, tasks, arms));
  for (let seed = 1; seed <= seeds; seed++) {
    signal.throwIfAborted();
    const random = seededRandom(`routing ${seed}`);
    const order = shuffled([...tasks.keys()], bound => random.below(bound));
    const given = tasks.map(task => inOrderOf(`${seed}`, task));
    const run = (policy: string, options: Record<string, unknown>, places: readonly number[], open: Open) => {
      if (!chosen.has(policy)) return;
      for (const place of places) {
        const task = given[place];
        if (task) table.add(policy, options, place, open.play(task));
      }
    };
    for (const [name, list] of plainOrders(arms, most))
      run(name, {}, order, { play: task => play(task, arms, orderChooser(list), most) });
    for (const factory of [abMctsA, abMctsABeta]) {
      const chooser = (task: ArmTask) =>
        policyChooser(factory, { ...setupOf(arms, most, 0), random: random.fork(task.id) });
      run(factory.name, {}, order, { play: task => play(task, arms, chooser(task), most) });
    }
    for (const half of [0, 1]) {
      const [here, there] = [order.filter((_, i) => i % 2 === half), order.filter((_, i) => i % 2 !== half)];
      const train = there.flatMap(place => tasks[place] ?? []);
      const known = orders.map(one => valueOfOrder(one, train, arms));
      const trials = chosen.has('router-learnt') ? trialsOf(train, arms, random.fork(`trials ${half}`)) : [];
      const start = fitRouting(modelled(arms), trials);
      for (const lambda of lambdas) {
        const fixed = bestOrder(orders, known, lambda);
        const best = bestOrder(orders, inHindsight, lambda);
        run('fixed-order', { lambda }, here, { play: task => play(task, arms, orderChooser(fixed), most) });
        run('fixed-hindsight', { lambda }, here, {
          play: task => play(task, arms, orderChooser(best), most),
        });
        run('router', { lambda }, here, {
          play: task => play(task, arms, policyChooser(router, setupOf(arms, most, lambda)), most),
        });
        run('router-learnt', { lambda }, here, new Learner(arms, most, lambda, trials, start));
      }
    }
    progress(`routing, seed ${seed} of ${seeds}`);
  }
  return table;
}

type Open = { play(task: ArmTask): Played };

/** The router with what the other half and the tasks before showed, fitted again as the run goes on. */
class Learner implements Open {
  readonly #arms: readonly PricedArm[];
  readonly #most: number;
  readonly #lambda: number;
  readonly #trials: Trial[];
  #weights: readonly number[];
  #played = 0;

  constructor(
    arms: readonly PricedArm[],
    most: number,
    lambda: number,
    trials: readonly Trial[],
    weights: readonly number[],
  ) {
    this.#arms = arms;
    this.#most = most;
    this.#lambda = lambda;
    this.#trials = [...trials];
    this.#weights = weights;
  }

  play(task: ArmTask): Played {
    const setup = setupOf(this.#arms, this.#most, this.#lambda);
    const chooser: Chooser = policyChooser(routerWith(this.#weights), setup);
    const played = play(task, this.#arms, chooser, this.#most);
    const failures = this.#arms.map(() => 0);
    for (const { arm, right } of played.verdicts) {
      const place = this.#arms.findIndex(one => one.id === arm);
      this.#trials.push({ x: routingFeatures(modelled(this.#arms), place, failures), y: right });
      failures[place] = (failures[place] ?? 0) + 1;
    }
    this.#played += 1;
    if (this.#played % refitEvery === 0)
      this.#weights = fitRouting(modelled(this.#arms), this.#trials, this.#weights);
    return played;
  }
}

/** Trials from random orders on tasks whose runs are all known: every arm at every string of failures. */
function trialsOf(tasks: readonly ArmTask[], arms: readonly PricedArm[], random: Random): readonly Trial[] {
  const model = modelled(arms);
  const rounds = 12;
  const trials: Trial[] = [];
  for (const task of tasks) {
    for (let round = 0; round < rounds; round++) {
      const given = inOrderOf(String(random.below(2 ** 31)), task);
      let failures: Failures = arms.map(() => 0);
      for (let draw = 0; draw < 5; draw++) {
        const next = arms.map((arm, i) => given.arms[arm.id]?.[failures[i] ?? 0]);
        for (const [i, run] of next.entries()) {
          if (run) trials.push({ x: routingFeatures(model, i, failures), y: run.right, many: 1 / rounds });
        }
        const place = random.below(arms.length);
        if (next[place]?.right ?? true) break;
        failures = failures.map((count, i) => (i === place ? count + 1 : count));
      }
    }
  }
  return trials;
}

function modelled(arms: readonly PricedArm[]) {
  return routedArms(arms.map(arm => arm.price));
}

function setupOf(arms: readonly PricedArm[], most: number, lambda: number) {
  return { arms, verifiable: true, lambda, most, random: seededRandom('routing') };
}

/** Orders nobody searched for: one arm alone, and all of them in turn, the cheapest first. */
function plainOrders(arms: readonly PricedArm[], most: number): readonly [string, readonly string[]][] {
  const byPrice = arms.toSorted((left, right) => left.price - right.price);
  const strong = byPrice.at(-1)?.id ?? '';
  const weak = byPrice.at(-2)?.id ?? strong;
  const turns = Array.from({ length: most }, (_, i) => byPrice[i % byPrice.length]?.id ?? '');
  return [
    ['always-strong', Array<string>(most).fill(strong)],
    ['always-weak', Array<string>(most).fill(weak)],
    ['uniform', turns],
  ];
}

function savings(all: readonly Tally[]): Readonly<Record<string, unknown>> {
  const fixed = all.filter(tally => tally.policy === 'fixed-order');
  const routed = all.filter(tally => tally.policy === 'router-learnt' || tally.policy === 'router');
  return Object.fromEntries(
    routed.map(tally => [`${tally.policy}, lambda ${tally.options.lambda}`, priceSaved(tally, fixed)]),
  );
}

function notesOf(arms: readonly PricedArm[]): readonly string[] {
  return [
    `Price of a draw: ${arms.map(({ id, price }) => `${id} ${price}`).join(', ')}.`,
    'fixed-order: the best of all orders on the other half of the tasks at that lambda, played on this one; fixed-hindsight: the best on all tasks.',
    'router-learnt: one logistic model of P(pass) for all arms, learnt on the other half and, task by task, on this one; router: the same plan before anything was learnt.',
    'hindsight: the highest share that any fixed order solves at any price. Tokens are completions where they were recorded.',
    'A policy that sees passes and failures alone follows a fixed order for a task; what it can gain is the choice of the order.',
  ];
}

const runRow = z.object({
  task_id: z.string(),
  model: z.string(),
  runs: z.array(z.object({ pass: z.boolean(), tokens: z.number().nullable() })).min(1),
});

async function readRuns(data: string) {
  const rows = await readRows(data, runsFile, runRow);
  const arms = [...new Set(rows.map(row => row.model))].map(id => ({ id, price: priceOf(id) }));
  const tasks = new Map<string, Record<string, { right: boolean; tokens: number }[]>>();
  for (const { task_id, model, runs } of rows) {
    const known = tasks.get(task_id) ?? {};
    known[model] = runs.map(run => ({ right: run.pass, tokens: run.tokens ?? 0 }));
    tasks.set(task_id, known);
  }
  return { arms, tasks: [...tasks].map(([id, runs]): ArmTask => ({ id, arms: runs })) };
}

function priceOf(model: string): number {
  const found = Object.entries(priceTable).find(([start]) => model.startsWith(start));
  if (found) return found[1];
  throw new BadOption(
    `No price is known for the model ${model}; there are prices for ${Object.keys(priceTable).join(', ')}.`,
  );
}
