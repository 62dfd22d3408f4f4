import type { Action, ActionId, Outcome } from './action.ts';
import type { Candidate } from './candidate.ts';
import type { Decision, Leader, Policy, PolicySetup, PolicyStop } from './policy.ts';
import { Pool } from './pool.ts';
import { usableValue } from './weights.ts';

/** What follows a round: another one with at least one action, or the end. */
export type NextRound =
  | { readonly type: 'round'; readonly actions: readonly Action[] }
  | { readonly type: 'end'; readonly reason: string };

/** A search that goes on in rounds: what a round holds depends on what all of the round before gave. */
export interface RoundPlan {
  /** At least one action. */
  first(): readonly Action[];
  /** Told the candidates of the round, in the order of its actions. */
  next(drawn: readonly Candidate[]): NextRound;
  /** The plan's own choice among what is complete; without one the best of the living is chosen. */
  leader?(): Leader | undefined;
}

/**
 * Carries a plan out: hands a round's actions out as slots come free, buys again what failed, and ends early when a
 * candidate is verified. A prefix is never an answer, nor is a candidate that is dead.
 */
export class RoundPolicy implements Policy {
  readonly #setup: PolicySetup;
  readonly #plan: RoundPlan;
  readonly #complete = new Pool();
  readonly #inFlight = new Map<ActionId, number>();
  #round: readonly Action[];
  #waiting: readonly number[];
  #drawn: Candidate[] = [];
  #left: number;
  #stop: { readonly kind: PolicyStop; readonly reason: string } | undefined;

  constructor(setup: PolicySetup, plan: RoundPlan) {
    this.#setup = setup;
    this.#plan = plan;
    this.#round = plan.first();
    this.#waiting = [...this.#round.keys()];
    this.#left = this.#round.length;
  }

  ask(slots: number): Decision {
    const why = { quality: this.best()?.quality ?? 0, considered: [] };
    if (this.#stop) return { type: 'stop', ...this.#stop, why };
    const actions = this.#waiting.slice(0, slots).flatMap(index => this.#round[index] ?? []);
    return actions.length > 0 ? { type: 'act', actions, why } : { type: 'wait' };
  }

  started(actions: readonly { readonly id: ActionId; readonly action: Action }[]): void {
    for (const [position, { id }] of actions.entries()) {
      const index = this.#waiting[position];
      if (index !== undefined) this.#inFlight.set(id, index);
    }
    this.#waiting = this.#waiting.slice(actions.length);
  }

  tell(outcome: Outcome): void {
    const index = this.#inFlight.get(outcome.id);
    if (index === undefined) return;
    this.#inFlight.delete(outcome.id);
    if (outcome.result.type !== 'candidate') {
      this.#waiting = [...this.#waiting, index].sort((left, right) => left - right);
      return;
    }
    const { candidate } = outcome.result;
    if (candidate.prefix === undefined && isAlive(candidate)) this.#complete.tell(outcome);
    if (candidate.reward?.verified) {
      this.#stop = { kind: 'verified', reason: 'a candidate passed every test' };
    }
    this.#drawn[index] = candidate;
    this.#left -= 1;
    if (this.#left === 0) this.#advance();
  }

  best(): Leader | undefined {
    const own = this.#setup.verifiable ? undefined : this.#plan.leader?.();
    return own ?? this.#complete.leader(this.#setup.verifiable);
  }

  #advance(): void {
    const next = this.#plan.next(this.#drawn);
    if (next.type === 'end') {
      this.#stop ??= { kind: 'completed', reason: next.reason };
      return;
    }
    this.#round = next.actions;
    this.#waiting = [...this.#round.keys()];
    this.#drawn = [];
    this.#left = this.#round.length;
  }
}

/**
 * V of a prefix or of a complete candidate on [0, 1]: 0 for one that cannot be used, `before` (the value of what it
 * continues) where no judge said anything that can be read.
 */
export function stepValue(candidate: Candidate, before: number): number {
  if (candidate.error !== undefined) return 0;
  return usableValue(candidate.prefix ? candidate.prefix.value : candidate.reward?.value) ?? before;
}

/** Whether anything can still come of it: it can be used and its value is not 0. */
export function isAlive(candidate: Candidate): boolean {
  return stepValue(candidate, 1) > 0;
}

/** The first steps of so many attempts, over the arms in turn. */
export function firstSteps({ arms }: PolicySetup, many: number): readonly Action[] {
  return Array.from({ length: many }, (_, index) => arms[index % arms.length]).flatMap(arm =>
    arm ? [{ type: 'sample', arm: arm.id, until: 'step' }] : [],
  );
}
