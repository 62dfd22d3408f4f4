import { z } from 'zod';
import { shuffled } from '../../engine/contest.ts';
import { meanOf } from '../../engine/mean.ts';
import { abMctsA, abMctsABeta } from '../../engine/policies/abMctsA.ts';
import { router } from '../../engine/policies/router.ts';
import { seededRandom } from '../../engine/random.ts';
import { BadOption } from '../../runConfig.ts';
import { priceCurve, rowOfTally, Tallies, type Tally } from './armRows.ts';
import { allOrders, bestOrder, type OrderValue, valueOfOrder } from './fixedOrder.ts';
import { type ArmTask, inOrderOf, orderChooser, type PricedArm, play, policyChooser } from './playArms.ts';
import { priceAt, priceSaved } from './priceSaved.ts';
import { readRows } from './readRows.ts';
import { Learner, lessonOf, type Player, routingSetup } from './routingLearner.ts';
import type { SuiteRequest, SuiteResult } from './suite.ts';

export const runsFile = 'runs.jsonl.gz';
export const verifiedPolicies = [
  'auto',
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
const lambdas = [0.003, 0.004, 0.005, 0.0065, 0.008, 0.01, 0.0125, 0.015] as const;
/** Dearer compute, for auto alone: its curve must reach as low as the cheapest fixed order does. */
const cheaper = [0.02, 0.03] as const;

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
      cheaperThanFixedOrderAtItsSolvedRate: savingsOf(tallies[0]?.table.all ?? [], values, request.seeds),
      knowingEveryTask: clairvoyant(tasks, arms, most),
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
    const run = (
      policy: string,
      options: Record<string, unknown>,
      places: readonly number[],
      open: Player,
    ) => {
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
        policyChooser(factory, { ...routingSetup(arms, most, 0), random: random.fork(task.id) });
      run(factory.name, {}, order, { play: task => play(task, arms, chooser(task), most) });
    }
    for (const half of [0, 1]) {
      const [here, there] = [order.filter((_, i) => i % 2 === half), order.filter((_, i) => i % 2 !== half)];
      const train = there.flatMap(place => tasks[place] ?? []);
      const known = orders.map(one => valueOfOrder(one, train, arms));
      const lesson = lessonOf(train, arms, most);
      for (const lambda of lambdas) {
        const fixed = bestOrder(orders, known, lambda);
        const best = bestOrder(orders, inHindsight, lambda);
        run('fixed-order', { lambda }, here, { play: task => play(task, arms, orderChooser(fixed), most) });
        run('fixed-hindsight', { lambda }, here, {
          play: task => play(task, arms, orderChooser(best), most),
        });
        run('router', { lambda }, here, {
          play: task => play(task, arms, policyChooser(router, routingSetup(arms, most, lambda)), most),
        });
      }
      for (const lambda of [...lambdas, ...cheaper])
        run('auto', { lambda }, here, new Learner(arms, most, lambda, lesson));
    }
    progress(`routing, seed ${seed} of ${seeds}`);
  }
  return table;
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

type Savings = readonly Readonly<Record<string, unknown>>[];

/** At the solved rate of each fixed order: how much less auto pays, and the best orders in hindsight. */
function savingsOf(all: readonly Tally[], values: readonly OrderValue[], seeds: number): Savings {
  const learnt = all.filter(tally => tally.policy === 'auto');
  return all
    .filter(tally => tally.policy === 'fixed-order')
    .map(fixed => {
      const solved = meanOf([...fixed.right]) / seeds;
      const price = meanOf([...fixed.price]) / seeds;
      const least = priceAt(
        values.map(value => ({ right: value.solved, price: value.price })),
        solved,
      );
      return {
        lambda: fixed.options.lambda,
        solved,
        price,
        auto: priceSaved(learnt, fixed),
        bestOrderInHindsight: least === undefined ? null : 1 - least / price,
      };
    });
}

/** What would be solved at what price if every task's pass rates were known. */
function clairvoyant(tasks: readonly ArmTask[], arms: readonly PricedArm[], most: number) {
  const orders = allOrders(arms, most);
  const values = tasks.map(task => orders.map(order => valueOfOrder(order, [task], arms)));
  return lambdas.map(lambda => {
    const chosen = values.map(known => {
      const best = orders.indexOf(bestOrder(orders, known, lambda));
      return known[best] ?? { solved: 0, price: 0 };
    });
    return {
      lambda,
      solved: meanOf(chosen.map(value => value.solved)),
      price: meanOf(chosen.map(value => value.price)),
    };
  });
}

function notesOf(arms: readonly PricedArm[]): readonly string[] {
  return [
    `Price of a draw: ${arms.map(({ id, price }) => `${id} ${price}`).join(', ')}. Tokens are completions where they were recorded.`,
    'auto: one logistic model of P(pass) for all arms, learnt on the other half of the tasks (drawn anew by each seed) and, task by task, on this one; router: the same plan before anything was learnt.',
    'fixed-order: the best of all orders on the other half at that lambda, by share solved minus lambda times price, played on this one; fixed-hindsight: the best on all tasks.',
    'A policy that sees passes and failures alone follows a fixed order for a task, so what can be gained is the choice of the order: bestOrderInHindsight is its bound at equal solved rate.',
    'hindsight: the highest share that any fixed order solves at any price.',
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
