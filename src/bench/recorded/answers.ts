import { cost } from '../../engine/cost.ts';
import { adaptiveConsistencyAt } from '../../engine/policies/adaptiveConsistency.ts';
import { policies } from '../../engine/policies/index.ts';
import { uniform } from '../../engine/policies/uniform.ts';
import type { PolicyFactory, PolicySetup } from '../../engine/policy.ts';
import { seededRandom } from '../../engine/random.ts';
import { BadOption } from '../../runConfig.ts';
import { type AnswerArm, type AnswerDraw, type AnswerTask, answerArms, samplesFile } from './answerDraws.ts';
import { lossesOf, type Played, rowsOf, type Tally } from './answerRows.ts';
import { goalByArm, pairedWith, type Ran } from './betaGoal.ts';
import { type Deck, driveSet, type SetDriven } from './driveSet.ts';
import { hindsightVotes } from './hindsightVotes.ts';
import type { ReferencePoint, Suite, SuiteRequest, SuiteResult, SuiteRow } from './suite.ts';

/** Answers to prompts without a verifier: how many draws a rule needs for the accuracy of the majority of all. */
export const answers: Suite = {
  name: 'answers',
  unit: 'draws',
  summary: 'which answer is taken, and after how many draws (last-letters, date-understanding, gsm8k)',
  policies: ['auto', 'self-consistency', 'adaptive-consistency', 'esc', 'uniform'],
  reads: [[samplesFile]],
  run,
};

const curve = [1, 2, 3, 3.5, 4, 4.5, 5, 6, 7, 8, 10, 15, 20, 30, 40];
/** What a draw costs in P(correct) where the rule alone stops; one price for every arm. */
const prices = [0.009, 0.006, 0.004, 0.0025, 0.0015, 0.001, 0.0005];
/** P(the lead is real) at which Beta-stopping stops, besides the .95 of its paper: 2 or 3 equal answers at the earliest. */
const thresholds = [0.8, 0.9];
/** In a shared budget the budget decides; a draw that is not worth even this is left. */
const lowestPrice = 0.0001;

type Contest = Played & { readonly factory: PolicyFactory; readonly price: number };

async function run(request: SuiteRequest): Promise<SuiteResult> {
  const arms = await answerArms(request.data);
  if (arms.length === 0) throw new BadOption(`${request.data} holds no arm with draws to vote on.`);
  const most = Math.max(...arms.map(mostDraws));
  const budgets = request.budgets ?? [...curve.filter(budget => budget < most), most];
  const contests = request.policies.flatMap(policy =>
    contestsOf(policy, budgets, request.budgets === undefined),
  );
  const rows: SuiteRow[] = [];
  const ran: (Ran & { readonly policy: string; readonly alone: boolean })[] = [];
  for (const contest of contests) {
    const tallies: Tally[] = [];
    for (const arm of arms) {
      request.progress([contest.policy, ...Object.entries(contest.options).flat(), 'on', arm.name].join(' '));
      tallies.push(await tally(arm, contest, request));
    }
    const options = Object.entries(contest.options).flat();
    const name = [contest.policy, ...options].join(' ');
    ran.push({ name, policy: contest.policy, alone: options.length > 0, tallies });
    if (tallies.length > 1) rows.push(...rowsOf(contest, tallies, {}, request.seeds));
    for (const one of tallies) {
      const named = tallies.length > 1 ? { arm: one.arm.name } : {};
      rows.push(...rowsOf(contest, [one], named, request.seeds));
    }
  }
  return {
    suite: answers.name,
    data: request.data,
    tasks: new Set(arms.flatMap(({ tasks }) => tasks.map(task => task.id))).size,
    seeds: request.seeds,
    rows,
    references: {
      uniform: await uniformPoints(arms, budgets, request),
      hindsight: hindsightVotes(arms, budgets),
    },
    notes: [...notesOf(arms), ...lossesOf(rows)],
    ...(request.budgets === undefined && goalFigures(ran, request.seeds)),
  };
}

/** Draws of `auto` at its prices against Beta-stopping at .95, where both ran. */
function goalFigures(
  ran: readonly (Ran & { readonly policy: string; readonly alone: boolean })[],
  seeds: number,
): Pick<SuiteResult, 'figures'> {
  const rule = ran.find(({ policy, alone }) => policy === 'adaptive-consistency' && !alone);
  const priced = ran.filter(({ policy, alone }) => policy === 'auto' && alone);
  if (!rule || priced.length === 0) return {};
  const others = ran.filter(one => one !== rule && (one.alone || one.policy === 'esc'));
  return {
    figures: {
      againstBetaStopping: goalByArm(rule, priced, seeds),
      pairedWithBetaStopping: others.map(other => pairedWith(rule, other, seeds)),
    },
  };
}

/**
 * A shared budget gives the whole curve in one drive. Where none was asked for, rules that a price or a threshold stops
 * also run with other ones than their own.
 */
function contestsOf(policy: string, budgets: readonly number[], free: boolean): readonly Contest[] {
  const factory = policies[policy];
  if (!factory) throw new BadOption(`There is no policy "${policy}".`);
  const shared: Contest = { policy, factory, options: {}, budgets, price: lowestPrice };
  const alone = { ...shared, budgets: budgets.slice(-1) };
  if (!free) return [shared];
  if (policy === 'auto') return [shared, ...prices.map(price => ({ ...alone, options: { price }, price }))];
  if (policy !== 'adaptive-consistency') return [shared];
  const looser = thresholds.map(threshold => {
    return { ...alone, options: { threshold }, factory: adaptiveConsistencyAt(threshold) };
  });
  return [shared, ...looser];
}

async function tally(arm: AnswerArm, contest: Contest, request: SuiteRequest): Promise<Tally> {
  const { tasks } = arm;
  const rights = contest.budgets.map(() => new Float64Array(tasks.length));
  const draws = contest.budgets.map(() => 0);
  const tokens = contest.budgets.map(() => 0);
  const stops = contest.budgets.map((): Record<string, number> => ({}));
  let [decisions, millis] = [0, 0];
  for (let seed = 1; seed <= request.seeds; seed++) {
    request.signal.throwIfAborted();
    await new Promise(resolve => setImmediate(resolve));
    const orders = tasks.map(task => shuffled(task, seed));
    const driven = driveTasks(orders, contest, seed);
    for (const [at, standings] of driven.standings.entries()) {
      const right = rights[at];
      const stop = stops[at];
      for (const [task, { chosen, draws: drawn, stop: reason }] of standings.entries()) {
        const order = orders[task] ?? [];
        if (right && chosen !== undefined && order[chosen]?.right) right[task] = (right[task] ?? 0) + 1;
        if (stop) stop[reason] = (stop[reason] ?? 0) + 1;
        draws[at] = (draws[at] ?? 0) + drawn;
        for (const one of order.slice(0, drawn)) tokens[at] = (tokens[at] ?? 0) + one.tokens;
      }
    }
    decisions += driven.decisions;
    millis += driven.millis;
  }
  return { arm, rights, draws, tokens, stops, decisions, millis };
}

function driveTasks(
  orders: readonly (readonly AnswerDraw[])[],
  { factory, budgets, price }: Contest,
  seed: number,
): SetDriven {
  return driveSet({
    factory,
    decks: orders.map(deckOf),
    setup: task => setupOf(orders[task]?.length ?? 0, price, `${seed}/${task}`),
    budgets,
    random: seededRandom(`${seed}/ties`),
  });
}

/** A draw is the unit here: each counts as one token, whatever it was, so that a price is a price of a draw. */
const drawCost = cost({ completionTokens: 1, calls: 1 });

function setupOf(samples: number, price: number, seed: string): PolicySetup {
  return {
    task: 'prompt',
    verifiable: false,
    arms: [{ id: 'recorded', temperature: 0.7, expectedCost: drawCost }],
    actions: ['sample'],
    price: { perToken: price, perSandboxSecond: 0 },
    budget: {},
    samples,
    random: seededRandom(seed),
  };
}

function deckOf(order: readonly AnswerDraw[]): Deck {
  return order.map(({ answer }) => {
    const found =
      answer === undefined
        ? { behaviour: '', error: 'the text holds no answer' }
        : { behaviour: answer, answer };
    return { candidate: { text: answer ?? '', ...found }, cost: drawCost };
  });
}

/** The same order for every policy. */
function shuffled({ id, draws }: AnswerTask, seed: number): readonly AnswerDraw[] {
  const random = seededRandom(`${seed}/${id}`);
  const order = [...draws];
  for (let last = order.length - 1; last > 0; last--) {
    const other = random.below(last + 1);
    const [left, right] = [order[last], order[other]];
    if (left && right) [order[last], order[other]] = [right, left];
  }
  return order;
}

async function uniformPoints(
  arms: readonly AnswerArm[],
  budgets: readonly number[],
  request: SuiteRequest,
): Promise<readonly ReferencePoint[]> {
  const contest: Contest = { policy: 'uniform', factory: uniform, options: {}, budgets, price: lowestPrice };
  const tallies: Tally[] = [];
  for (const arm of arms) tallies.push(await tally(arm, contest, request));
  return rowsOf(contest, tallies, {}, request.seeds).map(({ budget, accuracy }) => ({ budget, accuracy }));
}

function mostDraws({ tasks }: AnswerArm): number {
  return Math.max(...tasks.map(({ draws }) => draws.length));
}

function notesOf(arms: readonly AnswerArm[]): readonly string[] {
  const shared =
    'A budget is shared by the whole set: auto draws next where a vote is worth most, the others in rounds; a task ends early by its own rule.';
  const priced =
    'Rows with a price or a threshold stop by it alone, the same for every task and arm; the budget is all recorded draws.';
  const hindsight =
    'hindsight knows, for each task, how often the majority of so many draws is right, and splits the budget best in advance.';
  const several =
    'Rows without an arm are means over the arms, each weighing the same; their intervals keep the figures of a question together.';
  return arms.length > 1 ? [shared, priced, hindsight, several] : [shared, priced, hindsight];
}
