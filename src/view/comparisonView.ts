import type { Action, ActionId, Result } from '../engine/action.ts';
import type { CandidateId } from '../engine/candidate.ts';
import type { PairVote } from '../engine/judging/judge.ts';
import type { CandidateView, ComparisonView, SideView } from '../protocol.ts';
import { withCandidate } from './withCandidate.ts';

type Compare = Extract<Action, { type: 'compare' }>;
type Compared = Extract<Result, { type: 'compared' }>;

/** The candidates after a comparison of two of them: it stands at both, each time from that one's side. */
export function withComparison(
  candidates: readonly CandidateView[],
  action: ActionId,
  { left, right, by }: Compare,
  { margin, votes = [] }: Compared,
): readonly CandidateView[] {
  const seen = (own: 'left' | 'right', other: CandidateId): ComparisonView => {
    const sides = votes.map(vote => sideOf(vote, own));
    const consistent = isConsistent(sides);
    return {
      action,
      other,
      ...(by !== undefined && { by }),
      margin: own === 'left' ? margin : -margin,
      sides,
      ...(consistent !== undefined && { consistent }),
    };
  };
  const adding = (comparison: ComparisonView) => (one: CandidateView) => ({
    ...one,
    comparisons: [...one.comparisons, comparison],
  });
  const withLeft = withCandidate(candidates, left, adding(seen('left', right)));
  return withCandidate(withLeft, right, adding(seen('right', left)));
}

function sideOf({ first, preferred, critique, principles }: PairVote, own: 'left' | 'right'): SideView {
  return {
    first: first === own ? 'this' : 'other',
    ...(preferred !== undefined && {
      preferred: preferred === 'tie' ? 'tie' : preferred === own ? 'this' : 'other',
    }),
    ...(critique !== undefined && { critique }),
    ...(principles && { principles }),
  };
}

/** Undefined where not both orders were read. */
function isConsistent(sides: readonly SideView[]): boolean | undefined {
  const read = sides.filter(side => side.preferred !== undefined);
  const orders = new Set(read.map(side => side.first));
  return orders.size < 2 ? undefined : new Set(read.map(side => side.preferred)).size === 1;
}
