import type { Candidate } from './engine/candidate.ts';
import type { Task } from './engine/task.ts';
import type { TraceEvent } from './engine/trace.ts';
import type { Run, RunOutcome } from './ponder.ts';
import type { Learning } from './store/learning.ts';
import { openTraceFile } from './store/traceFile.ts';

export type LiveRunSetup = {
  readonly id: string;
  readonly task: Task;
  readonly traceFile: string;
  /** Does the run; emits every event in order. */
  readonly start: (signal: AbortSignal, emit: (event: TraceEvent) => void) => Promise<unknown>;
  /** What keeps what the run shows; undefined for a run that teaches nothing. */
  readonly learning: Learning | undefined;
};

/** A run under way: keeps its events for late subscribers and writes them to its trace. */
export function liveRun({ id, task, traceFile, start, learning }: LiveRunSetup): Run {
  const events: TraceEvent[] = [];
  const listeners = new Set<(event: TraceEvent) => void>();
  const abort = new AbortController();
  const trace = openTraceFile(traceFile);
  const emit = (event: TraceEvent) => {
    events.push(event);
    trace.append(event);
    for (const listener of listeners) listener(event);
  };
  const result = start(abort.signal, emit).then(() => {
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
      const last = events.at(-1);
      emit({ seq: (last?.seq ?? 0) + 1, at: last?.at ?? 0, type: 'choice', candidate, verdict });
      learning?.chosen(events, candidate, verdict);
    },
  };
}

function outcomeOf(
  events: readonly TraceEvent[],
  trace: { file: string; problem: string | undefined },
  learningProblem: string | undefined,
): RunOutcome {
  const end = events.find(event => event.type === 'run-ended');
  if (!end) throw new Error('The run did not end.');
  const candidates = events.flatMap(event =>
    event.type === 'action-ended' && event.result.type === 'candidate' ? [event.result.candidate] : [],
  );
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

/** The chosen one first, then by reward, the unusable last. */
function rankOf(candidate: Candidate, chosen: string | undefined): number {
  if (candidate.id === chosen) return 2;
  return candidate.error === undefined ? (candidate.reward?.value ?? 0) : -1;
}
