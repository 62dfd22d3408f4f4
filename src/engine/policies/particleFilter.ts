import { smcOf } from './smc.ts';

/**
 * The particle filter as its_hub runs it (Puri et al. 2025): the odds of the current value at every step, not gathered
 * and not a ratio, multinomial resampling each time; then the candidate of the highest value. It counts the same evidence
 * again at each step, which loses the law and is good at finding one success.
 */
export const particleFilter = smcOf(
  'particle-filter',
  'Particle filtering: grows attempts step by step and copies them by the odds of their current value.',
  { weight: 'odds', sharpness: 1, gate: Number.POSITIVE_INFINITY, resampling: 'multinomial' },
);
