import type { Candidate, CandidateId } from './candidate.ts';

/** Candidates that behave alike. */
export type Group = {
  readonly behaviour: string;
  /** In the order they were drawn. */
  readonly members: readonly CandidateId[];
};

/** Groups in the order of size, then of their first member; candidates without a usable answer are left out. */
export function groupByBehaviour(candidates: Iterable<Candidate>): readonly Group[] {
  const groups = new Map<string, CandidateId[]>();
  for (const candidate of candidates) {
    if (candidate.error !== undefined) continue;
    const members = groups.get(candidate.behaviour);
    if (members) members.push(candidate.id);
    else groups.set(candidate.behaviour, [candidate.id]);
  }
  return [...groups]
    .map(([behaviour, members]) => ({ behaviour, members }))
    .sort((left, right) => right.members.length - left.members.length);
}
