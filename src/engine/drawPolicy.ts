import type { Action, ActionId, Outcome } from './action.ts';
import type { Candidate } from './candidate.ts';
import { type Cost, zeroCost } from './cost.ts';
import type { Considered, Decision, Leader, Policy, PolicySetup, PolicyStop } from './policy.ts';
import { Pool } from './pool.ts';

/** What a rule wants after the candidates it was told. */
export type NextDraws =
  /** At least one more; so many are wanted whatever they show, those under way among them. */
  | { readonly type: 'draw'; readonly many: number; readonly considered?: readonly Considered[] }
  | {
      readonly type: 'end';
      readonly kind: PolicyStop;
      readonly reason: string;
      readonly considered?: readonly Considered[];
    };

/** A published rule for how many complete samples to draw and which to choose. */
export interface DrawRule {
  /** Told each candidate once, in the order of arrival. */
  tell(candidate: Candidate): void;
  /** Given what a sample is expected to cost. */
  next(expected: Cost): NextDraws;
  /** The rule's own choice; without one the pool's leader is chosen. */
  leader?(): Leader | undefined;
}

/**
 * Carries a rule out: draws from the arms in turn, never more than the rule is sure to want, and ends early when a
 * candidate is verified. A failed draw is drawn again.
 */
export class DrawPolicy implements Policy {
  readonly #setup: PolicySetup;
  readonly #rule: DrawRule;
  readonly #pool = new Pool();
  #verified: Leader | undefined;
  #bought = 0;

  constructor(setup: PolicySetup, rule: DrawRule) {
    this.#setup = setup;
    this.#rule = rule;
  }

  ask(slots: number): Decision {
    const quality = this.best()?.quality ?? 0;
    const next: NextDraws = this.#verified
      ? { type: 'end', kind: 'verified', reason: 'a candidate passed every test' }
      : this.#rule.next(this.#expectedCost());
    const why = { quality, considered: next.considered ?? [] };
    const waiting = this.#pool.inFlight.length;
    if (next.type === 'end') {
      return waiting > 0 && !this.#verified
        ? { type: 'wait' }
        : { type: 'stop', kind: next.kind, reason: next.reason, why };
    }
    const actions = this.#samples(Math.min(slots, next.many - waiting));
    return actions.length > 0 ? { type: 'act', actions, why } : { type: 'wait' };
  }

  started(actions: readonly { readonly id: ActionId; readonly action: Action }[]): void {
    this.#bought += actions.length;
    this.#pool.started(actions);
  }

  tell(outcome: Outcome): void {
    if (!this.#pool.tell(outcome) || outcome.result.type !== 'candidate') return;
    const { candidate } = outcome.result;
    if (candidate.reward?.verified)
      this.#verified ??= { id: candidate.id, quality: candidate.reward.quality };
    this.#rule.tell(candidate);
  }

  best(): Leader | undefined {
    return this.#verified ?? this.#rule.leader?.() ?? this.#pool.leader(this.#setup.verifiable);
  }

  #expectedCost(): Cost {
    return this.#pool.expectedSampleCost(this.#setup.arms[0]?.expectedCost ?? zeroCost);
  }

  #samples(many: number): readonly Action[] {
    const { arms } = this.#setup;
    return Array.from({ length: Math.max(0, many) }, (_, index) => arms[(this.#bought + index) % arms.length])
      .filter(arm => arm !== undefined)
      .map(arm => ({ type: 'sample', arm: arm.id }));
  }
}
