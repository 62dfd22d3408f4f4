/** One more vote for a profile: for any of `many` answers that have `size` votes each, or (size 0) for a new answer. */
export type Move = { readonly size: number; readonly many: number; readonly to: number };

/**
 * Vote profiles: how many votes each answer has, without the answers. The partitions of all n up to a horizon, numbered
 * in the order of n, with the profiles that one more vote leads to: what a rule for stopping to vote can depend on.
 */
export type VoteProfiles = {
  readonly horizon: number;
  /** Counts in falling order, by profile; profile 0 has no votes. */
  readonly counts: readonly (readonly number[])[];
  /** Empty at the horizon. */
  readonly moves: readonly (readonly Move[])[];
  /** The profile with these counts in falling order; undefined past the horizon. */
  find(counts: readonly number[]): number | undefined;
};

/** All profiles of at most `horizon` votes; 2,714 for 20. */
export function voteProfiles(horizon: number): VoteProfiles {
  const counts = Array.from({ length: horizon + 1 }, (_, votes) => [...partitionsOf(votes, votes)]).flat();
  const numbers = new Map(counts.map((parts, index) => [parts.join(), index]));
  const find = (parts: readonly number[]) => numbers.get(parts.join());
  return { horizon, counts, moves: counts.map(parts => movesFrom(parts, find)), find };
}

function movesFrom(parts: readonly number[], find: VoteProfiles['find']): readonly Move[] {
  const moves: Move[] = [];
  for (let answer = 0; answer <= parts.length; answer++) {
    const size = parts[answer] ?? 0;
    if (answer > 0 && size === parts[answer - 1]) continue;
    const to = find(parts.toSpliced(answer, 1, size + 1));
    if (to === undefined) return [];
    const many = size === 0 ? 1 : parts.filter(part => part === size).length;
    moves.push({ size, many, to });
  }
  return moves;
}

function* partitionsOf(sum: number, largest: number): Generator<readonly number[]> {
  if (sum === 0) {
    yield [];
    return;
  }
  for (let first = Math.min(sum, largest); first >= 1; first--) {
    for (const rest of partitionsOf(sum - first, first)) yield [first, ...rest];
  }
}
