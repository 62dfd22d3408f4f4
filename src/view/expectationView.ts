import type { TraceEvent } from '../engine/trace.ts';
import type { CandidateId, CandidateView, ExpectationView, RunView } from '../protocol.ts';
import { chosenId } from './chosenOf.ts';

type Expectation = Extract<TraceEvent, { type: 'expectation' }>;
type Facts = Pick<RunView, 'candidates' | 'chosen' | 'leader'>;

/** What the person expects, with one call more; what they said of the same call before is replaced. */
export function withExpectation(
  before: readonly ExpectationView[],
  { call, expected, ran, passes }: Expectation,
): readonly ExpectationView[] {
  return [...before.filter(one => one.call !== call), { call, expected, ran, passes }];
}

/** The candidates that meet all that is expected: the chosen one first, then those that most others behave like. */
export function meetingAll(facts: Facts, expectations: readonly ExpectationView[]): readonly CandidateId[] {
  if (expectations.length === 0) return [];
  const meeting = facts.candidates.filter(one => one.fate.type !== 'unusable' && meets(one, expectations));
  const rank = (one: CandidateView) =>
    one.id === chosenId(facts)
      ? Number.POSITIVE_INFINITY
      : meeting.filter(other => other.behaviour === one.behaviour).length;
  return meeting.toSorted((one, other) => rank(other) - rank(one)).map(({ id }) => id);
}

function meets({ id }: CandidateView, expectations: readonly ExpectationView[]): boolean {
  return expectations.every(({ passes }) => passes.includes(id));
}
