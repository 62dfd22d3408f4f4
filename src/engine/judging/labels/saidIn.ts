import type { CandidateId } from '../../candidate.ts';
import type { Evidence, Vote } from '../../reward.ts';
import type { TraceEvent } from '../../trace.ts';
import type { JudgeName, PairVote } from '../judge.ts';

/** What a judge said of one candidate, the last time. */
export type Verdict = {
  readonly candidate: CandidateId;
  readonly judge: JudgeName;
  readonly said: readonly Vote[];
};

/** The last that each judge said of each candidate, by hand too. */
export function verdictsIn(events: readonly TraceEvent[]): readonly Verdict[] {
  const verdicts = new Map<string, Verdict>();
  const note = (candidate: CandidateId, evidence: readonly Evidence[]) => {
    for (const one of evidence) {
      const judge = one.type === 'votes' || one.type === 'steps' ? one.by : undefined;
      if (judge !== undefined)
        verdicts.set(`${candidate} ${judge}`, { candidate, judge, said: votesOf(one) });
    }
  };
  for (const event of events) {
    if (event.type === 'judged-by-hand') note(event.candidate, event.reward.evidence);
    if (event.type !== 'action-ended') continue;
    const { result } = event;
    if (result.type === 'judged') note(result.candidate, result.reward.evidence);
    if (result.type === 'candidate') note(result.candidate.id, result.candidate.reward?.evidence ?? []);
  }
  return [...verdicts.values()];
}

/** The verdicts on all steps together are one vote, the value of the last prefix that has one. */
function votesOf(evidence: Evidence): readonly Vote[] {
  if (evidence.type === 'votes') return evidence.votes;
  if (evidence.type !== 'steps') return [];
  const value = evidence.steps.findLast(step => step.value !== undefined)?.value;
  return [value === undefined ? {} : { value }];
}

/** How a judge compared two candidates, the last time. */
export type Comparison = {
  readonly judge: JudgeName;
  /** The two in an order of their own. */
  readonly pair: string;
  readonly left: CandidateId;
  readonly right: CandidateId;
  readonly votes: readonly PairVote[];
};

/** The last comparison of each pair by each judge, whichever stood on the left. */
export function comparisonsIn(events: readonly TraceEvent[]): readonly Comparison[] {
  const comparisons = new Map<string, Comparison>();
  const asked = new Map(
    events.flatMap(event => (event.type === 'action-started' ? [[event.id, event.action] as const] : [])),
  );
  for (const event of events) {
    if (event.type !== 'action-ended' || event.result.type !== 'compared') continue;
    const action = asked.get(event.id);
    const { votes = [] } = event.result;
    if (action?.type !== 'compare' || action.by === undefined || votes.length === 0) continue;
    const { by: judge, left, right } = action;
    const pair = [left, right].sort().join(' ');
    comparisons.set(`${judge} ${pair}`, { judge, pair, left, right, votes });
  }
  return [...comparisons.values()];
}
