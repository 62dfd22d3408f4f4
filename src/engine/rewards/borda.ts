import type { Candidate, CandidateId } from '../candidate.ts';

/** Votes of an answer that need not be whole. */
export type WeighedAnswer = {
  readonly behaviour: string;
  readonly votes: number;
  /** Its surest candidate. */
  readonly best: CandidateId;
};

/**
 * The votes of a candidate at a rank from 1 among so many by self-certainty: (N - rank + 1)^p (Kang et al. 2025).
 * Averaging certainty over an answer's candidates instead would let a single one outvote many.
 */
export function bordaVotes(rank: number, candidates: number, power: number): number {
  return (candidates - rank + 1) ** power;
}

/** The published powers, .3 for up to 16 candidates and 1.2 from 32; in between they are joined by a straight line. */
export function bordaPower(candidates: number): number {
  const way = Math.min(1, Math.max(0, (candidates - 16) / 16));
  return 0.3 + 0.9 * way;
}

/**
 * Answers by their votes, most first, the earlier at a tie. Where every usable candidate has its confidence among its
 * evidence, votes follow its rank by self-certainty (the earlier candidate first at a tie); else each has one vote.
 */
export function weighedVotes(candidates: readonly Candidate[]): readonly WeighedAnswer[] {
  const usable = candidates.filter(({ error, prefix }) => error === undefined && prefix === undefined);
  const certainties = usable.map(candidate => ({ candidate, certainty: certaintyOf(candidate) }));
  const isKnown = certainties.every(({ certainty }) => certainty !== undefined);
  const ranked = isKnown
    ? certainties.toSorted((left, right) => (right.certainty ?? 0) - (left.certainty ?? 0))
    : certainties;
  const power = isKnown ? bordaPower(usable.length) : 0;
  const answers = new Map<string, WeighedAnswer>();
  for (const { behaviour } of usable) answers.set(behaviour, { behaviour, votes: 0, best: '' });
  for (const [index, { candidate }] of ranked.entries()) {
    const { behaviour, id } = candidate;
    const { votes = 0, best = '' } = answers.get(behaviour) ?? {};
    const more = bordaVotes(index + 1, usable.length, power);
    answers.set(behaviour, { behaviour, votes: votes + more, best: best || id });
  }
  return [...answers.values()].sort((left, right) => right.votes - left.votes);
}

function certaintyOf({ reward }: Candidate): number | undefined {
  return reward?.evidence.find(each => each.type === 'confidence')?.selfCertainty;
}
