import type { Action, ActionId, Outcome } from '../action.ts';
import { Cascade, type CascadeArms } from '../auto/cascade.ts';
import { percent } from '../percent.ts';
import type { Arm, Considered, Decision, Policy, PolicyFactory, PolicySetup } from '../policy.ts';
import { Pool } from '../pool.ts';
import { chargeOf } from '../price.ts';
import { planRoute, type RoutedArm, routedArms, routingPrior } from '../verifiedRouting.ts';

/**
 * A router between cheap and dear arms, as Thinkless between short answers and thinking (arXiv 2505.13379), without
 * training. With a verifier it plans which arm draws next after every failure, by the prior's joint model of the arms where
 * one was learnt; without one the cheap arms vote, and the dearest is asked when what the votes leave open is worth its
 * price. Where judges can be asked, they are when what they can add to the best of these steps is worth their price.
 */
export const router: PolicyFactory = {
  name: 'router',
  summary: 'Tries the cheap way first and the dear one when tests fail or answers differ.',
  create: setup => (setup.verifiable ? new VerifiedRouter(setup) : new Cascade(setup, draftingArms(setup))),
};

/** So many draws are looked ahead. */
const horizon = 5;

class VerifiedRouter implements Policy {
  readonly #setup: PolicySetup;
  readonly #pool = new Pool();
  readonly #arms: readonly RoutedArm[];
  readonly #weights: readonly number[];
  #bought = 0;

  constructor(setup: PolicySetup) {
    this.#setup = setup;
    this.#arms = routedArms(setup.arms.map(arm => chargeOf(arm.expectedCost, setup.price)));
    this.#weights = setup.prior?.routing ?? routingPrior(this.#arms).mean;
  }

  ask(slots: number): Decision {
    const quality = this.best()?.quality ?? 0;
    if (this.#pool.best()?.reward?.verified) {
      const why = { quality, considered: [] };
      return { type: 'stop', kind: 'verified', reason: 'a candidate passed every test', why };
    }
    const considered = this.#plan(Math.min(slots, this.#setup.samples - this.#bought));
    const why = { quality, considered };
    if (considered.length > 0) return { type: 'act', actions: considered.map(one => one.action), why };
    if (this.#pool.inFlight.length > 0) return { type: 'wait' };
    if (this.#bought >= this.#setup.samples) {
      const reason = `all ${this.#setup.samples} attempts were made`;
      return { type: 'stop', kind: 'completed', reason, why };
    }
    const reason = `after ${this.#bought} attempts no arm is worth its price`;
    return { type: 'stop', kind: 'no-gain', reason, why };
  }

  started(actions: readonly { readonly id: ActionId; readonly action: Action }[]): void {
    this.#bought += actions.length;
    this.#pool.started(actions);
  }

  tell(outcome: Outcome): void {
    this.#pool.tell(outcome);
  }

  best() {
    return this.#pool.leader(true);
  }

  /** The next draws, each as if all before it and all under way failed. */
  #plan(count: number): readonly Considered[] {
    const { arms, samples } = this.#setup;
    const drawn = [
      ...this.#pool.candidates.map(candidate => candidate.arm),
      ...this.#pool.inFlight.map(action => (action.type === 'sample' ? action.arm : '')),
    ];
    const failures = arms.map(arm => drawn.filter(id => id === arm.id).length);
    const considered: Considered[] = [];
    for (let i = 0; i < count; i++) {
      const left = Math.min(horizon, samples - this.#bought - i);
      const { arm: place, chance } = planRoute(this.#arms, this.#weights, failures, { lambda: 1, left });
      const arm = place === undefined ? undefined : arms[place];
      if (place === undefined || arm === undefined) break;
      failures[place] = (failures[place] ?? 0) + 1;
      considered.push(this.#considered(arm, chance));
    }
    return considered;
  }

  #considered(arm: Arm, chance: number): Considered {
    const charge = chargeOf(arm.expectedCost, this.#setup.price);
    return {
      action: { type: 'sample', arm: arm.id },
      value: chance,
      reservation: 1 - charge / chance,
      expectedCost: arm.expectedCost,
      charge,
      forecast: `${percent(chance)} to pass`,
    };
  }
}

/** An arm this many times dearer than the cheapest is one to ask, not one to draft with. */
const dearer = 1.5;

/** The arms that draft, and the dearest where it is one to ask. */
export function draftingArms({ arms, price }: PolicySetup): CascadeArms {
  const charge = (arm: Arm) => chargeOf(arm.expectedCost, price);
  const byPrice = arms.toSorted((left, right) => charge(left) - charge(right));
  const lowest = byPrice[0] ? charge(byPrice[0]) : 0;
  const cheap = byPrice.filter(arm => charge(arm) <= lowest * dearer);
  const dearest = byPrice.at(-1);
  return { cheap, dear: dearest && !cheap.includes(dearest) ? dearest : undefined };
}
