import type { ActionId } from './action.ts';
import type { Candidate, CandidateId } from './candidate.ts';
import { isAlive } from './roundPolicy.ts';

/** An attempt that is carried on whatever the judge says of it. */
export type Walk = {
  /** From 0, in the order they were begun. */
  readonly number: number;
  /** Where it stands; none before its first step. */
  readonly tip?: CandidateId;
};

type Walking = { readonly number: number; tip?: CandidateId; flight?: ActionId };

/** Attempts that grow step by step without a judge's word: as many as are owed, each until it dies or is complete. */
export class Walks {
  readonly #walking: Walking[] = [];
  #over = 0;

  /** The walks that can take a step now when so many are owed in all: those begun first, then new ones. */
  due(owed: number, most: number): readonly Walk[] {
    const idle: Walk[] = this.#walking.filter(walk => walk.flight === undefined);
    const begun = this.#over + this.#walking.length;
    const fresh = Array.from({ length: Math.max(0, Math.floor(owed) - begun) }, (_, index) => ({
      number: begun + index,
    }));
    return [...idle, ...fresh].slice(0, most);
  }

  started({ number }: Walk, flight: ActionId): void {
    const known = this.#walking.find(walk => walk.number === number);
    if (known) known.flight = flight;
    else this.#walking.push({ number, flight });
  }

  /** Told the candidate of an action, or that it gave none. A walk whose first step gave none is owed again. */
  tell(flight: ActionId, drawn: Candidate | undefined): void {
    const at = this.#walking.findIndex(walk => walk.flight === flight);
    const walk = this.#walking[at];
    if (!walk) return;
    delete walk.flight;
    if (drawn) walk.tip = drawn.id;
    const goesOn = drawn ? drawn.prefix !== undefined && isAlive(drawn) : walk.tip !== undefined;
    if (goesOn) return;
    this.#walking.splice(at, 1);
    if (drawn) this.#over += 1;
  }
}
