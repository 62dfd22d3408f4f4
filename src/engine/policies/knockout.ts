import type { CandidateId } from '../candidate.ts';
import { type Contest, comparisonsOfMatch, Fixtures, type Match, shuffled } from '../contest.ts';
import type { PolicyFactory } from '../policy.ts';
import type { Random } from '../random.ts';
import { Tournament } from '../tournament.ts';

/** Knockout tournament (arXiv 2505.14674): pairs meet, winners advance, an odd one out goes on without a match. */
export const knockout: PolicyFactory = {
  name: 'knockout',
  summary: 'Draws attempts and lets them meet in pairs; the winner of every match goes on.',
  create: setup =>
    new Tournament(setup, (entrants, random) => new Knockout(entrants, comparisonsOfMatch(setup), random)),
};

type Pair = { readonly left: CandidateId; readonly right: CandidateId; margin: number };

class Knockout implements Contest {
  readonly #random: Random;
  /** Comparisons a match takes, each order of the two in turn. */
  readonly #meetings: 1 | 2;
  #standing: readonly CandidateId[];
  #pairs: readonly Pair[] = [];
  #pairOf = new Map<CandidateId, Pair>();
  #round = new Fixtures(0, place => this.#matchAt(place));

  constructor(entrants: readonly CandidateId[], meetings: 1 | 2, random: Random) {
    this.#random = random;
    this.#meetings = meetings;
    this.#standing = entrants;
    this.#draw();
  }

  get over(): boolean {
    return this.#standing.length <= 1;
  }

  next(count: number): readonly Match[] {
    return this.#round.next(count);
  }

  started(count: number): void {
    this.#round.started(count);
  }

  tell(match: Match, margin: number | undefined): void {
    const pair = this.#pairOf.get(match.left);
    if (pair && margin !== undefined) pair.margin += match.left === pair.left ? margin : -margin;
    this.#round.landed(match, margin !== undefined);
    if (!this.#round.over) return;
    const bye = this.#standing.length % 2 === 1 ? this.#standing.slice(-1) : [];
    this.#standing = [...this.#pairs.map(winnerOf), ...bye];
    this.#draw();
  }

  /** While a round is open, the first that still stands. */
  leader(): CandidateId {
    const first = this.#standing[0];
    if (first === undefined) throw new Error('A contest needs somebody who takes part.');
    return first;
  }

  #draw(): void {
    if (this.over) return;
    this.#standing = shuffled(this.#standing, bound => this.#random.below(bound));
    const pairs: Pair[] = [];
    for (let i = 0; i + 1 < this.#standing.length; i += 2) {
      const [left, right] = this.#standing.slice(i, i + 2);
      if (left !== undefined && right !== undefined) pairs.push({ left, right, margin: 0 });
    }
    this.#pairs = pairs;
    this.#pairOf = new Map(pairs.flatMap(pair => [[pair.left, pair] as const, [pair.right, pair] as const]));
    this.#round = new Fixtures(pairs.length * this.#meetings, place => this.#matchAt(place));
  }

  #matchAt(place: number): Match {
    const pair = this.#pairs[place % this.#pairs.length];
    if (!pair) throw new RangeError(`There is no match ${place}.`);
    const { left, right } = pair;
    return place < this.#pairs.length
      ? { type: 'compare', left, right }
      : { type: 'compare', left: right, right: left };
  }
}

function winnerOf({ left, right, margin }: Pair): CandidateId {
  return margin >= 0 ? left : right;
}
