import type { Candidate, CandidateId } from '../candidate.ts';
import type { JudgeName } from '../judging/judge.ts';
import { type Belief, type CriticRecord, chanceAfter, type Prior } from '../prior.ts';
import { hopedLift, lifted } from './criticLift.ts';

/** How much each further way to fail tells of a refinement: a task that is hard to write is hard to repair. */
const fromOthers = 0.5;

/** How much a refinement that was shown the words of a judge tells of one that is not. */
export const fromCriticised = 0.5;

/** Who said what is wrong, beside what the tests say; undefined: nobody. */
type Critic = JudgeName | undefined;
type Refined = { readonly weight: number; readonly parentValue: number; seen: number; right: number };
type Failure = {
  readonly candidate: Candidate;
  critic: Critic;
  tries: number;
  repeats: number;
  /** Refinements under way that were begun before it had this critic. */
  earlier: number;
};

/** A failure with the chance of its refinement. */
export type Promising = {
  readonly candidate: Candidate;
  readonly critic: Critic;
  readonly chance: number;
  readonly tries: number;
};

/** Refinements from parents whose rewards differ by this much tell of each other with weight 1 / sqrt(e). */
const kernelWidth = 0.25;
/** How many tries the belief weighs that a refinement changes what the candidate does. */
const changeWeight = 2;
const changeChance = 0.6;

/**
 * P(a refinement of a failed candidate is right): the belief from before the run, and what came of refining parents of a
 * similar reward in it. A failure whose refinements keep behaving like what failed already is given up by itself. The words
 * of a judge lift the odds by what may still be hoped of them: compared with repairs that were shown the failing test alone.
 */
export class RefineChances {
  readonly #prior: Belief;
  readonly #critics: Map<JudgeName, CriticRecord>;
  readonly #failures = new Map<string, Failure>();
  /** Failures whose chances are equal, so that a decision does not look at each. */
  readonly #alike = new Map<string, Set<Failure>>();
  readonly #behaviourOf = new Map<CandidateId, string>();
  /** By whether it was shown a judge's words and the reward of the parent. */
  readonly #refined = new Map<string, Refined>();

  /** What is believed of refinements before the first, and what earlier runs tell of judges' words. */
  constructor({ refine, critics = {} }: Pick<Prior, 'refine' | 'critics'>) {
    this.#prior = refine;
    this.#critics = new Map(Object.entries(critics));
  }

  /** Any new candidate; one that failed and can be used may be refined, the first of each behaviour. */
  add(candidate: Candidate): void {
    const { behaviour, parent, reward } = candidate;
    const from = parent === undefined ? undefined : this.#failures.get(this.#behaviourOf.get(parent) ?? '');
    if (from) this.#tried(from, candidate);
    this.#behaviourOf.set(candidate.id, behaviour);
    if (candidate.error !== undefined || reward?.verified || this.#failures.has(behaviour)) return;
    const failure = { candidate, critic: undefined, tries: 0, repeats: 0, earlier: 0 };
    this.#failures.set(behaviour, failure);
    this.#file(failure);
  }

  /** A judge has said what is wrong with a failure, while so many refinements of it were under way without its words. */
  criticised(id: CandidateId, by: JudgeName, underWay: number): void {
    const failure = this.#failures.get(this.#behaviourOf.get(id) ?? '');
    if (failure?.candidate.id !== id) return;
    this.#alike.get(keyOf(failure))?.delete(failure);
    Object.assign(failure, { critic: by, earlier: underWay });
    this.#file(failure);
  }

  /** The most promising failures with the chance of a refinement, when so many of each are under way. */
  promising(waiting: ReadonlyMap<CandidateId, number>, most: number): readonly Promising[] {
    const isFree = ({ candidate }: Failure) => !waiting.has(candidate.id);
    const free = [...this.#alike.values()].flatMap(failures => firstOf(failures, most, isFree));
    const busy = [...waiting.keys()].flatMap(id => this.#failures.get(this.#behaviourOf.get(id) ?? '') ?? []);
    return [...free, ...busy]
      .map(failure => ({
        candidate: failure.candidate,
        critic: failure.critic,
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

  /** The same, if a judge said what is wrong with it first. */
  chanceIfCriticised(id: CandidateId, by: JudgeName): number {
    const failure = this.#failures.get(this.#behaviourOf.get(id) ?? '');
    return failure ? this.#chance({ ...failure, critic: by }, 0) : 0;
  }

  #tried(from: Failure, { behaviour, error, reward }: Candidate): void {
    this.#alike.get(keyOf(from))?.delete(from);
    const critic = from.earlier > 0 ? undefined : from.critic;
    const right = reward?.verified === true;
    if (critic !== undefined) this.#credit(critic, this.#unaided(from, 0), right);
    from.earlier = Math.max(0, from.earlier - 1);
    from.tries += 1;
    if (error !== undefined || this.#failures.has(behaviour)) from.repeats += 1;
    this.#file(from);
    this.#remember(critic === undefined ? 1 : fromCriticised, rewardOf(from.candidate), right);
  }

  #credit(critic: JudgeName, chance: number, right: boolean): void {
    const record = this.#recordOf(critic);
    this.#critics.set(critic, {
      expected: record.expected + chance,
      right: record.right + Number(right),
    });
  }

  #recordOf(critic: JudgeName): CriticRecord {
    return this.#critics.get(critic) ?? { expected: 0, right: 0 };
  }

  #file(failure: Failure): void {
    const key = keyOf(failure);
    const alike = this.#alike.get(key) ?? new Set();
    this.#alike.set(key, alike.add(failure));
  }

  #remember(weight: number, parentValue: number, right: boolean): void {
    const key = `${weight}/${parentValue}`;
    const { seen, right: before } = this.#refined.get(key) ?? { seen: 0, right: 0 };
    this.#refined.set(key, { weight, parentValue, seen: seen + 1, right: before + Number(right) });
  }

  #chance(failure: Failure, waiting: number): number {
    const chance = this.#unaided(failure, waiting);
    return failure.critic === undefined ? chance : lifted(chance, hopedLift(this.#recordOf(failure.critic)));
  }

  /** Without the words of a judge. */
  #unaided({ candidate, tries, repeats }: Failure, waiting: number): number {
    const value = rewardOf(candidate);
    let [seen, right] = [waiting + fromOthers * (this.#failures.size - 1), 0];
    for (const refined of this.#refined.values()) {
      const alike = Math.exp(-(((refined.parentValue - value) / kernelWidth) ** 2) / 2);
      seen += alike * refined.weight * refined.seen;
      right += alike * refined.weight * refined.right;
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

function keyOf({ candidate, critic, tries, repeats }: Failure): string {
  return `${rewardOf(candidate)}/${critic}/${tries}/${repeats}`;
}

/** The reward to a twentieth, finer than the kernel can tell. */
function rewardOf({ reward }: Candidate): number {
  return Math.round((reward?.value ?? 0) * 20) / 20;
}
