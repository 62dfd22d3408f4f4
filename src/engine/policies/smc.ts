import type { SweepOptions } from '../particles.ts';
import type { PolicyFactory } from '../policy.ts';
import { SweepPlan } from '../sweepPlan.ts';
import { stepPolicy } from './stepPolicy.ts';

/** All but the number of particles, which is the setup's number of samples. */
export type SmcOptions = Omit<SweepOptions, 'particles'>;

/** Weights that keep the exact law model x V, resampled when fewer than half of the particles count. */
export const exactLaw: SmcOptions = { weight: 'ratio', sharpness: 1, gate: 0.5, resampling: 'systematic' };

/** Sequential Monte Carlo over steps. */
export function smcOf(name: string, summary: string, options: SmcOptions): PolicyFactory {
  return stepPolicy(name, summary, setup => new SweepPlan(setup, { ...options, particles: setup.samples }));
}

export const smc: PolicyFactory = smcOf(
  'smc',
  'Sequential Monte Carlo: grows attempts step by step and copies them in proportion to their value; keeps the exact law.',
  exactLaw,
);
