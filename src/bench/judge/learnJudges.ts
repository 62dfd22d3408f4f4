import { totalTokens } from '../../engine/cost.ts';
import type { JudgeName } from '../../engine/judging/judge.ts';
import type { RunStatus, TraceEvent } from '../../engine/trace.ts';
import type { Ponder, Run, RunOptions, RunOutcome } from '../../ponder.ts';
import type { LiveTask } from '../liveTasks.ts';

/** What a judge had shown, and what one run spent on it. */
export type JudgeAfterRun = {
  readonly judge: JudgeName;
  /** Log odds that its verdicts moved in this run, by the labels of the runs before; 0 is no budget. Missing before the first. */
  readonly weight?: number;
  /** Candidates and pairs whose truth was known after the run. */
  readonly labels: number;
  /** Verdicts that the engine bought in the run. */
  readonly bought: number;
  readonly tokens: number;
};

export type LearningRow = {
  /** From 1, in the order in which they were made: each learns from those before. */
  readonly run: number;
  readonly task: string;
  readonly seed: number;
  readonly status: RunStatus;
  /** What the engine spent, judges included. */
  readonly tokens: number;
  readonly judges: readonly JudgeAfterRun[];
};

/** What is known of a judge from labels. */
export type KnownOfJudge = { readonly judge: JudgeName; readonly weight: number; readonly labels: number };

export type LearningSetup = {
  readonly ponder: Ponder;
  readonly tasks: readonly LiveTask[];
  readonly options: RunOptions;
  readonly seeds: readonly number[];
  readonly judges: readonly JudgeName[];
  /** So many candidates of each run are judged once by each judge after it, so that labels do not depend on what is bought. */
  readonly byHand: number;
  /** What the runs so far have taught. */
  known(workspace: string): readonly KnownOfJudge[];
  readonly onRow: (row: LearningRow) => void;
};

/** Solves every task with every seed, one after the other, each told what those before taught of the judges. */
export async function learnJudges(setup: LearningSetup): Promise<readonly LearningRow[]> {
  const rows: LearningRow[] = [];
  for (const seed of setup.seeds) {
    for (const task of setup.tasks) {
      const row = await learnFrom(setup, task, seed, rows.length + 1);
      rows.push(row);
      setup.onRow(row);
    }
  }
  return rows;
}

async function learnFrom(
  { ponder, options, judges, byHand, known }: LearningSetup,
  { id, found }: LiveTask,
  seed: number,
  number: number,
): Promise<LearningRow> {
  const before = new Map(known(found.workspace).map(one => [one.judge, one]));
  const run = ponder.solve(found, { ...options, seed });
  const events: TraceEvent[] = [];
  run.subscribe(event => events.push(event));
  const outcome = await run.result;
  await judgeByHand(run, outcome, judges, byHand);
  const after = new Map(known(found.workspace).map(one => [one.judge, one]));
  return {
    run: number,
    task: id,
    seed,
    status: outcome.status,
    tokens: totalTokens(outcome.spent),
    judges: judges.map(judge => {
      const weight = before.get(judge)?.weight;
      const labels = after.get(judge)?.labels ?? 0;
      return { judge, ...(weight !== undefined && { weight }), labels, ...boughtOf(judge, events) };
    }),
  };
}

async function judgeByHand(
  run: Run,
  { candidates }: RunOutcome,
  judges: readonly JudgeName[],
  most: number,
): Promise<void> {
  const usable = candidates.filter(
    candidate => candidate.error === undefined && candidate.code !== undefined,
  );
  const shown = [...new Map(usable.map(candidate => [candidate.behaviour, candidate])).values()];
  for (const { id } of shown.slice(0, most)) {
    for (const judge of judges) await run.judge(id, judge, 1);
  }
}

function boughtOf(judge: JudgeName, events: readonly TraceEvent[]) {
  const asked = new Map(
    events.flatMap(event => {
      if (event.type !== 'action-started') return [];
      const { action, id } = event;
      const isAsked = (action.type === 'judge' || action.type === 'compare') && action.by === judge;
      return isAsked ? [[id, action.type === 'judge' ? action.votes : 2] as const] : [];
    }),
  );
  const ended = events.flatMap(event =>
    event.type === 'action-ended' && asked.has(event.id) ? [event] : [],
  );
  return {
    bought: [...asked.values()].reduce((sum, votes) => sum + votes, 0),
    tokens: ended.reduce((sum, { cost }) => sum + totalTokens(cost), 0),
  };
}

/** What became of a judge over some runs in a row. */
export type JudgeCourse = {
  readonly judge: JudgeName;
  /** The first and the last of them. */
  readonly runs: string;
  /** As the last of them had it. */
  readonly weight: number;
  readonly labels: number;
  readonly bought: number;
  /** What was spent on it, and that as a share of all that the runs spent. */
  readonly tokens: number;
  readonly share: number;
  readonly verified: number;
};

/** The course of each judge, so many runs to a line. */
export function coursesOf(rows: readonly LearningRow[], together: number): readonly JudgeCourse[] {
  const judges = rows[0]?.judges.map(({ judge }) => judge) ?? [];
  const blocks = Array.from({ length: Math.ceil(rows.length / together) }, (_, at) =>
    rows.slice(at * together, (at + 1) * together),
  );
  return judges.flatMap(judge => blocks.map(block => courseOf(judge, block)));
}

function courseOf(judge: JudgeName, block: readonly LearningRow[]): JudgeCourse {
  const own = block.flatMap(row => row.judges.filter(one => one.judge === judge));
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
  const tokens = sum(own.map(one => one.tokens));
  return {
    judge,
    runs: `${block[0]?.run} to ${block.at(-1)?.run}`,
    weight: own.at(-1)?.weight ?? 0,
    labels: own.at(-1)?.labels ?? 0,
    bought: sum(own.map(one => one.bought)),
    tokens,
    share: tokens / Math.max(1, sum(block.map(row => row.tokens))),
    verified: block.filter(row => row.status === 'verified').length,
  };
}
