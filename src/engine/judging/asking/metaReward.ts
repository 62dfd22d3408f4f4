import { medianOf } from '../../mean.ts';
import type { Vote } from '../../reward.ts';

/** A vote that is worth less than this share of the best is dropped. */
const leastShare = 0.6;

/**
 * Votes of a judge of principles on one candidate with what each is worth, and which do not count: the meta reward of
 * DeepSeek-GRM (Liu et al. 2025) without a trained model. A vote is valid as far as it is near the median of all, and half as
 * valid where its principles, two or more, are all scored alike while others' are not. At least half of the votes stay. Votes
 * without a value, and those that something else has dropped, are passed on as they are.
 */
export function withMetaReward(votes: readonly Vote[]): readonly Vote[] {
  const fresh = votes.map(withoutMeta);
  const counted = fresh.filter(vote => vote.value !== undefined && vote.dropped === undefined);
  const middle = medianOf(counted.map(({ value = 0 }) => value));
  const tellsApart = counted.some(vote => !isFlat(vote));
  const judged = new Map(counted.map(vote => [vote, validityOf(vote, middle, tellsApart)]));
  const best = Math.max(0, ...judged.values());
  const worst = [...judged].toSorted(([, left], [, right]) => left - right);
  const out = worst
    .slice(0, Math.floor(counted.length / 2))
    .filter(([, validity]) => validity < leastShare * best);
  const dropped = new Set(out.map(([vote]) => vote));
  return fresh.map(vote => {
    const validity = judged.get(vote);
    if (validity === undefined) return vote;
    return { ...vote, validity, ...(dropped.has(vote) && { dropped: reasonOf(vote, tellsApart) }) };
  });
}

/** The vote as it was before an earlier meta reward, which knew fewer votes. */
function withoutMeta(vote: Vote): Vote {
  if (vote.validity === undefined) return { ...vote };
  const { validity: _, dropped: __, ...rest } = vote;
  return rest;
}

function validityOf(vote: Vote, middle: number, tellsApart: boolean): number {
  const agreement = 1 - Math.abs((vote.value ?? middle) - middle);
  return tellsApart && isFlat(vote) ? agreement / 2 : agreement;
}

function reasonOf(vote: Vote, tellsApart: boolean): string {
  return tellsApart && isFlat(vote)
    ? 'it scores all of its principles alike'
    : 'it is far from the median of the votes';
}

/** Whether a vote scored two principles or more, and all alike. */
function isFlat({ principles = [] }: Vote): boolean {
  const values = principles.map(({ value }) => value).filter(value => value !== undefined);
  return values.length > 1 && values.every(value => value === values[0]);
}
