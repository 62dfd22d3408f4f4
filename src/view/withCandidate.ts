import type { CandidateId, CandidateView } from '../protocol.ts';

/** The candidates with a change of one of them; the others stay the same objects. */
export function withCandidate(
  candidates: readonly CandidateView[],
  id: CandidateId,
  change: (candidate: CandidateView) => CandidateView,
): readonly CandidateView[] {
  return candidates.map(one => (one.id === id ? change(one) : one));
}
