import { LearntAppraiser } from '../../engine/auto/learntAppraiser.ts';
import { PricedPolicy } from '../../engine/auto/pricedPolicy.ts';
import { Batch } from '../../engine/batch.ts';
import { type Cost, cost, totalTokens } from '../../engine/cost.ts';
import { Ledger } from '../../engine/ledger.ts';
import { meanOf } from '../../engine/mean.ts';
import { uniform } from '../../engine/policies/uniform.ts';
import type { Policy, PolicySetup } from '../../engine/policy.ts';
import { seededRandom } from '../../engine/random.ts';
import { createSuccessModel } from '../../engine/successModel.ts';
import { type DrawOrder, drawOrders, meanTokens } from './codeDraws.ts';
import { codeFiles, type PoolTask, readCodePool } from './codePool.ts';
import { intervalOfMean } from './interval.ts';
import type { ReferencePoint, Suite, SuiteRequest, SuiteRow } from './suite.ts';

/** What a draw costs: 1, or its tokens. A budget is in draws; in tokens it is that many mean draws. */
type Scarce = 'draws' | 'tokens';
const policies = ['auto', 'uniform'] as const;

/** Solved tasks under one shared budget where a verifier tells; a solved task stops drawing. */
export const codeVerified: Suite = {
  name: 'code-verified',
  unit: 'draws',
  summary: 'Solving recorded tasks with a true verifier, one budget for all of them.',
  policies,
  reads: [codeFiles],
  run: async request => {
    const pool = await readCodePool({ ...request, probed: false });
    const budgets = request.budgets ?? [5, 10, 20];
    const rows: SuiteRow[] = [];
    for (const scarce of ['draws', 'tokens'] as const) {
      for (const policy of policies) {
        if (!request.policies.includes(policy)) continue;
        for (const budget of budgets) rows.push(rowOf(pool, policy, budget, scarce, request));
        request.progress(`${policy}, ${scarce}: ${request.seeds} seeds`);
      }
    }
    const reference = (of: (budget: number) => number): readonly ReferencePoint[] =>
      budgets.map(budget => ({ budget, accuracy: of(budget) }));
    return {
      suite: codeVerified.name,
      data: request.data,
      tasks: pool.length,
      seeds: request.seeds,
      rows,
      references: {
        uniform: reference(budget => rowOf(pool, 'uniform', budget, 'draws', request).accuracy),
        hindsight: reference(budget => bestSplit(pool, budget, passAgain)),
      },
      notes: [
        'A row whose options say tokens has a budget of that many mean draws in tokens, and pays each draw by its tokens.',
        'hindsight knows each task’s share of right samples and splits the budget best in advance: sum of 1 - (1 - p)^b; figures.optimum has the same with no recorded draw twice, and',
        'adaptively: knowing the same, it also stops at a success, feeding the likeliest task first; where draws cost' +
          ' alike, no rule that sees failures alone can do better than rounds before tasks have been told apart.',
      ],
      figures: {
        optimum: budgets.map(budget => {
          const known = {
            split: bestSplit(pool, budget, passAgain),
            splitNoneTwice: bestSplit(pool, budget, passRecorded),
            adaptive: likeliestFirst(pool, budget, request),
          };
          const shares = Object.entries(known).map(([name, best]) => [
            name,
            Object.fromEntries(
              rows
                .filter(row => row.budget === budget && row.options.cost === 'draws')
                .map(row => [row.policy, row.accuracy / best]),
            ),
          ]);
          return { budget, ...known, shareOf: Object.fromEntries(shares) };
        }),
      },
    };
  },
};

function rowOf(
  pool: readonly PoolTask[],
  policy: (typeof policies)[number],
  budget: number,
  scarce: Scarce,
  { seeds, signal }: SuiteRequest,
): SuiteRow {
  const runs = Array.from({ length: seeds }, (_, seed) => {
    signal.throwIfAborted();
    return solve(drawOrders(pool, seed), policy, budget, scarce, seed);
  });
  const perTask = pool.map((_, task) => meanOf(runs.map(run => (run.solved[task] ? 1 : 0))));
  const all = runs.length * pool.length;
  const solved = perTask.reduce((sum, share) => sum + share, 0) * seeds;
  const sum = (of: (run: Solved) => number) => runs.reduce((total, run) => total + of(run), 0);
  return {
    policy,
    options: { cost: scarce },
    budget,
    unit: 'draws',
    accuracy: meanOf(perTask),
    ci95: intervalOfMean(perTask),
    tokens: sum(run => run.tokens) / all,
    draws: sum(run => run.draws) / all,
    testDraws: 0,
    price: null,
    stopReasons: { verified: Math.round(solved), budget: all - Math.round(solved) },
    millisPerDecision:
      sum(run => run.millis) /
      Math.max(
        1,
        sum(run => run.draws),
      ),
  };
}

type Solved = {
  readonly solved: readonly boolean[];
  readonly draws: number;
  readonly tokens: number;
  readonly millis: number;
};

function solve(
  orders: readonly DrawOrder[],
  name: (typeof policies)[number],
  budget: number,
  scarce: Scarce,
  seed: number,
): Solved {
  const random = seededRandom(`${seed}/batch`);
  const pool = orders.map(order => order.task);
  const mean = meanTokens(pool, 'solutions');
  let stale = false;
  const model = createSuccessModel(
    pool.map(task => task.promptTokens),
    () => {
      stale = true;
    },
  );
  const setup = (task: number): PolicySetup => ({
    task: 'code',
    verifiable: true,
    arms: [{ id: 'default', temperature: 0.8, expectedCost: drawCost(mean) }],
    actions: ['sample'],
    price: { perToken: 1e-9, perSandboxSecond: 0 },
    budget: {},
    samples: pool[task]?.solutions.length ?? 0,
    random: random.fork(String(task)),
  });
  const made = orders.map(({ task: { promptTokens } }, task): Policy => {
    if (name === 'auto') return new PricedPolicy(new LearntAppraiser(setup(task), { model, promptTokens }));
    return uniform.create(setup(task));
  });
  const total = budget * orders.length;
  const ledger = new Ledger(scarce === 'draws' ? { calls: total } : { tokens: Math.round(total * mean) });
  const worst = drawCost(scarce === 'draws' ? 0 : 400);
  const drawn = orders.map(() => 0);
  const isLeft = (task: number) => (drawn[task] ?? 0) < (orders[task]?.solutions.length ?? 0);
  const batch = new Batch({
    tasks: made.map((policy, task) => ({ policy, worst: () => (isLeft(task) ? worst : undefined) })),
    ledger,
    charge: scarce === 'draws' ? used => used.calls : totalTokens,
    floor: name === 'auto' ? Math.floor(budget / 4) : 0,
    random,
  });
  const solved = orders.map(() => false);
  const started = performance.now();
  for (let step = batch.next(); step.type === 'bought'; step = batch.next()) {
    const { task, id, action, hold } = step.purchase;
    const place = drawn[task] ?? 0;
    const solution = orders[task]?.solutions[place];
    if (!solution) throw new Error(`Task ${task} has no draw ${place}.`);
    drawn[task] = place + 1;
    const used = drawCost(solution.tokens);
    hold.charge(used);
    hold.settle();
    const right = solution.correct ? 1 : 0;
    const reward = { value: right, quality: right, verified: solution.correct, evidence: [] };
    const behaviour = solution.correct ? 'right' : `wrong ${place}`;
    const candidate = { id: `c${place}`, arm: 'default', text: '', behaviour, reward, cost: used };
    batch.tell(task, { id, action, cost: used, result: { type: 'candidate', candidate } });
    if (solution.correct) solved[task] = true;
    if (stale) batch.revalue();
    stale = false;
  }
  const millis = performance.now() - started;
  return { solved, draws: ledger.spent.calls, tokens: totalTokens(ledger.spent), millis };
}

function drawCost(tokens: number): Cost {
  return cost({ completionTokens: tokens, calls: 1, estimated: true });
}

/** P(one of so many draws of a task is right). */
type PassLaw = (task: PoolTask, draws: number) => number;

/** As if a recorded draw could come again. */
const passAgain: PassLaw = (task, draws) => 1 - (1 - chanceOf(task)) ** draws;

/** Of the recorded draws, none twice. */
const passRecorded: PassLaw = ({ solutions }, draws) => {
  const wrong = solutions.filter(solution => !solution.correct).length;
  let none = 1;
  for (let draw = 0; draw < draws && none > 0; draw++)
    none *= Math.max(0, wrong - draw) / Math.max(1, solutions.length - draw);
  return 1 - none;
};

/** Share solved in expectation when every task's chance is known and the split is made in advance. */
function bestSplit(pool: readonly PoolTask[], budget: number, pass: PassLaw): number {
  const next = pool.map(task => ({ draws: 0, passed: 0, gain: pass(task, 1) }));
  for (let draw = 0; draw < budget * pool.length; draw++) {
    let best = 0;
    for (const [task, { gain }] of next.entries()) if (gain > (next[best]?.gain ?? 0)) best = task;
    const [task, fed] = [pool[best], next[best]];
    if (!task || !fed) break;
    const [draws, passed] = [fed.draws + 1, fed.passed + fed.gain];
    next[best] = { draws, passed, gain: pass(task, draws + 1) - passed };
  }
  return meanOf(next.map(({ passed }) => passed));
}

/** Share solved when every task's chance is known, the likeliest is fed first, and a solved one stops. */
function likeliestFirst(pool: readonly PoolTask[], budget: number, { seeds }: SuiteRequest): number {
  const shares = Array.from({ length: seeds }, (_, seed) => {
    let left = budget * pool.length;
    let solved = 0;
    const orders = drawOrders(pool, seed);
    for (const { solutions } of [...orders].sort((one, other) => chanceOf(other.task) - chanceOf(one.task))) {
      const first = solutions.findIndex(solution => solution.correct);
      if (first >= 0 && first < left) solved += 1;
      left -= first < 0 ? 0 : Math.min(left, first + 1);
    }
    return solved / pool.length;
  });
  return meanOf(shares);
}

function chanceOf({ solutions }: PoolTask): number {
  return meanOf(solutions.map(solution => (solution.correct ? 1 : 0)));
}
