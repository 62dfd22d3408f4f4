import type { Candidate } from './candidate.ts';
import type { TraceEvent } from './trace.ts';

/** The candidates that the actions of a run gave, in the order they ended. */
export function candidatesIn(events: readonly TraceEvent[]): readonly Candidate[] {
  return events.flatMap(event =>
    event.type === 'action-ended' && event.result.type === 'candidate' ? [event.result.candidate] : [],
  );
}
