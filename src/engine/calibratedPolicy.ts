import type { Action, ActionId, Outcome } from './action.ts';
import type { Considered, Decision, Leader, Policy } from './policy.ts';

/**
 * A policy whose qualities are what its scores turned out to mean; `calibrate` never falls. It decides as before: gains
 * and charges stay, and what it says of the leader and of reservation values moves to the calibrated scale; the chances of
 * single answers stay as votes and judges gave them. A score of 0 stays: there is nothing usable.
 */
export class CalibratedPolicy implements Policy {
  readonly #policy: Policy;
  readonly #calibrate: (score: number) => number;

  constructor(policy: Policy, calibrate: (score: number) => number) {
    this.#policy = policy;
    this.#calibrate = score => (score === 0 ? 0 : calibrate(score));
  }

  ask(slots: number): Decision {
    const decision = this.#policy.ask(slots);
    if (decision.type === 'wait') return decision;
    const { quality: score, considered } = decision.why;
    const quality = this.#calibrate(score);
    const moved = considered.map(
      (one): Considered => ({ ...one, reservation: one.reservation + quality - score }),
    );
    return { ...decision, why: { ...decision.why, quality, considered: moved } };
  }

  started(actions: readonly { readonly id: ActionId; readonly action: Action }[]): void {
    this.#policy.started(actions);
  }

  tell(outcome: Outcome): void {
    this.#policy.tell(outcome);
  }

  best(): Leader | undefined {
    const leader = this.#policy.best();
    return leader && { id: leader.id, quality: this.#calibrate(leader.quality), score: leader.quality };
  }
}
