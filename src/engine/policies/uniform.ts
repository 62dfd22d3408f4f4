import type { Action, ActionId, Outcome } from '../action.ts';
import type { Decision, Policy, PolicyFactory, PolicySetup } from '../policy.ts';
import { Pool } from '../pool.ts';

/** Uniform best-of-N: the same number of samples for every task, whatever they show; then the best of them. */
export const uniform: PolicyFactory = {
  name: 'uniform',
  summary: 'Best-of-N: draws a fixed number of samples and takes the best.',
  create: setup => new Uniform(setup),
};

class Uniform implements Policy {
  readonly #setup: PolicySetup;
  readonly #pool = new Pool();
  #drawn = 0;

  constructor(setup: PolicySetup) {
    this.#setup = setup;
  }

  ask(slots: number): Decision {
    const { samples, arms } = this.#setup;
    const why = { quality: this.best()?.quality ?? 0, considered: [] };
    const count = Math.min(slots, samples - this.#drawn);
    if (count > 0) {
      const actions: Action[] = [];
      for (let i = 0; i < count; i++) {
        const arm = arms[(this.#drawn + i) % arms.length];
        if (arm) actions.push({ type: 'sample', arm: arm.id });
      }
      return { type: 'act', actions, why };
    }
    if (this.#pool.inFlight.length > 0) return { type: 'wait' };
    return { type: 'stop', kind: 'completed', reason: `all ${samples} samples were drawn`, why };
  }

  started(actions: readonly { readonly id: ActionId; readonly action: Action }[]): void {
    this.#drawn += actions.length;
    this.#pool.started(actions);
  }

  tell(outcome: Outcome): void {
    this.#pool.tell(outcome);
  }

  best() {
    return this.#pool.leader(this.#setup.verifiable);
  }
}
