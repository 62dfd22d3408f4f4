import { totalTokens } from '../engine/cost.ts';
import type { CandidateId, CandidateView } from '../protocol.ts';
import { counted } from './counted.ts';
import { withCandidate } from './withCandidate.ts';

type Grown = Pick<CandidateView, 'grewFrom' | 'tokensInAll'>;

/** The beginnings that a candidate goes on from, with what the attempt cost in all; nothing for one that was drawn whole. */
export function grownFrom(
  parent: CandidateId | undefined,
  tokens: number,
  earlier: readonly CandidateView[],
): Grown {
  const beginning = earlier.find(one => one.id === parent && one.steps !== undefined);
  if (!beginning) return {};
  const { id, grewFrom = [], tokensInAll = totalTokens(beginning.cost) } = beginning;
  return { grewFrom: [...grewFrom, id], tokensInAll: tokensInAll + tokens };
}

/** The candidates with those marked that one which was just drawn goes on from. */
export function withContinued(
  candidates: readonly CandidateView[],
  { grewFrom }: Grown,
): readonly CandidateView[] {
  const last = grewFrom?.at(-1);
  if (last === undefined) return candidates;
  return withCandidate(candidates, last, one => (one.continued ? one : { ...one, continued: true }));
}

/** The candidates that are attempts: whole ones, and beginnings that nothing goes on from. */
export function attemptsIn(candidates: readonly CandidateView[]): readonly CandidateView[] {
  return candidates.filter(one => !one.continued);
}

/** How far a beginning has come, in words; undefined for a whole candidate. */
export function stepsText({ steps }: CandidateView, isRunning: boolean): string | undefined {
  if (steps === undefined) return undefined;
  return `${counted(steps, 'step')}${isRunning ? ' so far' : ', not finished'}`;
}
