import type { Action } from '../action.ts';
import type { Candidate } from '../candidate.ts';
import { mostSteps } from '../particles.ts';
import type { PolicyFactory, PolicySetup } from '../policy.ts';
import { firstSteps, isAlive, type NextRound, type RoundPlan, stepValue } from '../roundPolicy.ts';
import { stepPolicy } from './stepPolicy.ts';

/** A step is written anew at most so often. */
const mostTries = 5;

/** Above it a step is judged positive; and V of nothing. */
const middle = 0.5;

/**
 * Chunk reset (StepWiser, arXiv 2508.19229): one attempt, whose steps are each written up to five times; the first that is
 * judged positive is taken, else the last. Once the value is low, a step is positive when it leaves it no lower.
 */
export const chunkReset: PolicyFactory = stepPolicy(
  'chunk-reset',
  'Chunk reset: grows one attempt step by step, and writes a step that is judged wrong anew, up to five times.',
  setup => new ChunkPlan(setup),
);

class ChunkPlan implements RoundPlan {
  readonly #setup: PolicySetup;
  /** What is accepted, with its value. */
  #before: { readonly candidate: Candidate; readonly value: number } | undefined;
  #steps = 0;
  #tries = 0;
  #rejected = 0;

  constructor(setup: PolicySetup) {
    this.#setup = setup;
  }

  first() {
    return firstSteps(this.#setup, 1);
  }

  next([drawn]: readonly Candidate[]): NextRound {
    if (!drawn) throw new RangeError('A round of chunk reset gives one candidate.');
    this.#tries += 1;
    const before = this.#before?.value ?? middle;
    const value = stepValue(drawn, before);
    const isPositive = value > middle || (value > 0 && value >= before);
    if (!isPositive && this.#tries < mostTries) {
      this.#rejected += 1;
      return { type: 'round', actions: this.#step() };
    }
    return this.#accept(drawn, value);
  }

  #accept(candidate: Candidate, value: number): NextRound {
    this.#tries = 0;
    this.#steps += 1;
    if (candidate.prefix === undefined || !isAlive(candidate) || this.#steps > mostSteps) {
      return { type: 'end', reason: this.#reason(candidate) };
    }
    this.#before = { candidate, value };
    return { type: 'round', actions: this.#step() };
  }

  #step(): readonly Action[] {
    if (!this.#before) return this.first();
    const { arm, id } = this.#before.candidate;
    return [{ type: 'extend', arm, candidate: id, until: this.#steps < mostSteps ? 'step' : 'end' }];
  }

  #reason(candidate: Candidate): string {
    const found = candidate.prefix === undefined && isAlive(candidate) ? 'finished' : 'given up';
    return `the attempt was ${found} after ${this.#steps} steps; ${this.#rejected} others were rejected`;
  }
}
