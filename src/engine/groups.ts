import type { Candidate, CandidateId } from './candidate.ts';
import { standingOf } from './reward.ts';

/** Candidates that behave alike. */
export type Group = {
  readonly behaviour: string;
  /** In the order they were drawn. */
  readonly members: readonly CandidateId[];
};

/** Groups in the order of size, then of their first member; prefixes and candidates without a usable answer are left out. */
export function groupByBehaviour(candidates: Iterable<Candidate>): readonly Group[] {
  const groups = new Map<string, CandidateId[]>();
  for (const candidate of candidates) {
    if (candidate.error !== undefined || candidate.prefix) continue;
    const members = groups.get(candidate.behaviour);
    if (members) members.push(candidate.id);
    else groups.set(candidate.behaviour, [candidate.id]);
  }
  return [...groups]
    .map(([behaviour, members]) => ({ behaviour, members }))
    .sort((left, right) => right.members.length - left.members.length);
}

type Tally = { size: number; top: Candidate };

/** The same groups, kept as candidates come: what costs a step for each candidate is told at once here. */
export class BehaviourGroups {
  readonly #tallies = new Map<string, Tally>();
  #members = 0;

  /** A candidate with an error belongs to no group. */
  add(candidate: Candidate): void {
    if (candidate.error !== undefined) return;
    this.#members += 1;
    const tally = this.#tallies.get(candidate.behaviour);
    if (!tally) this.#tallies.set(candidate.behaviour, { size: 1, top: candidate });
    else {
      tally.size += 1;
      if (standing(candidate) > standing(tally.top)) tally.top = candidate;
    }
  }

  /** Candidates in all groups. */
  get members(): number {
    return this.#members;
  }

  sizeOf(behaviour: string): number {
    return this.#tallies.get(behaviour)?.size ?? 0;
  }

  /** The first of the highest reward. */
  topOf(behaviour: string): Candidate | undefined {
    return this.#tallies.get(behaviour)?.top;
  }
}

function standing({ reward }: Candidate): number {
  return (reward?.verified ? 2 : 0) + standingOf(reward);
}
