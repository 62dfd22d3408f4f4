import { meanOf } from '../../engine/mean.ts';
import { chanceBestIsRejected } from '../../engine/policies/earlyRejection.ts';
import { policies } from '../../engine/policies/index.ts';
import { type Price, priceOf } from '../../engine/price.ts';
import { seededRandom } from '../../engine/random.ts';
import { driveSteps, freeOfCharge, stepSetup } from './driveSteps.ts';
import { rememberedSuccessors, solver } from './game24.ts';
import { intervalOfMean } from './interval.ts';
import {
  areaUnderCurve,
  calibratedOn,
  foldOf,
  type Judged,
  type JudgedSteps,
  readJudgedSteps,
  treeFile,
} from './judgedSteps.ts';
import { emulatedJudge, type Judge, MoveDraws } from './stepSearch.ts';
import type { Plot, Suite, SuiteRequest, SuiteResult, SuiteRow } from './suite.ts';

/** A stepwise judge against the truth: how well it tells winnable states, what rejecting by it costs, what search gains. */
export const steps: Suite = {
  name: 'steps',
  unit: 'moves',
  summary: 'Step search and early rejection in the Game of 24 with recorded values of a real stepwise judge.',
  policies: [
    'auto',
    'auto-balanced',
    'uniform',
    'beam-search',
    'early-rejection',
    'particle-filter',
    'smc',
    'particle-gibbs',
  ],
  reads: [[treeFile]],
  run: runSteps,
};

const defaultBudgets = [24, 48, 96, 192];
const thresholds = [0.005, 0.01, 0.03, 0.06, 0.1, 0.15, 0.3];
const stepNumbers = [1, 2, 3] as const;

/** `auto` at a price at which the budget alone ends it, so that rows compare at equal moves; and at the usual one. */
const prices: Readonly<Record<string, Price>> = { auto: freeOfCharge, 'auto-balanced': priceOf('balanced') };

/** How many attempts abreast use a budget of moves, where all goes to its end. */
function attemptsFor(policy: string, budget: number): number {
  return Math.max(1, Math.floor(policy === 'early-rejection' ? budget / 1.5 : budget / 3));
}

async function runSteps(request: SuiteRequest): Promise<SuiteResult> {
  const recorded = await readJudgedSteps(request.data);
  const judge = emulatedJudge(recorded);
  const budgets = request.budgets ?? defaultBudgets;
  const rows: SuiteRow[] = [];
  const heldOut: HeldOut[] = [];
  for (const policy of request.policies) {
    for (const budget of budgets) {
      await new Promise(resolve => setImmediate(resolve));
      request.signal.throwIfAborted();
      const found = searched(recorded, judge, policy, budget, request.seeds);
      rows.push(found.row);
      heldOut.push(found.heldOut);
    }
    request.progress(`${policy} is done`);
  }
  const judges = stepNumbers.map(step => judgeFigures(recorded, step));
  return {
    suite: 'steps',
    data: request.data,
    tasks: recorded.starts.length,
    seeds: request.seeds,
    rows,
    references: {
      uniform: rows
        .filter(row => row.policy === 'uniform')
        .map(({ budget, accuracy }) => ({ budget, accuracy })),
      hindsight: [],
    },
    notes: [
      ...judges.map(describeJudge),
      `Beam search over the recorded proposals with the recorded values: ${replayedBeams(recorded)
        .map(({ kept, solved }) => `${kept} kept ${solved.toFixed(2)}`)
        .join(', ')} of the tasks solved.`,
      `On the odd tasks (the constants of auto were chosen on the even ones): ${heldOut
        .filter(({ policy }) => policy === 'auto' || policy === 'particle-filter')
        .map(
          ({ policy, budget, accuracy, ci95 }) =>
            `${policy} ${accuracy.toFixed(3)} [${ci95.map(bound => bound.toFixed(3)).join(', ')}] at ${budget}`,
        )
        .join(', ')}.`,
      'auto: at a price at which the budget alone ends it; auto-balanced: at the usual price, so that it also stops by itself.',
      'Rows: a step is a random legal move; the judge says of a state what it said of another state of the same step and truth, so its errors are independent given those, which is kinder than it is.',
    ],
    figures: { judges, beams: replayedBeams(recorded), heldOut },
    plots: [solvedPlot(rows), rejectionPlot(judges)],
  };
}

type HeldOut = Pick<SuiteRow, 'policy' | 'budget' | 'accuracy' | 'ci95'>;
type Searched = {
  readonly row: SuiteRow;
  /** On the odd tasks: the constants of `auto` were chosen on the even ones. */
  readonly heldOut: HeldOut;
};

function searched(
  { starts }: JudgedSteps,
  judge: Judge,
  policy: string,
  budget: number,
  seeds: number,
): Searched {
  const factory = policies[policy in prices ? 'auto' : policy];
  if (!factory) throw new Error(`There is no policy ${policy}.`);
  const rules = { winnable: solver(), successors: rememberedSuccessors() };
  const samples = attemptsFor(policy, budget);
  const stopReasons: Record<string, number> = {};
  let [moves, judged, decisions, millis] = [0, 0, 0, 0];
  const perTask = starts.map((start, task) => {
    let solved = 0;
    for (let seed = 0; seed < seeds; seed++) {
      const draws = new MoveDraws({ task, start, judge, ...rules }, seededRandom(`steps/${task}/${seed}`));
      const setup = stepSetup(samples, `steps/${policy}/${task}/${seed}`, true, prices[policy]);
      const driven = driveSteps(factory.create(setup), action => draws.draw(action), {
        goesOn: () => draws.moves < budget,
      });
      if (driven.chosen !== undefined && draws.isRight(driven.chosen)) solved += 1;
      stopReasons[driven.reason] = (stopReasons[driven.reason] ?? 0) + 1;
      moves += draws.moves;
      judged += draws.judged;
      decisions += driven.decisions;
      millis += driven.millis;
    }
    return solved / seeds;
  });
  const runs = starts.length * seeds;
  const row: SuiteRow = {
    policy,
    options: {
      ...(!(policy in prices) && { attempts: samples }),
      judged: Math.round((10 * judged) / runs) / 10,
    },
    budget,
    unit: 'moves',
    accuracy: meanOf(perTask),
    ci95: intervalOfMean(perTask),
    tokens: (20 * moves) / runs,
    draws: moves / runs,
    testDraws: 0,
    price: null,
    stopReasons,
    millisPerDecision: millis / decisions,
  };
  const odd = perTask.filter((_, task) => task % 2 === 1);
  return { row, heldOut: { policy, budget, accuracy: meanOf(odd), ci95: intervalOfMean(odd) } };
}

type Rejection = {
  readonly below: number;
  readonly dropped: number;
  readonly lost: number;
  readonly tasks: number;
};
type JudgeFigures = ReturnType<typeof judgeFigures>;

/** How good the judge is at a step, and what rejecting states below a calibrated chance would cost. */
function judgeFigures({ states, starts }: JudgedSteps, step: number) {
  const here = states.filter(state => state.step === step);
  const chances = new Map<Judged, number>();
  for (const fold of new Set(here.map(state => foldOf(state.task)))) {
    const calibrated = calibratedOn(here.filter(state => foldOf(state.task) !== fold));
    for (const state of here) if (foldOf(state.task) === fold) chances.set(state, calibrated(state.value));
  }
  const chance = (state: Judged) => chances.get(state) ?? 0;
  const won = here.filter(state => state.winnable);
  const tasks = new Set(won.map(state => state.task)).size;
  const base = won.length / here.length;
  return {
    step,
    states: here.length,
    winnable: base,
    auc: areaUnderCurve(here),
    ci95: aucInterval(here, starts.length),
    brier: meanOf(here.map(state => (chance(state) - Number(state.winnable)) ** 2)),
    brierOfBase: base * (1 - base),
    wrongRejectionBound: wrongRejectionBound(here),
    winnableTasks: tasks,
    rejections: thresholds.map((below): Rejection => {
      const kept = won.filter(state => chance(state) >= below);
      return {
        below,
        dropped: here.filter(state => chance(state) < below).length / here.length,
        lost: 1 - kept.length / won.length,
        tasks: new Set(kept.map(state => state.task)).size,
      };
    }),
  };
}

/** The published bound for 8 attempts, from the recorded values' own gap and spread (in log value, which is nearer to normal). */
function wrongRejectionBound(states: readonly Judged[]): number {
  const values = (winnable: boolean) =>
    states.filter(state => state.winnable === winnable).map(state => Math.log(state.value + 0.001));
  const [won, lost] = [values(true), values(false)];
  const spread = (of: readonly number[]) => meanOf(of.map(value => (value - meanOf(of)) ** 2));
  const noise = Math.sqrt((spread(won) + spread(lost)) / 2);
  return chanceBestIsRejected(8, meanOf(won) - meanOf(lost), noise);
}

function aucInterval(states: readonly Judged[], tasks: number): readonly [number, number] {
  const random = seededRandom('auc');
  const byTask = Array.from({ length: tasks }, (_, task) => states.filter(state => state.task === task));
  const areas: number[] = [];
  for (let round = 0; round < 200; round++) {
    const area = areaUnderCurve(byTask.flatMap(() => byTask[random.below(tasks)] ?? []));
    if (Number.isFinite(area)) areas.push(area);
  }
  areas.sort((left, right) => left - right);
  return [areas[Math.floor(areas.length * 0.025)] ?? 0, areas[Math.ceil(areas.length * 0.975) - 1] ?? 0];
}

/** Beam search with nothing made up: recorded proposals, recorded values; ties in the recorded order. */
function replayedBeams({ states, starts }: JudgedSteps) {
  return [1, 2, 3, 5].map(kept => {
    const solved = starts.filter((_, task) => {
      let parents = new Set(['']);
      let last: readonly Judged[] = [];
      for (const step of stepNumbers) {
        const grown = states.filter(
          state => state.task === task && state.step === step && parents.has(state.parent),
        );
        last = [...grown].sort((left, right) => right.value - left.value).slice(0, kept);
        parents = new Set(last.map(state => state.text));
      }
      return last.some(state => state.winnable);
    });
    return { kept, solved: solved.length / starts.length };
  });
}

function describeJudge(judge: JudgeFigures): string {
  const share = (part: number) => `${(100 * part).toFixed(1)}%`;
  const cheap = judge.rejections.filter(rejection => rejection.lost <= 0.07).at(-1);
  const rejecting = cheap
    ? `rejecting below ${cheap.below} drops ${share(cheap.dropped)} of the states and loses ${share(cheap.lost)} of the winnable ones (${cheap.tasks} of ${judge.winnableTasks} tasks stay winnable)`
    : 'every threshold loses more than 7% of the winnable states';
  return `Step ${judge.step}: ${judge.states} states, ${share(judge.winnable)} winnable, AUC ${judge.auc.toFixed(3)} [${judge.ci95.map(bound => bound.toFixed(3)).join(', ')}], Brier ${judge.brier.toFixed(3)} (base rate ${judge.brierOfBase.toFixed(3)}); ${rejecting}.`;
}

function solvedPlot(rows: readonly SuiteRow[]): Plot {
  const names = [...new Set(rows.map(row => row.policy))];
  return {
    title: 'steps: tasks solved against moves drawn',
    x: { label: 'moves a task' },
    y: { label: 'solved' },
    series: names.map(name => ({
      name,
      points: rows
        .filter(row => row.policy === name)
        .map(row => ({ x: row.draws, y: row.accuracy, interval: row.ci95 })),
    })),
  };
}

function rejectionPlot(judges: readonly JudgeFigures[]): Plot {
  return {
    title: 'steps: winnable states lost against states rejected',
    x: { label: 'share of states rejected' },
    y: { label: 'share of winnable states lost' },
    series: judges.map(judge => ({
      name: `after step ${judge.step}`,
      points: judge.rejections.map(rejection => ({ x: rejection.dropped, y: rejection.lost })),
    })),
  };
}
