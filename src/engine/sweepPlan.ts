import type { Action } from './action.ts';
import type { Family } from './bellman.ts';
import type { Candidate } from './candidate.ts';
import { heaviestAnswer, type Particle, reasonOf, Sweep, type SweepOptions } from './particles.ts';
import type { Leader, PolicySetup } from './policy.ts';
import type { Random } from './random.ts';
import type { NextRound, RoundPlan } from './roundPolicy.ts';

/**
 * Told after each sweep: what it finished, and the generator of the run's resampling. Gives the lineage that the next
 * sweep is conditional on, none for a free one, or the end.
 */
export type AfterSweep = (
  finished: readonly Particle[],
  random: Random,
) => { readonly type: 'sweep'; readonly reference?: readonly Candidate[] } | { readonly type: 'end' };

/** Sweep after sweep, until it is told to end. */
export class SweepPlan implements RoundPlan {
  readonly #setup: PolicySetup;
  readonly #options: SweepOptions;
  readonly #random: Random;
  readonly #after: AfterSweep;
  #sweep: Sweep;
  #swept: readonly Particle[] = [];
  #families: readonly Family[] = [];

  constructor(setup: PolicySetup, options: SweepOptions, after: AfterSweep = () => ({ type: 'end' })) {
    this.#setup = setup;
    this.#options = options;
    this.#random = setup.random.fork('resampling');
    this.#after = after;
    this.#sweep = new Sweep(setup, options, this.#random);
  }

  /** The particles of the sweep that is under way. */
  get particles(): readonly Particle[] {
    return this.#sweep.particles;
  }

  /** Steps of the sweep that is under way. */
  get steps(): number {
    return this.#sweep.steps;
  }

  /** Prefixes of all sweeps with the values of what was drawn from them. */
  get families(): readonly Family[] {
    return [...this.#families, ...this.#sweep.families];
  }

  /** The particles of all sweeps that reached the end alive. */
  get finished(): readonly Particle[] {
    return [...this.#swept, ...this.#sweep.finished];
  }

  first(): readonly Action[] {
    return this.#sweep.actions();
  }

  next(drawn: readonly Candidate[]): NextRound {
    this.#sweep.absorb(drawn);
    const actions = this.#sweep.actions();
    if (actions.length > 0) return { type: 'round', actions };
    const after = this.#after(this.#sweep.finished, this.#random);
    if (after.type === 'end') {
      return { type: 'end', reason: reasonOf(this.finished.length, this.steps, this.families) };
    }
    this.#swept = this.finished;
    this.#families = this.families;
    this.#sweep = new Sweep(this.#setup, this.#options, this.#random, after.reference);
    return { type: 'round', actions: this.#sweep.actions() };
  }

  /** Shares of the weight say something where weights keep the law. */
  leader(): Leader | undefined {
    return this.#options.weight === 'ratio' ? heaviestAnswer(this.finished) : undefined;
  }
}
