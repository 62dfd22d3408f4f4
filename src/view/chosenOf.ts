import type { CandidateId, CandidateView, RunView } from '../protocol.ts';

/** The candidate that the run chose; while it goes on, and where it chose none, the one that leads. */
export function chosenId({ chosen, leader }: Pick<RunView, 'chosen' | 'leader'>): CandidateId | undefined {
  return chosen ?? leader;
}

/** The same candidate with all that is drawn of it. */
export function chosenOf(view: Pick<RunView, 'candidates' | 'chosen' | 'leader'>): CandidateView | undefined {
  return view.candidates.find(({ id }) => id === chosenId(view));
}
