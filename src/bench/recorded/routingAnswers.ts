import { meanOf } from '../../engine/mean.ts';
import { auto } from '../../engine/policies/auto.ts';
import { router } from '../../engine/policies/router.ts';
import type { PolicyFactory } from '../../engine/policy.ts';
import { seededRandom } from '../../engine/random.ts';
import { BadOption } from '../../runConfig.ts';
import { type AnswerArm, separateArms } from './answerDraws.ts';
import { priceCurve, rowOfTally, Tallies } from './armRows.ts';
import {
  type ArmDraw,
  type ArmTask,
  type Chooser,
  inOrderOf,
  type PricedArm,
  play,
  policyChooser,
} from './playArms.ts';
import type { SuiteRequest, SuiteResult } from './suite.ts';

export const answerPolicies = [
  'auto',
  'router',
  'cascade',
  'always-strong',
  'always-weak',
  'weak-majority',
] as const;

/** Price of a draw of the strong arm, where a draw of a weak one is 1. */
const strongPrice = 20;
const lambdas = [0.004, 0.006, 0.008, 0.011, 0.015, 0.02, 0.03] as const;
const cascades = [3, 5, 10].flatMap(drafts => [0.5, 0.7, 0.9].map(share => ({ drafts, share })));

/** Weak arms that vote, and the strong one that can be asked. */
type Pairing = { readonly weak: readonly string[]; readonly strong: string };

const pairings: readonly Pairing[] = [
  { weak: ['gpt-3.5-turbo/cot2/t=0.8'], strong: 'gpt-4/cot1' },
  { weak: ['gpt-3.5-turbo/pot2/t=0.8'], strong: 'gpt-4/cot1' },
  { weak: ['gpt-3.5-turbo/cot2/t=0.8', 'gpt-3.5-turbo/pot2/t=0.8'], strong: 'gpt-4/cot1' },
  { weak: ['llama2-13b/pot2'], strong: 'gpt-4/cot1' },
  { weak: ['llama2-13b/pot1', 'llama2-13b/pot2'], strong: 'gpt-4/cot1' },
];

/** Routing without a verifier: weak arms vote, a strong one can be asked. Budgets are the most weak draws. */
export async function routingAnswers(request: SuiteRequest): Promise<SuiteResult> {
  const arms = await separateArms(request.data);
  const names = new Set(arms.map(arm => arm.name));
  const found = pairings.filter(({ weak, strong }) => [...weak, strong].every(name => names.has(name)));
  if (found.length === 0) {
    throw new BadOption(`${request.data} has none of the pairs of arms that are routed between.`);
  }
  const budgets = request.budgets ?? [10];
  const played = budgets.flatMap(budget =>
    found.map(pairing => ({
      budget,
      pairing,
      ...playPairing(tasksOf(arms, pairing), pairing, budget, request),
    })),
  );
  const rows = played.flatMap(({ budget, table }) =>
    table.all.map(tally => rowOfTally(tally, request.seeds, budget)),
  );
  return {
    suite: 'routing',
    data: request.data,
    tasks: Math.max(...played.map(one => one.tasks)),
    seeds: request.seeds,
    rows,
    references: {
      uniform: rows
        .filter(row => row.policy === 'weak-majority' && row.options.weak === found[0]?.weak.join(' + '))
        .map(({ budget, accuracy }) => ({ budget, accuracy })),
      hindsight: budgets.map(budget => ({
        budget,
        accuracy: best(played.find(one => one.budget === budget)),
      })),
    },
    notes: [
      'hindsight knows for each task whether the weak majority or the strong arm is right more often (first pair of arms).',
      `A draw of the strong arm costs ${strongPrice}, of a weak one 1. Weak arms named together draw in turn. A draw without an answer is no vote; uniform is the majority of the first weak arm.`,
      'cascade: so many weak draws, and the strong arm when the share of the leading answer is below the threshold. Its rows are to be picked in hindsight; router has its lambda alone.',
      'router takes the answer of the strong arm for right; where weak votes are correlated (one prompt) their share says more than it should, and a cascade picked in hindsight is better.',
    ],
    plots: played
      .filter(({ budget }) => budget === budgets[0])
      .map(({ pairing, table }) =>
        priceCurve(`${pairing.weak.join(' + ')} to ${pairing.strong}`, table.all, request.seeds),
      ),
  };
}

/** For each task the better of the weak majority and the strong arm, as if it were known. */
function best(first: { readonly tasks: number; readonly known: Float64Array } | undefined): number {
  return first ? meanOf([...first.known]) : 0;
}

function tasksOf(arms: readonly AnswerArm[], { weak, strong }: Pairing): readonly ArmTask[] {
  const wanted = [...weak, strong];
  const byTask = new Map<string, Record<string, readonly ArmDraw[]>>();
  for (const { name, tasks } of arms.filter(arm => wanted.includes(arm.name)))
    for (const { id, draws } of tasks) byTask.set(id, { ...byTask.get(id), [name]: draws });
  return [...byTask]
    .map(([id, draws]) => ({ id, arms: draws }))
    .filter(task => wanted.every(name => (task.arms[name]?.length ?? 0) > 0));
}

function playPairing(
  tasks: readonly ArmTask[],
  { weak, strong }: Pairing,
  most: number,
  { policies, seeds, signal, progress }: SuiteRequest,
): { readonly tasks: number; readonly table: Tallies; readonly known: Float64Array } {
  const table = new Tallies(tasks.length);
  const arms = [...weak.map(id => ({ id, price: 1 })), { id: strong, price: strongPrice }];
  const [majority, asked] = [new Float64Array(tasks.length), new Float64Array(tasks.length)];
  const between = { weak: weak.join(' + '), strong };
  for (let seed = 1; seed <= seeds; seed++) {
    signal.throwIfAborted();
    for (const [place, task] of tasks.entries()) {
      const given = inOrderOf(`${seed}`, task);
      const rightOf = (chooser: Chooser) => Number(play(given, arms, chooser, most + 3).right);
      majority[place] = (majority[place] ?? 0) + rightOf(cascade(weak, strong, most, 0));
      asked[place] = (asked[place] ?? 0) + rightOf(cascade([], strong, 0, 1));
      const run = (policy: string, options: Record<string, unknown>, chooser: () => Chooser) => {
        if (!policies.includes(policy)) return;
        table.add(policy, { ...between, ...options }, place, play(given, arms, chooser(), most + 3));
      };
      run('always-strong', {}, () => cascade([], strong, 0, 1));
      run('always-weak', {}, () => cascade(weak, strong, 1, 0));
      run('weak-majority', {}, () => cascade(weak, strong, most, 0));
      for (const { drafts, share } of cascades)
        if (drafts <= most) run('cascade', { drafts, share }, () => cascade(weak, strong, drafts, share));
      for (const lambda of lambdas)
        for (const factory of [auto, router])
          run(factory.name, { lambda }, () => routed(factory, arms, lambda, most));
    }
    progress(`routing ${between.weak} to ${strong}, seed ${seed} of ${seeds}`);
  }
  const known = Float64Array.from(tasks, (_, place) => {
    const share = (bare: Float64Array) => (bare[place] ?? 0) / seeds;
    return Math.max(share(majority), share(asked));
  });
  return { tasks: tasks.length, table, known };
}

function routed(factory: PolicyFactory, arms: readonly PricedArm[], lambda: number, most: number): Chooser {
  const random = seededRandom('routing');
  return policyChooser(factory, { arms, verifiable: false, lambda, most, random });
}

/** So many weak draws, in turn; then the strong arm when fewer than `share` of them agree. */
function cascade(weak: readonly string[], strong: string, drafts: number, share: number): Chooser {
  const votes = new Map<string, { votes: number; right: boolean }>();
  let drawn = 0;
  let asked: ArmDraw | undefined;
  const leading = () =>
    [...votes.values()].reduce((best, one) => (one.votes > best.votes ? one : best), {
      votes: 0,
      right: false,
    });
  return {
    next() {
      if (asked) return { stop: 'asked' };
      if (drawn < drafts) return { arm: weak[drawn % weak.length] ?? '' };
      return drafts > 0 && leading().votes >= share * drafts ? { stop: 'settled' } : { arm: strong };
    },
    tell(arm, draw) {
      if (arm === strong) asked = draw;
      else drawn += 1;
      if (draw.answer === undefined) return;
      const known = votes.get(draw.answer) ?? { votes: 0, right: draw.right };
      votes.set(draw.answer, { votes: known.votes + 1, right: known.right });
    },
    right: () => asked?.right ?? leading().right,
  };
}
