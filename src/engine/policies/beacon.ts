import { beaconIndex, beliefOf } from '../beaconIndex.ts';
import type { Candidate } from '../candidate.ts';
import type { Cost } from '../cost.ts';
import { DrawPolicy, type DrawRule, type NextDraws } from '../drawPolicy.ts';
import type { Considered, PolicyFactory, PolicySetup } from '../policy.ts';
import { chargeOf } from '../price.ts';
import { standingOf } from '../reward.ts';

/**
 * BEACON (arXiv 2510.15945): rewards are taken for normal with unknown mean and spread; after 3 samples it goes on
 * while the index of drawing exceeds the price of a sample. Without rewards, or when all are equal, it stops after 3.
 */
export const beacon: PolicyFactory = {
  name: 'beacon',
  summary: 'Draws while the rewards so far, taken for normal, promise more than a sample costs.',
  create: setup => new DrawPolicy(setup, new OptimalStopping(setup)),
};

const free = 3;

class OptimalStopping implements DrawRule {
  readonly #setup: PolicySetup;
  readonly #most: number;
  readonly #index: (draws: number, lead: number) => number;
  readonly #rewards: number[] = [];

  constructor(setup: PolicySetup) {
    this.#setup = setup;
    this.#most = Math.max(free, setup.samples);
    this.#index = beaconIndex(this.#most);
  }

  tell({ reward }: Candidate): void {
    this.#rewards.push(standingOf(reward));
  }

  next(expected: Cost): NextDraws {
    const drawn = this.#rewards.length;
    if (drawn < free) return { type: 'draw', many: free - drawn };
    if (drawn >= this.#most) {
      return { type: 'end', kind: 'completed', reason: `${this.#most} samples were drawn` };
    }
    const considered = this.#considered(expected);
    const [{ value, charge }] = considered;
    if (value > charge) return { type: 'draw', many: 1, considered };
    const reason = `the next sample is worth ${value.toFixed(4)} and costs ${charge.toFixed(4)}`;
    return { type: 'end', kind: 'no-gain', reason, considered };
  }

  #considered(expectedCost: Cost): readonly [Considered] {
    const { draws, mean, scale, lead } = beliefOf(this.#rewards);
    const best = Math.max(...this.#rewards);
    const value = scale > 0 ? scale * this.#index(draws, lead) : 0;
    const charge = chargeOf(expectedCost, this.#setup.price);
    const forecast = `rewards of ${mean.toFixed(2)} and a spread of ${scale.toFixed(2)} about it`;
    const arm = this.#setup.arms[draws % this.#setup.arms.length]?.id ?? '';
    const reservation = best + value - charge;
    return [{ action: { type: 'sample', arm }, value, reservation, expectedCost, charge, forecast }];
  }
}
