import type { PolicyFactory } from '../policy.ts';
import { AutoSamples } from './autoSamples.ts';
import { AutoVotes } from './autoVotes.ts';

/** Buys the action whose expected gain in P(correct) most exceeds its price, and stops when none does. */
export const auto: PolicyFactory = {
  name: 'auto',
  summary: 'Buys another attempt while its expected gain is worth its price; stops when none is.',
  create: setup => (setup.verifiable ? new AutoSamples(setup) : new AutoVotes(setup)),
};
