import { AgreementAppraiser } from '../../engine/auto/agreementAppraiser.ts';
import { PricedPolicy } from '../../engine/auto/pricedPolicy.ts';
import { Batch } from '../../engine/batch.ts';
import { type Cost, cost, totalTokens } from '../../engine/cost.ts';
import { Ledger } from '../../engine/ledger.ts';
import { meanOf } from '../../engine/mean.ts';
import { seededRandom } from '../../engine/random.ts';
import { worthOfInputs } from './codeAgreementInputs.ts';
import {
  type DrawOrder,
  drawOrders,
  meanTokens,
  multiplicity,
  prototypeScores,
  RecordedDraws,
} from './codeDraws.ts';
import { codeFiles, type PoolSolution, type PoolTask, readCodePool } from './codePool.ts';
import { dualAgreement } from './codet.ts';
import { intervalOfMean } from './interval.ts';
import type { Suite, SuiteRequest, SuiteRow } from './suite.ts';
import { chosenBySoftDual, chosenByTwoSided } from './testChoosers.ts';

/** What is left of a task when its budget is spent: what was drawn, and how likely the choice is right. */
type Result = {
  readonly samples: number;
  readonly tests: number;
  readonly tokens: number;
  readonly right: number;
  readonly reason: string;
};
/** For each budget the tasks' results. */
type Curve = {
  readonly results: readonly (readonly Result[])[];
  readonly millis: number;
  readonly decisions: number;
};
type Rule = (orders: readonly DrawOrder[], budgets: readonly number[], seed: number) => Curve;

/** More than any recorded sample. */
const worst: Cost = cost({ completionTokens: 400, calls: 1 });

const rules: Readonly<Record<string, Rule>> = {
  auto: autoCurve,
  uniform: roundCurve((samples, tests) => (samples <= tests ? 'sample' : 'test'), chosenByCodeT),
  prototype: roundCurve(() => 'sample', chosenByPrototype),
  'soft-dual': roundCurve(solutionsFirst, chosenBySoftDual),
  'two-sided': roundCurve(solutionsFirst, chosenByTwoSided),
  codet: (orders, budgets) => {
    const all = orders.map((order): Result => {
      const [samples, tests] = [order.solutions.length, order.tests.length];
      const spent = [...order.solutions, ...order.tests].reduce((sum, { tokens }) => sum + tokens, 0);
      return {
        samples,
        tests,
        tokens: spent,
        right: chosenByCodeT(order, samples, tests),
        reason: 'completed',
      };
    });
    return { results: budgets.map(() => all), millis: 0, decisions: 0 };
  },
};

/** Accuracy of the chosen solution where nothing tells what is right, against tokens; one budget for all tasks. */
export const codeAgreement: Suite = {
  name: 'code-agreement',
  unit: 'tokens',
  summary: 'Choosing among recorded solutions without ground truth, by executing them on probe inputs.',
  policies: Object.keys(rules),
  reads: [codeFiles],
  run: async request => {
    const pool = await readCodePool({ ...request, probed: true });
    const budgets = request.budgets ?? [460, 940, 1400, 2100, 3200, 3500, 5500, 8600, 11_100];
    const measured = new Map<string, readonly Measured[]>();
    for (const policy of request.policies) {
      const rule = rules[policy];
      const points = policy === 'codet' ? [meanBudget(pool)] : budgets;
      if (rule) measured.set(policy, measure(policy, rule, pool, points, request));
      request.progress(`${policy}: ${request.seeds} seeds`);
    }
    const figure = (rule: Rule) =>
      measure('', rule, pool, budgets, request).map(({ row: { budget, accuracy } }) => ({
        budget,
        accuracy,
      }));
    return {
      suite: codeAgreement.name,
      data: request.data,
      tasks: pool.length,
      seeds: request.seeds,
      rows: [...measured.values()].flat().map(({ row }) => row),
      references: {
        uniform: figure(
          roundCurve((samples, tests) => (samples <= tests ? 'sample' : 'test'), chosenByCodeT),
        ),
        hindsight: figure(roundCurve(() => 'sample', someRight)),
      },
      notes: [
        'uniform draws as many test samples as solutions and chooses by CodeT; codet is the same with all of both.',
        'soft-dual and two-sided draw 60 solutions, then also test samples, and differ in how tests count in the choice.',
        'prototype draws solutions alone until there are none left, then test samples, and chooses by plain agreement.',
        'hindsight draws solutions alone and always chooses a right one where there is one.',
        'figures.newInputs is what a readable reply with inputs to tell two apart gains, where only the first probes were kept.',
        'figures.overPrototype is auto less prototype on the same draws, with the interval of the difference.',
      ],
      figures: {
        overPrototype: differences(measured.get('auto'), measured.get('prototype')),
        newInputs: worthOfInputs(pool, request.seeds),
      },
    };
  },
};

function meanBudget(pool: readonly PoolTask[]): number {
  const [task] = pool;
  const all = (task?.solutions.length ?? 0) * meanTokens(pool, 'solutions');
  return Math.round(all + (task?.tests.length ?? 0) * meanTokens(pool, 'tests'));
}

/** A row with the accuracy of each task. */
type Measured = { readonly row: SuiteRow; readonly perTask: readonly number[] };

function differences(of: readonly Measured[] = [], from: readonly Measured[] = []) {
  return of.flatMap(({ row: { budget }, perTask }, at) => {
    const other = from[at];
    if (!other) return [];
    const each = perTask.map((accuracy, task) => accuracy - (other.perTask[task] ?? 0));
    return [{ budget, difference: meanOf(each), ci95: intervalOfMean(each) }];
  });
}

function measure(
  policy: string,
  rule: Rule,
  pool: readonly PoolTask[],
  budgets: readonly number[],
  { seeds, signal }: SuiteRequest,
): readonly Measured[] {
  const curves = Array.from({ length: seeds }, (_, seed) => {
    signal.throwIfAborted();
    return rule(drawOrders(pool, seed), budgets, seed);
  });
  const decisions = curves.reduce((sum, curve) => sum + curve.decisions, 0);
  const millis = curves.reduce((sum, curve) => sum + curve.millis, 0);
  return budgets.map((budget, at) => {
    const results = curves.map(curve => curve.results[at] ?? []);
    const all = results.flat();
    const perTask = pool.map((_, task) => meanOf(results.map(result => result[task]?.right ?? 0)));
    const stopReasons: Record<string, number> = {};
    for (const { reason } of all) stopReasons[reason] = (stopReasons[reason] ?? 0) + 1;
    const row: SuiteRow = {
      policy,
      options: {},
      budget,
      unit: 'tokens',
      accuracy: meanOf(perTask),
      ci95: intervalOfMean(perTask),
      tokens: meanOf(all.map(result => result.tokens)),
      draws: meanOf(all.map(result => result.samples)),
      testDraws: meanOf(all.map(result => result.tests)),
      price: null,
      stopReasons,
      millisPerDecision: decisions === 0 ? 0 : millis / decisions,
    };
    return { row, perTask };
  });
}

/** All tasks in one batch with one ledger; what a smaller budget would have given is read off on the way. */
function autoCurve(orders: readonly DrawOrder[], budgets: readonly number[], seed: number): Curve {
  const random = seededRandom(`${seed}/batch`);
  const draws = orders.map(order => new RecordedDraws(order));
  const pool = orders.map(order => order.task);
  const policies = draws.map(
    ({ order }, task) =>
      new PricedPolicy(
        new AgreementAppraiser({
          task: 'code',
          verifiable: false,
          arms: [{ id: 'default', temperature: 0.8, expectedCost: guess(meanTokens(pool, 'solutions')) }],
          actions: ['sample', 'judge'],
          price: { perToken: 1e-9, perSandboxSecond: 0 },
          budget: {},
          samples: 0,
          random: random.fork(String(task)),
          most: { samples: order.solutions.length, tests: order.tests.length },
        }),
      ),
  );
  const total = Math.max(...budgets) * orders.length;
  const ledger = new Ledger({ tokens: total });
  const tasks = policies.map(policy => ({ policy, worst: () => worst }));
  const batch = new Batch({ tasks, ledger, charge: totalTokens, floor: 8, random });
  const spent = orders.map(() => 0);
  const results: (readonly Result[])[] = [];
  const snapshot = (reason: string) =>
    draws.map((drawn, task): Result => {
      const chosen = drawn.solution(policies[task]?.best()?.id);
      return {
        samples: drawn.samples,
        tests: drawn.testSamples,
        tokens: spent[task] ?? 0,
        right: chosen?.correct ? 1 : 0,
        reason,
      };
    });
  let [decisions, millis] = [0, 0];
  while (results.length < budgets.length) {
    const left = (budgets[results.length] ?? 0) * orders.length - totalTokens(ledger.spent);
    if (left < totalTokens(worst)) {
      results.push(snapshot('budget'));
      continue;
    }
    const started = performance.now();
    const step = batch.next();
    if (step.type !== 'bought') {
      millis += performance.now() - started;
      const rest = snapshot(step.type === 'spent' ? 'budget' : 'completed');
      while (results.length < budgets.length) results.push(rest);
      break;
    }
    const { task, id, action, hold } = step.purchase;
    const outcome = draws[task]?.perform(id, action);
    if (!outcome) throw new Error(`There is no task ${task}.`);
    hold.charge(outcome.cost);
    hold.settle();
    spent[task] = (spent[task] ?? 0) + totalTokens(outcome.cost);
    batch.tell(task, outcome);
    millis += performance.now() - started;
    decisions += 1;
  }
  return { results, millis, decisions };
}

/** Until agreement has gained most of what it can, tests are not worth their tokens. */
function solutionsFirst(samples: number, tests: number): 'sample' | 'test' {
  return samples < 60 || samples - 60 < tests ? 'sample' : 'test';
}

function guess(tokens: number): Cost {
  return cost({ completionTokens: tokens, calls: 1, estimated: true });
}

/** Every task gets the same in turns, in a random order, until the next sample does not fit. */
function roundCurve(
  next: (samples: number, tests: number) => 'sample' | 'test',
  right: (order: DrawOrder, samples: number, tests: number) => number,
): Rule {
  return (orders, budgets, seed) => {
    const random = seededRandom(`${seed}/rounds`);
    const turns = orders.map(order => ({ order, samples: 0, tests: 0, tokens: 0, turn: random.next() }));
    const inTurn = [...turns].sort((left, other) => left.turn - other.turn);
    const results = budgets.map((budget): readonly Result[] => {
      let left = budget * orders.length - turns.reduce((sum, { tokens }) => sum + tokens, 0);
      let open = left >= totalTokens(worst);
      while (open) {
        open = false;
        const fewest = Math.min(...inTurn.filter(isOpen).map(drawn));
        for (const turn of inTurn) {
          if (left < totalTokens(worst) || !isOpen(turn) || drawn(turn) !== fewest) continue;
          const tokens = draw(turn, next(turn.samples, turn.tests));
          left -= tokens;
          open = true;
        }
      }
      return turns.map(({ order, samples, tests, tokens }) => ({
        samples,
        tests,
        tokens,
        right: right(order, samples, tests),
        reason: samples === order.solutions.length && tests === order.tests.length ? 'completed' : 'budget',
      }));
    });
    return { results, millis: 0, decisions: 0 };
  };
}

type Turn = { readonly order: DrawOrder; samples: number; tests: number; tokens: number };

const drawn = ({ samples, tests }: Turn) => samples + tests;
const isOpen = ({ order, samples, tests }: Turn) =>
  samples < order.solutions.length || tests < order.tests.length;

function draw(turn: Turn, wanted: 'sample' | 'test'): number {
  const { order } = turn;
  const sample =
    turn.samples < order.solutions.length && (wanted === 'sample' || turn.tests === order.tests.length);
  const tokens = (sample ? order.solutions[turn.samples] : order.tests[turn.tests])?.tokens ?? 0;
  if (sample) turn.samples += 1;
  else turn.tests += 1;
  turn.tokens += tokens;
  return tokens;
}

function chosenByCodeT(order: DrawOrder, samples: number, tests: number): number {
  const drawn = order.solutions.slice(0, samples);
  const counts = multiplicity(order, tests);
  const passes = drawn.map(solution => counts.map((count, i) => count > 0 && solution.passes[i] === true));
  return shareRight(drawn, dualAgreement(passes, counts));
}

function chosenByPrototype(order: DrawOrder, samples: number, tests: number): number {
  return shareRight(order.solutions.slice(0, samples), prototypeScores(order, samples, tests));
}

function someRight(order: DrawOrder, samples: number): number {
  return order.solutions.slice(0, samples).some(solution => solution.correct) ? 1 : 0;
}

/** Among those with the best score. */
function shareRight(drawn: readonly PoolSolution[], scores: readonly number[]): number {
  const best = Math.max(...scores) - 1e-9;
  const tied = drawn.filter((_, i) => (scores[i] ?? 0) >= best);
  return tied.length === 0 ? 0 : tied.filter(solution => solution.correct).length / tied.length;
}
