import type { Candidate } from '../candidate.ts';

/** Two candidates that calls could tell apart. */
export type Pair = readonly [left: Candidate, right: Candidate];

/**
 * The leader with whom calls may tell it from: the most different other code of its behaviour, where none of the probes
 * has parted them though they are not the same, and the best of the behaviour that comes second. Equal code that does not
 * always do the same is no pair.
 */
export function pairsOf(
  leader: Candidate,
  alike: readonly Candidate[],
  rival: Candidate | undefined,
): readonly Pair[] {
  const others = [mostDifferent(leader, alike), mostDifferent(leader, rival ? [rival] : [])];
  return others.flatMap(other => (other ? [[leader, other] as const] : []));
}

/** Equal for pairs of the same two codes, whichever is on the left. */
export function keyOfPair([left, right]: Pair): string {
  return JSON.stringify([wordsOf(left).join(' '), wordsOf(right).join(' ')].sort());
}

function mostDifferent(one: Candidate, others: readonly Candidate[]): Candidate | undefined {
  const words = countsOf(wordsOf(one));
  const far = others
    .map(other => ({ other, share: differingShare(words, countsOf(wordsOf(other))) }))
    .toSorted((left, right) => right.share - left.share)[0];
  return far && far.share > 0 ? far.other : undefined;
}

/** Words and signs of the code; two that differ in spacing alone have the same. */
function wordsOf({ code, text }: Candidate): readonly string[] {
  return (code ?? text).match(/[\p{L}\p{N}_]+|[^\p{L}\p{N}_\s]/gu) ?? [];
}

function countsOf(words: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return counts;
}

/** Of the words of two codes together the share that one of them lacks. */
function differingShare(left: ReadonlyMap<string, number>, right: ReadonlyMap<string, number>): number {
  let [apart, all] = [0, 0];
  for (const word of new Set([...left.keys(), ...right.keys()])) {
    const [here, there] = [left.get(word) ?? 0, right.get(word) ?? 0];
    apart += Math.abs(here - there);
    all += Math.max(here, there);
  }
  return all === 0 ? 0 : apart / all;
}
