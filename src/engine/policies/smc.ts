import type { Candidate } from '../candidate.ts';
import { heaviestAnswer, reasonOf, Sweep, type SweepOptions } from '../particles.ts';
import type { PolicyFactory, PolicySetup } from '../policy.ts';
import { type NextRound, type RoundPlan, RoundPolicy } from '../roundPolicy.ts';
import { uniform } from './uniform.ts';

/** All but the number of particles, which is the setup's number of samples. */
export type SmcOptions = Omit<SweepOptions, 'particles'>;

/** Weights that keep the exact law model x V, resampled when fewer than half of the particles count. */
export const exactLaw: SmcOptions = { weight: 'ratio', sharpness: 1, gate: 0.5, resampling: 'systematic' };

/** Sequential Monte Carlo over steps; whole samples where a run cannot extend. */
export function smcOf(name: string, summary: string, options: SmcOptions): PolicyFactory {
  return {
    name,
    summary,
    create: setup =>
      setup.actions.includes('extend')
        ? new RoundPolicy(setup, new SmcPlan(setup, options))
        : uniform.create(setup),
  };
}

export const smc: PolicyFactory = smcOf(
  'smc',
  'Sequential Monte Carlo: grows attempts step by step and copies them in proportion to their value; keeps the exact law.',
  exactLaw,
);

class SmcPlan implements RoundPlan {
  readonly #sweep: Sweep;
  readonly #weight: SweepOptions['weight'];

  constructor(setup: PolicySetup, options: SmcOptions) {
    this.#weight = options.weight;
    this.#sweep = new Sweep(setup, { ...options, particles: setup.samples }, setup.random.fork('resampling'));
  }

  first() {
    return this.#sweep.actions();
  }

  next(drawn: readonly Candidate[]): NextRound {
    this.#sweep.absorb(drawn);
    const actions = this.#sweep.actions();
    if (actions.length > 0) return { type: 'round', actions };
    const { finished, steps, families } = this.#sweep;
    return { type: 'end', reason: reasonOf(finished.length, steps, families) };
  }

  leader() {
    return this.#weight === 'ratio' ? heaviestAnswer(this.#sweep.finished) : undefined;
  }
}
