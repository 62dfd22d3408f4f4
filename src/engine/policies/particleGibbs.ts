import type { Candidate } from '../candidate.ts';
import { heaviestAnswer, type Particle, reasonOf, Sweep, type SweepOptions } from '../particles.ts';
import type { PolicyFactory, PolicySetup } from '../policy.ts';
import type { Random } from '../random.ts';
import { resample } from '../resampling.ts';
import { type NextRound, type RoundPlan, RoundPolicy } from '../roundPolicy.ts';
import { normalized } from '../weights.ts';
import { uniform } from './uniform.ts';

/**
 * Particle Gibbs: several smaller sweeps, each conditional on a lineage drawn from the one before, which stands among the
 * new particles at the same step with the weight it had there. Without ancestor sampling, which needs the model's
 * probabilities of a given text.
 */
export const particleGibbs: PolicyFactory = {
  name: 'particle-gibbs',
  summary: 'Particle Gibbs: repeats sequential Monte Carlo around an attempt drawn from the sweep before.',
  create: setup =>
    setup.actions.includes('extend') ? new RoundPolicy(setup, new GibbsPlan(setup)) : uniform.create(setup),
};

const sweeps = 2;

class GibbsPlan implements RoundPlan {
  readonly #setup: PolicySetup;
  readonly #random: Random;
  readonly #options: SweepOptions;
  #sweep: Sweep;
  #swept: readonly Particle[] = [];
  #done = 0;

  constructor(setup: PolicySetup) {
    this.#setup = setup;
    this.#random = setup.random.fork('resampling');
    this.#options = {
      particles: Math.max(2, Math.floor(setup.samples / sweeps)),
      weight: 'ratio',
      sharpness: 1,
      gate: Number.POSITIVE_INFINITY,
      resampling: 'multinomial',
    };
    this.#sweep = new Sweep(setup, this.#options, this.#random);
  }

  first() {
    return this.#sweep.actions();
  }

  next(drawn: readonly Candidate[]): NextRound {
    this.#sweep.absorb(drawn);
    const actions = this.#sweep.actions();
    if (actions.length > 0) return { type: 'round', actions };
    const { finished, steps, families } = this.#sweep;
    this.#swept = [...this.#swept, ...finished];
    this.#done += 1;
    if (this.#done === sweeps) {
      return { type: 'end', reason: reasonOf(this.#swept.length, steps, families) };
    }
    this.#sweep = new Sweep(this.#setup, this.#options, this.#random, this.#drawReference(finished));
    return { type: 'round', actions: this.#sweep.actions() };
  }

  leader() {
    return heaviestAnswer([...this.#swept, ...this.#sweep.finished]);
  }

  /** A lineage in proportion to its weight; none when all died, and then the next sweep is free as well. */
  #drawReference(finished: readonly Particle[]): readonly Candidate[] | undefined {
    const weights = normalized(finished.map(particle => particle.logWeight));
    const [index] = weights ? resample('multinomial', weights, 1, this.#random) : [];
    return index === undefined ? undefined : finished[index]?.lineage;
  }
}
