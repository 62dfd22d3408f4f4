import type { Action, ActionId } from './action.ts';
import type { ArmId, Candidate, CandidateId } from './candidate.ts';
import { addCosts, type Cost, totalTokens, zeroCost } from './cost.ts';
import { critiqueOf } from './judging/asking/judgingCritique.ts';
import type { JudgeName } from './judging/judge.ts';
import { isVerifiable, type Language, type Task } from './task.ts';
import type { RunConfig, RunStatus, TraceEvent } from './trace.ts';

/** What is known of a task before anything is spent on it; no text, no names, no paths. */
export type TaskFeatures = {
  readonly kind: Task['type'];
  readonly language?: Language;
  /** Of the function as it stands or of the prompt, in tokens, about. */
  readonly size: number;
  /** There are tests to decide. */
  readonly hasTests: boolean;
  /** How many names of tests are given to the function, where its tests are named. */
  readonly namedTests?: number;
  /** As the provider names it. */
  readonly model: string;
};

/** What became of the actions of one kind in a run. */
export type Tries = {
  /** Candidates that were drawn to their end. */
  readonly number: number;
  /** Of those, verified. */
  readonly right: number;
  /** Whether the one that was bought first was verified; missing where no verifier told. */
  readonly first?: boolean;
  /** Candidates of any kind that had failed when the first was bought. */
  readonly before: number;
  /** Behaviours that were seen. */
  readonly distinct: number;
  readonly tokens: number;
  readonly sandboxSeconds: number;
};

/** What one run showed, for later runs to learn from. Plain data: it is stored. */
export type HistoryRow = TaskFeatures & {
  readonly policy: string;
  readonly status: RunStatus;
  readonly tokens: number;
  /** Samples without a search, by arm. */
  readonly samples: Readonly<Record<ArmId, Tries>>;
  /** Candidates written anew from one that had failed, shown its failure alone. */
  readonly refined?: Tries;
  /** The same, shown what a judge had said of it as well, by judge; earlier versions kept them together as `critiqued`. */
  readonly critics?: Readonly<Record<JudgeName, Tries>>;
  /** Samples that were shown what a search had found. */
  readonly searched?: Tries;
};

/** The features of a task for a model. */
export function featuresOf(task: Task, model: string): TaskFeatures {
  if (task.type === 'prompt') return { kind: task.type, size: tokensIn(task.text), hasTests: false, model };
  const named = task.tests?.only?.length;
  return {
    kind: task.type,
    language: task.language,
    size: tokensIn(task.original),
    hasTests: isVerifiable(task),
    ...(named !== undefined && { namedTests: named }),
    model,
  };
}

/**
 * The row of a run that has ended; undefined where it drew no candidate and so shows nothing (it failed before, was
 * stopped at once, or the code passed already). What was judged before a stop or a failure counts as in any run.
 */
export function rowOf(events: readonly TraceEvent[]): HistoryRow | undefined {
  const [start] = events;
  const end = events.find(event => event.type === 'run-ended');
  if (start?.type !== 'run-started' || !end) return undefined;
  const { task, config } = start;
  const draws = drawsOf(events);
  if (!draws.some(draw => draw.candidate)) return undefined;
  const features = featuresOf(task, config.model);
  const tries = (kind: string) =>
    triesOf(
      draws.filter(draw => draw.kind === kind),
      features.hasTests,
    );
  const triesBy = (kind: string, names: Iterable<string>) =>
    [...names].flatMap(name => {
      const made = tries(`${kind} ${name}`);
      return made ? [[name, made] as const] : [];
    });
  const samples = triesBy(
    'sample',
    config.arms.map(({ id }) => id),
  );
  const critics = triesBy('criticised', new Set(draws.flatMap(({ critic }) => critic ?? [])));
  const [refined, searched] = [tries('refine'), tries('searched')];
  return {
    ...features,
    policy: config.policy,
    status: end.status,
    tokens: totalTokens(end.spent),
    samples: Object.fromEntries(samples),
    ...(refined && { refined }),
    ...(critics.length > 0 && { critics: Object.fromEntries(critics) }),
    ...(searched && { searched }),
  };
}

/** A complete candidate that was bought; without `candidate` it was cut short. */
type Draw = {
  readonly kind: string;
  /** Whose words a refinement was shown. */
  readonly critic?: JudgeName;
  readonly before: number;
  readonly candidate?: Candidate;
  readonly cost: Cost;
};

/** In the order they were bought. */
function drawsOf(events: readonly TraceEvent[]): readonly Draw[] {
  const draws = new Map<ActionId, Draw>();
  const critics = new Map<CandidateId, JudgeName>();
  let failed = 0;
  for (const event of events) {
    if (event.type === 'action-started') {
      const { action } = event;
      const critic = action.type === 'refine' ? critics.get(action.candidate) : undefined;
      const kind = kindOf(action, critic);
      if (kind) draws.set(event.id, { kind, ...(critic && { critic }), before: failed, cost: zeroCost });
    } else if (event.type === 'action-ended' && event.result.type === 'judged') {
      const critique = critiqueOf(event.result.reward);
      if (critique) critics.set(event.result.candidate, critique.by);
    } else if (event.type === 'action-ended' && event.result.type === 'candidate') {
      const { candidate } = event.result;
      const draw = draws.get(event.id);
      if (!draw || candidate.prefix) continue;
      draws.set(event.id, { ...draw, candidate, cost: event.cost });
      if (!candidate.reward?.verified) failed += 1;
    }
  }
  return [...draws.values()];
}

function kindOf(action: Action, critic: JudgeName | undefined): string | undefined {
  if (action.type === 'refine') return critic === undefined ? 'refine' : `criticised ${critic}`;
  if (action.type !== 'sample' || action.until === 'step') return undefined;
  return action.context === undefined ? `sample ${action.arm}` : 'searched';
}

function triesOf(draws: readonly Draw[], judged: boolean): Tries | undefined {
  const made = draws.filter(draw => draw.candidate);
  const [first] = draws;
  if (!first || made.length === 0) return undefined;
  const spent = made.reduce((sum, { cost }) => addCosts(sum, cost), zeroCost);
  return {
    number: made.length,
    right: made.filter(draw => draw.candidate?.reward?.verified).length,
    ...(judged && first.candidate && { first: first.candidate.reward?.verified ?? false }),
    before: first.before,
    distinct: new Set(made.map(draw => draw.candidate?.behaviour)).size,
    tokens: totalTokens(spent),
    sandboxSeconds: Math.round(spent.sandboxSeconds * 100) / 100,
  };
}

/** How long a text is, in tokens, about. */
export function tokensIn(text: string): number {
  return Math.ceil(text.length / 4);
}

/** The rewards of a run without a verifier by one name, under which their calibration is learnt. */
export function rewardName({ rewards }: Pick<RunConfig, 'rewards'>): string {
  return rewards.join(' + ');
}

/** What a person's verdict on a candidate says about a score. */
export type Verdict = { readonly reward: string; readonly score: number; readonly right: boolean };

/**
 * The label that a person's verdict gives: for the candidate that led a run without a verifier, its score before
 * calibration. Undefined for any other: it had no score.
 */
export function labelOf(
  events: readonly TraceEvent[],
  candidate: string,
  verdict: 'accepted' | 'rejected',
): Verdict | undefined {
  const [start] = events;
  if (start?.type !== 'run-started' || isVerifiable(start.task)) return undefined;
  const last = events.findLast(event => event.type === 'action-ended');
  if (last?.leader !== candidate) return undefined;
  return {
    reward: rewardName(start.config),
    score: last.score ?? last.quality,
    right: verdict === 'accepted',
  };
}
