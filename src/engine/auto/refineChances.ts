import type { Candidate, CandidateId } from '../candidate.ts';
import { type Belief, chanceAfter } from '../prior.ts';

/** How much each further way to fail tells of a refinement: a task that is hard to write is hard to repair. */
const fromOthers = 0.5;

type Refined = { seen: number; right: number };
type Failure = { readonly candidate: Candidate; tries: number; repeats: number };

/** Refinements from parents whose rewards differ by this much tell of each other with weight 1 / sqrt(e). */
const kernelWidth = 0.25;
/** How many tries the belief weighs that a refinement changes what the candidate does. */
const changeWeight = 2;
const changeChance = 0.6;

/**
 * P(a refinement of a failed candidate is right): the belief from before the run, and what came of refining parents of a
 * similar reward in it. A failure whose refinements keep behaving like what failed already is given up by itself.
 */
export class RefineChances {
  readonly #prior: Belief;
  readonly #failures = new Map<string, Failure>();
  /** Failures whose chances are equal, so that a decision does not look at each. */
  readonly #alike = new Map<string, Set<Failure>>();
  readonly #behaviourOf = new Map<CandidateId, string>();
  /** By the reward of the parent. */
  readonly #refined = new Map<number, Refined>();

  constructor(prior: Belief) {
    this.#prior = prior;
  }

  /** Any new candidate; one that failed and can be used may be refined, the first of each behaviour. */
  add(candidate: Candidate): void {
    const { behaviour, parent, reward } = candidate;
    const from = parent === undefined ? undefined : this.#failures.get(this.#behaviourOf.get(parent) ?? '');
    if (from) {
      this.#alike.get(keyOf(from))?.delete(from);
      from.tries += 1;
      if (candidate.error !== undefined || this.#failures.has(behaviour)) from.repeats += 1;
      this.#file(from);
      this.#remember(rewardOf(from.candidate), reward?.verified === true);
    }
    this.#behaviourOf.set(candidate.id, behaviour);
    if (candidate.error !== undefined || reward?.verified || this.#failures.has(behaviour)) return;
    const failure = { candidate, tries: 0, repeats: 0 };
    this.#failures.set(behaviour, failure);
    this.#file(failure);
  }

  /** The most promising failures with the chance of a refinement, when so many of each are under way. */
  promising(
    waiting: ReadonlyMap<CandidateId, number>,
    most: number,
  ): readonly { readonly candidate: Candidate; readonly chance: number; readonly tries: number }[] {
    const isFree = ({ candidate }: Failure) => !waiting.has(candidate.id);
    const free = [...this.#alike.values()].flatMap(failures => firstOf(failures, most, isFree));
    const busy = [...waiting.keys()].flatMap(id => this.#failures.get(this.#behaviourOf.get(id) ?? '') ?? []);
    return [...free, ...busy]
      .map(failure => ({
        candidate: failure.candidate,
        chance: this.#chance(failure, waiting.get(failure.candidate.id) ?? 0),
        tries: failure.tries,
      }))
      .sort(
        (left, right) => right.chance - left.chance || rewardOf(right.candidate) - rewardOf(left.candidate),
      )
      .slice(0, most);
  }

  /** P(a refinement of this candidate is right); 0 for one that is not known. */
  chanceFor(id: CandidateId): number {
    const failure = this.#failures.get(this.#behaviourOf.get(id) ?? '');
    return failure ? this.#chance(failure, 0) : 0;
  }

  #file(failure: Failure): void {
    const key = keyOf(failure);
    const alike = this.#alike.get(key) ?? new Set();
    this.#alike.set(key, alike.add(failure));
  }

  #remember(parentValue: number, right: boolean): void {
    const { seen, right: before } = this.#refined.get(parentValue) ?? { seen: 0, right: 0 };
    this.#refined.set(parentValue, { seen: seen + 1, right: before + Number(right) });
  }

  #chance({ candidate, tries, repeats }: Failure, waiting: number): number {
    const value = rewardOf(candidate);
    let [seen, right] = [waiting + fromOthers * (this.#failures.size - 1), 0];
    for (const [parentValue, refined] of this.#refined) {
      const weight = Math.exp(-(((parentValue - value) / kernelWidth) ** 2) / 2);
      seen += weight * refined.seen;
      right += weight * refined.right;
    }
    const changing = (tries - repeats + changeChance * changeWeight) / (tries + changeWeight);
    return chanceAfter(this.#prior, seen, right) * Math.min(1, changing / changeChance);
  }
}

function firstOf<Element>(
  elements: Iterable<Element>,
  most: number,
  isWanted: (element: Element) => boolean,
): readonly Element[] {
  const first: Element[] = [];
  for (const element of elements) {
    if (first.length === most) break;
    if (isWanted(element)) first.push(element);
  }
  return first;
}

function keyOf({ candidate, tries, repeats }: Failure): string {
  return `${rewardOf(candidate)}/${tries}/${repeats}`;
}

/** The reward to a twentieth, finer than the kernel can tell. */
function rewardOf({ reward }: Candidate): number {
  return Math.round((reward?.value ?? 0) * 20) / 20;
}
