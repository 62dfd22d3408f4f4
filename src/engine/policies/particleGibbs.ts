import type { Particle } from '../particles.ts';
import type { PolicyFactory } from '../policy.ts';
import { resample } from '../resampling.ts';
import { type AfterSweep, SweepPlan } from '../sweepPlan.ts';
import { normalized } from '../weights.ts';
import { stepPolicy } from './stepPolicy.ts';

const sweeps = 2;

/**
 * Particle Gibbs: several smaller sweeps, each conditional on a lineage drawn from the one before, which stands among the
 * new particles at the same step with the weight it had there. Without ancestor sampling, which needs the model's
 * probabilities of a given text.
 */
export const particleGibbs: PolicyFactory = stepPolicy(
  'particle-gibbs',
  'Particle Gibbs: repeats sequential Monte Carlo around an attempt drawn from the sweep before.',
  setup =>
    new SweepPlan(
      setup,
      {
        particles: Math.max(2, Math.floor(setup.samples / sweeps)),
        weight: 'ratio',
        sharpness: 1,
        gate: Number.POSITIVE_INFINITY,
        resampling: 'multinomial',
      },
      afterEachOf(sweeps),
    ),
);

/** A lineage in proportion to its weight is the next one's; where all died the next is free as well. */
function afterEachOf(many: number): AfterSweep {
  let done = 0;
  return (finished, random) => {
    done += 1;
    if (done === many) return { type: 'end' };
    const reference = drawn(finished, random);
    return { type: 'sweep', ...(reference && { reference }) };
  };
}

function drawn(finished: readonly Particle[], random: Parameters<AfterSweep>[1]) {
  const weights = normalized(finished.map(particle => particle.logWeight));
  const [index] = weights ? resample('multinomial', weights, 1, random) : [];
  return index === undefined ? undefined : finished[index]?.lineage;
}
