import type { CandidateView, RunView } from '../src/protocol.ts';

/** The candidates that are attempts: beginnings that others go on from are part of those. */
export function attemptsIn({ candidates }: Pick<RunView, 'candidates'>): readonly CandidateView[] {
  return candidates.filter(one => !one.continued);
}
