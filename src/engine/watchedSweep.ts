import type { Action } from './action.ts';
import { type Family, type StepJudge, stepJudge } from './bellman.ts';
import type { Candidate } from './candidate.ts';
import type { Particle } from './particles.ts';
import { exactLaw } from './policies/smc.ts';
import type { Leader, PolicySetup } from './policy.ts';
import { isAlive, type NextRound, type RoundPlan } from './roundPolicy.ts';
import { SweepPlan } from './sweepPlan.ts';

/** What earlier sweeps of a run showed. */
export type Swept = {
  readonly families: readonly Family[];
  /** Steps of an attempt. */
  readonly steps?: number;
};

/** A particle's sample, one step more of it, and a verdict on each. */
const callsOfParticle = 4;

/**
 * A sweep that measures its judge while it goes on. With an amber light, or when the budget runs short, it writes what it
 * has begun to the end without another look; with a red light it drops what it has begun.
 */
export class WatchedSweep implements RoundPlan {
  readonly #plan: SweepPlan;
  readonly #before: Swept;
  readonly #isShort: (steps: number) => boolean;
  #writing = false;
  #written: readonly Candidate[] = [];
  #dropped = false;
  #over = false;

  /** `isShort`: what is left of the budget after so many steps is needed to write what was begun to its end. */
  constructor(setup: PolicySetup, before: Swept, isShort: (steps: number) => boolean = () => false) {
    const affordable = Math.floor((setup.budget.calls ?? Number.POSITIVE_INFINITY) / callsOfParticle);
    const particles = Math.max(1, Math.min(setup.samples, affordable));
    this.#plan = new SweepPlan(setup, { ...exactLaw, particles });
    this.#before = before;
    this.#isShort = isShort;
  }

  /** Until an attempt was finished, one is taken to be half done. */
  get judge(): StepJudge | undefined {
    const steps = this.#over ? this.#plan.steps : 2 * this.#plan.steps;
    return stepJudge(this.families, this.#before.steps ?? steps);
  }

  /** While nothing speaks against it. */
  get judgeIsGood(): boolean {
    const light = this.judge?.light ?? 'unknown';
    return light === 'green' || light === 'unknown';
  }

  /** Whether attempts were written to their ends without weights: then shares of the weight leave them out. */
  get isCutShort(): boolean {
    return this.#writing;
  }

  get families(): readonly Family[] {
    return [...this.#before.families, ...this.#plan.families];
  }

  get steps(): number {
    return this.#plan.steps;
  }

  /** The particles whose shares of the weight are shares of the answers. */
  get finished(): readonly Particle[] {
    return this.#dropped || this.#writing ? [] : this.#plan.finished;
  }

  /** The complete candidates that count as votes. */
  get votes(): readonly Candidate[] {
    const last = (this.#dropped ? [] : this.#plan.finished).flatMap(
      particle => particle.lineage.at(-1) ?? [],
    );
    return [...new Map([...last, ...this.#written].map(candidate => [candidate.id, candidate])).values()];
  }

  first(): readonly Action[] {
    return this.#plan.first();
  }

  next(drawn: readonly Candidate[]): NextRound {
    if (this.#writing) {
      this.#written = drawn.filter(candidate => candidate.prefix === undefined && isAlive(candidate));
      return { type: 'end', reason: 'what was begun was written to its end' };
    }
    const next = this.#plan.next(drawn);
    this.#over = next.type === 'end';
    if (next.type === 'end' || (this.judgeIsGood && !this.#isShort(this.#plan.steps))) return next;
    this.#dropped = this.judge?.light === 'red';
    this.#writing = !this.#dropped;
    if (this.#dropped) return { type: 'end', reason: 'the step judge is not good enough' };
    return { type: 'round', actions: next.actions.map(toItsEnd) };
  }

  leader(): Leader | undefined {
    return this.#writing ? undefined : this.#plan.leader();
  }
}

function toItsEnd(action: Action): Action {
  return action.type === 'extend' ? { ...action, until: 'end' } : action;
}
