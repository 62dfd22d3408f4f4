import type { Action, ActionId, Result } from '../../engine/action.ts';
import { PricedPolicy } from '../../engine/auto/pricedPolicy.ts';
import { VerifiedAppraiser } from '../../engine/auto/verifiedAppraiser.ts';
import type { CandidateId } from '../../engine/candidate.ts';
import { cost, zeroCost } from '../../engine/cost.ts';
import type { HistoryRow, Tries } from '../../engine/history.ts';
import { flatJudge } from '../../engine/judgeModel.ts';
import { learntPrior } from '../../engine/learntPrior.ts';
import type { PolicySetup } from '../../engine/policy.ts';
import { type Effort, priceOf } from '../../engine/price.ts';
import type { Random } from '../../engine/random.ts';

/** Where a critic is tried: chances on a task of the middle kind, and what its words multiply the odds of a repair by. */
export type CriticWorld = {
  readonly effort: Effort;
  readonly sample: number;
  readonly refine: number;
  readonly lift: number;
};

/** What came of one simulated run. */
export type CriticRun = {
  readonly tokens: number;
  /** Of those, on critiques; and how many there were. */
  readonly onCritiques: number;
  readonly critiques: number;
  readonly verified: boolean;
};

/** Tokens of each kind of action, as the embedded model spends them. */
const tokensOf = { sample: 160, judge: 450, refine: 550 } as const;
/** How many ways to fail a task has. */
const behaviours = 12;
const mostActions = 80;
const critic = 'critic';
const features = {
  kind: 'code',
  language: 'javascript',
  size: 40,
  hasTests: true,
  model: 'simulated',
} as const;
const arm = { id: 'default', temperature: 0.8, expectedCost: costOf('sample') } as const;

/**
 * Runs of `auto` with tests, one after the other, each told what those before taught; three in ten tasks are four times as easy
 * as the middle one, four in ten a tenth as easy.
 */
export function criticRuns(world: CriticWorld, runs: number, random: Random): readonly CriticRun[] {
  const rows: HistoryRow[] = [];
  return Array.from({ length: runs }, (_, i) => {
    const { row, run } = simulatedRun(world, rows, random.fork(`run ${i}`));
    rows.push(row);
    return run;
  });
}

/** One run that knows these rows, and the row that it leaves: what `rowOf` would read in its trace, without costs of candidates. */
export function simulatedRun(
  world: CriticWorld,
  rows: readonly HistoryRow[],
  random: Random,
): { readonly row: HistoryRow; readonly run: CriticRun } {
  const policy = new PricedPolicy(new VerifiedAppraiser(setupOf(world, rows, random)));
  const kind = random.next();
  const ease = kind < 0.3 ? 4 : kind < 0.6 ? 1 : 0.1;
  const tries = new Map<string, Tries>();
  const critiqued = new Set<CandidateId>();
  const seenBy = new Map<string, ReadonlySet<string>>();
  let failed = 0;
  let run: CriticRun = { tokens: 0, onCritiques: 0, critiques: 0, verified: false };
  for (let at = 0; at < mostActions && !run.verified; at++) {
    const decision = policy.ask(1);
    const action = decision.type === 'act' ? decision.actions[0] : undefined;
    if (action?.type !== 'sample' && action?.type !== 'judge' && action?.type !== 'refine') break;
    const id: ActionId = `a${at}`;
    const tokens = tokensOf[action.type];
    run = { ...run, tokens: run.tokens + tokens };
    let result: Result;
    if (action.type === 'judge') {
      critiqued.add(action.candidate);
      run = { ...run, onCritiques: run.onCritiques + tokens, critiques: run.critiques + 1 };
      result = critiqueOf(action.candidate);
    } else {
      const isShown = action.type === 'refine' && critiqued.has(action.candidate);
      const odds = oddsOf(Math.min(0.9, ease * world[action.type])) * (isShown ? world.lift : 1);
      const verified = random.next() < odds / (1 + odds);
      const of = isShown ? critic : action.type;
      const behaviour = verified ? 'right' : `wrong ${random.below(behaviours)}`;
      const seen = new Set(seenBy.get(of)).add(behaviour);
      seenBy.set(of, seen);
      tries.set(of, { ...withTry(tries.get(of), verified, failed), distinct: seen.size });
      failed += Number(!verified);
      run = { ...run, verified };
      result = candidateOf(`c${at}`, behaviour, action);
    }
    policy.started([{ id, action }]);
    policy.tell({ id, action, result, cost: costOf(action.type) });
  }
  return { row: rowOf(run, tries), run };
}

function setupOf({ effort }: CriticWorld, rows: readonly HistoryRow[], random: Random): PolicySetup {
  const near = rows.map(row => ({ row, here: true }));
  const prior = learntPrior(near, features, [arm], random.fork('prior'));
  return {
    task: 'code',
    verifiable: true,
    arms: [arm],
    actions: ['sample', 'refine', 'judge'],
    price: priceOf(effort, tokensOf.sample),
    judges: [{ name: critic, performs: ['judge'], model: flatJudge }],
    ...(prior && { prior }),
    budget: {},
    samples: 1,
    random,
  };
}

function critiqueOf(candidate: CandidateId): Result {
  const votes = [{ value: 0.2, critique: 'It is wrong.' }];
  const evidence = [{ type: 'votes', by: critic, votes }] as const;
  return { type: 'judged', candidate, reward: { value: 0.5, quality: 0, verified: false, evidence } };
}

function candidateOf(id: CandidateId, behaviour: string, action: Action): Result {
  const verified = behaviour === 'right';
  const reward = { value: verified ? 1 : 0.5, quality: verified ? 1 : 0, verified, evidence: [] };
  const parent = action.type === 'refine' ? { parent: action.candidate } : {};
  return {
    type: 'candidate',
    candidate: { id, arm: arm.id, text: '', behaviour, cost: zeroCost, reward, ...parent },
  };
}

function withTry(tries: Tries | undefined, verified: boolean, before: number): Omit<Tries, 'distinct'> {
  const { number, right, first } = tries ?? { number: 0, right: 0, first: verified };
  return {
    number: number + 1,
    right: right + Number(verified),
    ...(first !== undefined && { first }),
    before: tries?.before ?? before,
    tokens: 0,
    sandboxSeconds: 0,
  };
}

function rowOf({ tokens, verified }: CriticRun, tries: ReadonlyMap<string, Tries>): HistoryRow {
  const [sample, refine, shown] = ['sample', 'refine', critic].map(of => tries.get(of));
  return {
    ...features,
    policy: 'auto',
    status: verified ? 'verified' : 'failed',
    tokens,
    samples: sample ? { [arm.id]: sample } : {},
    ...(refine && { refined: refine }),
    ...(shown && { critics: { [critic]: shown } }),
  };
}

function costOf(type: keyof typeof tokensOf) {
  const half = tokensOf[type] / 2;
  return cost({ promptTokens: half, completionTokens: half, calls: 1 });
}

function oddsOf(chance: number): number {
  return chance / (1 - chance);
}
