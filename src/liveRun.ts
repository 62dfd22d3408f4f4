import type { Candidate } from './engine/candidate.ts';
import { candidatesIn } from './engine/candidatesIn.ts';
import type { GeneratedTest } from './engine/reward.ts';
import { type CallOutputs, meets, outputsOf } from './engine/rewards/differingCalls.ts';
import type { Task } from './engine/task.ts';
import type { TraceBody, TraceEvent } from './engine/trace.ts';
import { type ByHand, RefusedJudging } from './judgeByHand.ts';
import type { Run, RunOutcome } from './ponder.ts';
import type { Learning } from './store/learning.ts';
import { openTraceFile } from './store/traceFile.ts';

export type LiveRunSetup = {
  readonly id: string;
  readonly task: Task;
  readonly traceFile: string;
  /** Does the run; emits every event in order. */
  readonly start: (signal: AbortSignal, emit: (event: TraceEvent) => void) => Promise<unknown>;
  /** Asks a judge about one of its candidates, once it has ended. */
  readonly judge: (candidate: string, by: string, votes?: number) => Promise<ByHand>;
  /** What keeps what the run shows; undefined for a run that teaches nothing. */
  readonly learning: Learning | undefined;
};

/** A run under way: keeps its events for late subscribers and writes them to its trace. */
export function liveRun({ id, task, traceFile, start, judge, learning }: LiveRunSetup): Run {
  const events: TraceEvent[] = [];
  const listeners = new Set<(event: TraceEvent) => void>();
  const abort = new AbortController();
  const trace = openTraceFile(traceFile);
  const emit = (event: TraceEvent) => {
    events.push(event);
    trace.append(event);
    for (const listener of [...listeners]) if (listeners.has(listener)) tell(listener, event);
  };
  let hasEnded = false;
  const append = (body: TraceBody) => {
    const last = events.at(-1);
    emit({ seq: (last?.seq ?? 0) + 1, at: last?.at ?? 0, ...body });
  };
  const result = start(abort.signal, emit).then(() => {
    hasEnded = true;
    learning?.ended(events);
    return outcomeOf(events, trace, learning?.problem);
  });
  return {
    id,
    task,
    result,
    stop: () => abort.abort(),
    subscribe(listener) {
      for (const event of events) listener(event);
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async choose(candidate, verdict) {
      await result;
      append({ type: 'choice', candidate, verdict });
      learning?.chosen(events, candidate, verdict);
    },
    async diagnosed(candidate, problems) {
      await result;
      if (problems.length > 0) append({ type: 'diagnosed', candidate, problems });
    },
    async expect(call, expected) {
      await result;
      if (task.type !== 'code') return;
      const met = meets({ call, expected }, outputsIn(events), task.language);
      append({ type: 'expectation', call, expected, ...met });
      learning?.judged(events);
    },
    async judge(candidate, by, votes) {
      if (!hasEnded)
        throw new RefusedJudging('The run is still going. Judge its candidates when it has ended.');
      const drawn = candidatesIn(events);
      if (!drawn.some(one => one.id === candidate))
        throw new RefusedJudging(`There is no candidate ${candidate} in this run.`);
      const { reward, cost, failed } = await judge(candidate, by, votes);
      if (reward) {
        append({ type: 'judged-by-hand', candidate, by, reward, cost });
        learning?.judged(events);
      }
      if (failed !== undefined) throw failed;
    },
  };
}

/**
 * As an EventTarget does: one that throws is an uncaught exception. Where these are survived, as in the editor, neither the
 * run nor the other listeners suffer from it.
 */
function tell(listener: (event: TraceEvent) => void, event: TraceEvent): void {
  try {
    listener(event);
  } catch (error) {
    process.nextTick(() => {
      throw error;
    });
  }
}

function outcomeOf(
  events: readonly TraceEvent[],
  trace: { file: string; problem: string | undefined },
  learningProblem: string | undefined,
): RunOutcome {
  const end = events.find(event => event.type === 'run-ended');
  if (!end) throw new Error('The run did not end.');
  const candidates = candidatesIn(events);
  const chosen = candidates.find(candidate => candidate.id === end.chosen);
  const baseline = events.flatMap(event =>
    event.type === 'action-ended' && event.result.type === 'baseline' ? [event.result] : [],
  )[0];
  return {
    status: end.status,
    stop: end.stop,
    reason: end.reason,
    spent: end.spent,
    seconds: end.seconds,
    candidates: candidates.toSorted((left, right) => rankOf(right, end.chosen) - rankOf(left, end.chosen)),
    ...(end.failure && { failure: end.failure }),
    ...(chosen && { chosen }),
    ...(baseline && { baseline }),
    ...(trace.problem === undefined ? { trace: trace.file } : { traceProblem: trace.problem }),
    ...(learningProblem !== undefined && { learningProblem }),
  };
}

/** What the candidates gave, also on calls that were written after they were drawn, to tell them apart. */
function outputsIn(events: readonly TraceEvent[]): readonly CallOutputs[] {
  const calls = events.flatMap(callsIn);
  return candidatesIn(events).map(one => {
    const given = outputsOf(one);
    return { ...given, tests: [...given.tests, ...calls] };
  });
}

function callsIn(event: TraceEvent): readonly GeneratedTest[] {
  return event.type === 'action-ended' && event.result.type === 'compared' ? (event.result.calls ?? []) : [];
}

/** The chosen one first, then by reward, the unusable last. */
function rankOf(candidate: Candidate, chosen: string | undefined): number {
  if (candidate.id === chosen) return 2;
  return candidate.error === undefined ? (candidate.reward?.value ?? 0) : -1;
}
