/** Which of two a judge prefers, in the frame of the pair whatever the order shown; `none` could not be read. */
export type PairVerdict = 'A' | 'B' | 'tie' | 'none';

/** The votes of verdicts: what could not be read is no vote. */
export type PairTally = {
  readonly votes: number;
  /** Votes for A less votes for B; a tie is a vote for neither. */
  readonly sum: number;
};

/** Adds up verdicts. */
export function tallied(verdicts: readonly PairVerdict[]): PairTally {
  const readable = verdicts.filter(verdict => verdict !== 'none');
  return { votes: readable.length, sum: readable.reduce((sum, verdict) => sum + signOf(verdict), 0) };
}

function signOf(verdict: PairVerdict): number {
  return verdict === 'A' ? 1 : verdict === 'B' ? -1 : 0;
}

/** The same verdict where A and B change places. */
export function turned(verdict: PairVerdict): PairVerdict {
  return verdict === 'A' ? 'B' : verdict === 'B' ? 'A' : verdict;
}

/** P(A is better) before any label: the share of the votes for A, a tie half each, with one vote more on either side. */
export function chanceOfFirst({ votes, sum }: PairTally): number {
  return ((votes + sum) / 2 + 1) / (votes + 2);
}

/** The mean vote, from -1 (all for B) to 1; 0 where there is none. */
export function marginOf({ votes, sum }: PairTally): number {
  return votes === 0 ? 0 : sum / votes;
}

/** Whether both orders gave the same; undefined where one could not be read. */
export function sameInBothOrders(first: PairVerdict, second: PairVerdict): boolean | undefined {
  return first === 'none' || second === 'none' ? undefined : first === second;
}
