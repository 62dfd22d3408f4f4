import type { Candidate, CandidateId } from '../../candidate.ts';
import { doubtfulExamples, failsExample } from '../../rewards/docExamples.ts';
import { isVerifiable, type Task } from '../../task.ts';
import type { TraceEvent } from '../../trace.ts';
import { type PickedPair, pickedPair } from './preferences.ts';

export type Side = 'left' | 'right';

/** What came of a run's candidates. */
export type Truth = {
  /** Undefined while nothing has told. */
  of(candidate: CandidateId): boolean | undefined;
  /** Which is better; undefined where nothing tells them apart. */
  better(left: CandidateId, right: CandidateId): Side | undefined;
  /** The person took one where another was proposed, and no test had the say. */
  readonly pick?: PickedPair;
};

/**
 * With tests a candidate is right if it is verified. Without them the person tells: whom they accept is right and whom
 * they reject is wrong, with all that behave alike; what fails a call as they expect it, or an
 * example of the documentation that is in no doubt, is wrong; and of a proposed
 * candidate and the one that they took instead the latter is better.
 */
export function truthIn(
  task: Task,
  events: readonly TraceEvent[],
  candidates: ReadonlyMap<CandidateId, Candidate>,
): Truth {
  return isVerifiable(task) ? testedTruth(candidates) : toldTruth(events, candidates);
}

function testedTruth(candidates: ReadonlyMap<CandidateId, Candidate>): Truth {
  const of = (id: CandidateId) => {
    const reward = candidates.get(id)?.reward;
    return reward?.evidence.some(({ type }) => type === 'tests') ? reward.verified : undefined;
  };
  return { of, better: (left, right) => betterOf(of(left), of(right)) };
}

function toldTruth(events: readonly TraceEvent[], candidates: ReadonlyMap<CandidateId, Candidate>): Truth {
  const nameOf = (id: CandidateId) => candidates.get(id)?.behaviour ?? id;
  const known = new Map<string, boolean>();
  const run = [...candidates].map(([id, { reward }]) => ({
    behaviour: nameOf(id),
    evidence: reward?.evidence ?? [],
  }));
  const doubtful = doubtfulExamples(run);
  for (const { behaviour, evidence } of run)
    if (failsExample(evidence, doubtful)) known.set(behaviour, false);
  for (const event of events) {
    if (event.type !== 'expectation') continue;
    for (const id of event.ran) if (!event.passes.includes(id)) known.set(nameOf(id), false);
  }
  for (const event of events)
    if (event.type === 'choice') known.set(nameOf(event.candidate), event.verdict === 'accepted');
  const of = (id: CandidateId) => known.get(nameOf(id));
  const pick = pickedPair(events);
  const picks = (winner: CandidateId, loser: CandidateId) =>
    pick && nameOf(pick.winner) === nameOf(winner) && nameOf(pick.loser) === nameOf(loser);
  return {
    of,
    better: (left, right) =>
      betterOf(of(left), of(right)) ??
      (picks(left, right) ? 'left' : picks(right, left) ? 'right' : undefined),
    ...(pick && { pick }),
  };
}

function betterOf(left: boolean | undefined, right: boolean | undefined): Side | undefined {
  if (left === undefined || right === undefined || left === right) return undefined;
  return left ? 'left' : 'right';
}
