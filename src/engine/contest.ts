import type { Action } from './action.ts';
import type { CandidateId } from './candidate.ts';
import type { PolicySetup } from './policy.ts';

/** A comparison that a contest wants. */
export type Match = Extract<Action, { type: 'compare' }>;

/** A contest between candidates, decided by comparisons. */
export interface Contest {
  /** At most so many comparisons that can be bought now; none does not mean that it is over. */
  next(count: number): readonly Match[];
  started(count: number): void;
  /** Positive: left was better. Undefined: the comparison came to nothing and is to be made again. */
  tell(match: Match, margin: number | undefined): void;
  readonly over: boolean;
  /** The best one so far. */
  leader(): CandidateId;
}

/**
 * Comparisons that a match takes so that each was in the first place: one where a judge is named, which is asked in both
 * orders at once.
 */
export function comparisonsOfMatch({ judges }: Pick<PolicySetup, 'judges'>): 1 | 2 {
  return judges ? 1 : 2;
}

/** A list of matches to be made in its order, which may be long and is computed by place; failed ones are made again. */
export class Fixtures {
  readonly #length: number;
  readonly #at: (place: number) => Match;
  readonly #again: Match[] = [];
  #place = 0;
  #landed = 0;

  constructor(length: number, at: (place: number) => Match) {
    this.#length = length;
    this.#at = at;
  }

  /** Every match has its verdict. */
  get over(): boolean {
    return this.#landed === this.#length;
  }

  next(count: number): readonly Match[] {
    const repeated = this.#again.slice(0, count);
    const fresh = Math.min(count - repeated.length, this.#length - this.#place);
    return [...repeated, ...Array.from({ length: fresh }, (_, i) => this.#at(this.#place + i))];
  }

  started(count: number): void {
    const repeated = this.#again.splice(0, count).length;
    this.#place += count - repeated;
  }

  landed(match: Match, decided: boolean): void {
    if (decided) this.#landed += 1;
    else this.#again.push(match);
  }
}

/** A random order (Fisher and Yates), given numbers uniform on 0 .. bound - 1. */
export function shuffled<Item>(items: readonly Item[], below: (bound: number) => number): readonly Item[] {
  const order = [...items];
  for (let i = order.length - 1; i > 0; i--) {
    const j = below(i + 1);
    const [left, right] = [order[i], order[j]];
    if (left !== undefined && right !== undefined) [order[i], order[j]] = [right, left];
  }
  return order;
}
