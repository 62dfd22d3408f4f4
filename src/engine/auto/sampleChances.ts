import type { ArmId, Candidate } from '../candidate.ts';
import { type Belief, flatSample } from '../prior.ts';

/** What a fresh sample of an arm is expected to be. */
export type SampleChance = {
  /** P(it behaves like none before it). */
  readonly fresh: number;
  /** P(it is right, if it does). */
  readonly ifNew: number;
  /** P(it is right). */
  readonly chance: number;
};

/** P(a sample behaves like none before it) before anything is known. */
const priorFresh: Belief = { chance: 0.6, weight: 2 };
/** How much a draw of another arm tells of an arm's novelty. */
const fromOthers = 0.25;

type ArmTally = { draws: number; singles: number };

/**
 * Samples whose result a verifier tells. A behaviour seen before did not pass, or the run would have ended, so only a
 * new one can be right: the Dirichlet-process predictive over the qualities of new behaviours, times the Good-Turing
 * chance of one, by arm. An arm that repeats itself loses its worth by itself, and another with more variety takes over.
 */
export class SampleChances {
  readonly #prior: (arm: ArmId) => Belief;
  readonly #arms = new Map<ArmId, ArmTally>();
  /** Who drew a behaviour that was drawn once. */
  readonly #drawnBy = new Map<string, ArmId | 'several'>();

  constructor(prior: (arm: ArmId) => Belief = () => flatSample) {
    this.#prior = prior;
  }

  /** Behaviours seen; all that cannot be used count as one. */
  get behaviours(): number {
    return this.#drawnBy.size;
  }

  add({ arm, behaviour, error }: Candidate): void {
    const key = error === undefined ? `= ${behaviour}` : 'unusable';
    const tally = this.#tally(arm);
    tally.draws += 1;
    const before = this.#drawnBy.get(key);
    if (before === undefined) tally.singles += 1;
    else if (before !== 'several') this.#tally(before).singles -= 1;
    this.#drawnBy.set(key, before === undefined ? arm : 'several');
  }

  of(arm: ArmId): SampleChance {
    const own = this.#tally(arm);
    const others = this.#others(arm);
    const before =
      (fromOthers * others.singles + priorFresh.chance * priorFresh.weight) /
      (fromOthers * others.draws + priorFresh.weight);
    const among = (own.singles + before * priorFresh.weight) / (own.draws + priorFresh.weight);
    const fresh = this.behaviours === 0 ? 1 : among;
    const { chance, weight } = this.#prior(arm);
    const ifNew = (chance * weight) / (weight + this.behaviours);
    return { fresh, ifNew, chance: fresh * ifNew };
  }

  #tally(arm: ArmId): ArmTally {
    const known = this.#arms.get(arm);
    if (known) return known;
    const made = { draws: 0, singles: 0 };
    this.#arms.set(arm, made);
    return made;
  }

  #others(arm: ArmId): ArmTally {
    const sum = { draws: 0, singles: 0 };
    for (const [id, { draws, singles }] of this.#arms) {
      if (id === arm) continue;
      sum.draws += draws;
      sum.singles += singles;
    }
    return sum;
  }
}
