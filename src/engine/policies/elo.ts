import type { CandidateId } from '../candidate.ts';
import { type Contest, comparisonsOfMatch, Fixtures, type Match, shuffled } from '../contest.ts';
import type { PolicyFactory } from '../policy.ts';
import type { Random } from '../random.ts';
import { Tournament } from '../tournament.ts';

/** Round robin with Elo ratings (arXiv 2505.14674): everybody meets everybody, in both orders. */
export const elo: PolicyFactory = {
  name: 'elo',
  summary: 'Draws attempts, compares each with every other and keeps the one of the highest rating.',
  create: setup =>
    new Tournament(setup, (entrants, random) => new RoundRobin(entrants, comparisonsOfMatch(setup), random)),
};

/**
 * Ratings after a match of margin [-1, 1]: the winner takes 32 times what its chance of winning lacked, where 400
 * points are odds of ten to one (Elo 1978).
 */
export function rate(left: number, right: number, margin: number): readonly [left: number, right: number] {
  const expected = 1 / (1 + 10 ** ((right - left) / 400));
  const gain = 32 * ((margin + 1) / 2 - expected);
  return [left + gain, right - gain];
}

class RoundRobin implements Contest {
  readonly #entrants: readonly CandidateId[];
  readonly #ratings: Map<CandidateId, number>;
  readonly #fixtures: Fixtures;
  readonly #meetings: 1 | 2;

  constructor(entrants: readonly CandidateId[], meetings: 1 | 2, random: Random) {
    this.#meetings = meetings;
    this.#entrants = shuffled(entrants, bound => random.below(bound));
    this.#ratings = new Map(entrants.map(id => [id, 1500]));
    const pairs = (entrants.length * (entrants.length - 1)) / 2;
    this.#fixtures = new Fixtures(meetings * pairs, place => this.#matchAt(place));
  }

  get over(): boolean {
    return this.#fixtures.over;
  }

  next(count: number): readonly Match[] {
    return this.#fixtures.next(count);
  }

  started(count: number): void {
    this.#fixtures.started(count);
  }

  tell(match: Match, margin: number | undefined): void {
    this.#fixtures.landed(match, margin !== undefined);
    if (margin === undefined) return;
    const [left, right] = rate(this.#ratingOf(match.left), this.#ratingOf(match.right), margin);
    this.#ratings.set(match.left, left);
    this.#ratings.set(match.right, right);
  }

  /** Of equal ratings, the one whose behaviour was drawn most often. */
  leader(): CandidateId {
    let best: CandidateId | undefined;
    for (const [id, rating] of this.#ratings) {
      if (best === undefined || rating > this.#ratingOf(best)) best = id;
    }
    if (best === undefined) throw new Error('A contest needs somebody who takes part.');
    return best;
  }

  #ratingOf(id: CandidateId): number {
    return this.#ratings.get(id) ?? 1500;
  }

  /** Both orders of a pair one after the other; pairs by the circle method, so that all meet equally often early on. */
  #matchAt(place: number): Match {
    const [one, other] = this.#pairAt(Math.floor(place / this.#meetings));
    return place % this.#meetings === 0
      ? { type: 'compare', left: one, right: other }
      : { type: 'compare', left: other, right: one };
  }

  #pairAt(index: number): readonly [CandidateId, CandidateId] {
    const n = this.#entrants.length;
    const even = n % 2 === 0;
    const seats = even ? n - 1 : n;
    const perRound = Math.floor(n / 2);
    const round = Math.floor(index / perRound);
    const table = even ? index % perRound : (index % perRound) + 1;
    const one = table === 0 ? n - 1 : (round + table) % seats;
    const other = table === 0 ? round : (round - table + seats) % seats;
    return [this.#at(one), this.#at(other)];
  }

  #at(seat: number): CandidateId {
    const id = this.#entrants[seat];
    if (id === undefined) throw new RangeError(`There is no entrant ${seat}.`);
    return id;
  }
}
