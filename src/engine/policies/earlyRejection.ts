import type { Candidate } from '../candidate.ts';
import type { PolicyFactory, PolicySetup } from '../policy.ts';
import type { Random } from '../random.ts';
import { firstSteps, isAlive, type NextRound, type RoundPlan, stepValue } from '../roundPolicy.ts';
import { stepPolicy } from './stepPolicy.ts';

/** One attempt in so many is written to its end. */
const begunForOneFinished = 4;

/**
 * Early rejection with a partial reward (arXiv 2508.01969): every attempt writes its first step, the best quarter by value
 * is written to the end. Costs N (f + (1 - f) / 4) whole samples, f being the first step's share of one.
 */
export const earlyRejection: PolicyFactory = stepPolicy(
  'early-rejection',
  'Early rejection: begins many attempts, and finishes only those whose first step is judged best.',
  setup => new RejectionPlan(setup),
);

/**
 * A bound on the chance that the best of n attempts is rejected, when its partial value is `gap` above the others and
 * partial values have noise of this standard deviation: (n - 1) exp(-gap^2 / (4 noise^2)). Above 1 it says nothing.
 */
export function chanceBestIsRejected(n: number, gap: number, noise: number): number {
  return (n - 1) * Math.exp(-(gap * gap) / (4 * noise * noise));
}

class RejectionPlan implements RoundPlan {
  readonly #setup: PolicySetup;
  readonly #random: Random;
  #begun = false;

  constructor(setup: PolicySetup) {
    this.#setup = setup;
    this.#random = setup.random.fork('ties');
  }

  first() {
    return firstSteps(this.#setup, this.#setup.samples);
  }

  next(drawn: readonly Candidate[]): NextRound {
    const living = drawn.filter(isAlive);
    const prefixes = living
      .filter(candidate => candidate.prefix !== undefined)
      .map(candidate => ({ candidate, value: stepValue(candidate, 1), tie: this.#random.next() }))
      .sort((left, right) => right.value - left.value || left.tie - right.tie);
    if (this.#begun || prefixes.length === 0) {
      return { type: 'end', reason: endReason(living.length, this.#begun) };
    }
    this.#begun = true;
    const kept = prefixes.slice(0, Math.ceil(drawn.length / begunForOneFinished));
    return {
      type: 'round',
      actions: kept.map(({ candidate }) => ({
        type: 'extend',
        arm: candidate.arm,
        candidate: candidate.id,
        until: 'end',
      })),
    };
  }
}

function endReason(living: number, begun: boolean): string {
  if (living === 0) return 'every attempt was rejected: there is no valid answer';
  return begun
    ? 'the attempts with the best first steps were finished'
    : 'every attempt ended in its first step';
}
