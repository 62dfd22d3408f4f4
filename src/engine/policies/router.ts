import type { Action, ActionId, Outcome } from '../action.ts';
import type { Candidate } from '../candidate.ts';
import { type EscalationStep, escalationPlan } from '../escalation.ts';
import { groupByBehaviour } from '../groups.ts';
import { percent } from '../percent.ts';
import type { Arm, Considered, Decision, Leader, Policy, PolicyFactory, PolicySetup } from '../policy.ts';
import { Pool } from '../pool.ts';
import { chargeOf } from '../price.ts';
import { planRoute, type RoutedArm, routedArms, routingPrior } from '../verifiedRouting.ts';

/**
 * A router between cheap and dear arms, as Thinkless between short answers and thinking (arXiv 2505.13379), without
 * training. With a verifier it plans which arm draws next after every failure, by the prior's joint model of the arms where
 * one was learnt; without one the cheap arms vote, and the dearest is asked when what the votes leave open is worth its
 * price.
 */
export const router: PolicyFactory = {
  name: 'router',
  summary: 'Tries the cheap way first and the dear one when tests fail or answers differ.',
  create: setup => (setup.verifiable ? new VerifiedRouter(setup) : new Cascade(setup)),
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

/** At most so many drafts. */
const mostDrafts = 12;
/** An arm this many times dearer than the cheapest is one to ask, not one to draft with. */
const dearer = 1.5;

/** The arms that draft, and the dearest where it is one to ask. */
export function draftingArms({ arms, price }: PolicySetup): {
  readonly cheap: readonly Arm[];
  readonly dear: Arm | undefined;
} {
  const charge = (arm: Arm) => chargeOf(arm.expectedCost, price);
  const byPrice = arms.toSorted((left, right) => charge(left) - charge(right));
  const lowest = byPrice[0] ? charge(byPrice[0]) : 0;
  const cheap = byPrice.filter(arm => charge(arm) <= lowest * dearer);
  const dearest = byPrice.at(-1);
  return { cheap, dear: dearest && !cheap.includes(dearest) ? dearest : undefined };
}

class Cascade implements Policy {
  readonly #setup: PolicySetup;
  readonly #pool = new Pool();
  /** Arms that draft, in turn. */
  readonly #cheap: readonly Arm[];
  readonly #dear: Arm | undefined;
  readonly #most: number;
  readonly #plan: (counts: readonly number[]) => EscalationStep;

  constructor(setup: PolicySetup) {
    const charge = (arm: Arm) => chargeOf(arm.expectedCost, setup.price);
    const { cheap, dear } = draftingArms(setup);
    const lowest = cheap[0] ? charge(cheap[0]) : 0;
    this.#setup = setup;
    this.#cheap = cheap;
    this.#dear = dear;
    this.#most = Math.min(mostDrafts, setup.samples);
    const ask = this.#dear ? charge(this.#dear) : Number.POSITIVE_INFINITY;
    this.#plan = escalationPlan({ draw: lowest, ask }, this.#most);
  }

  ask(slots: number): Decision {
    const why = { quality: this.best()?.quality ?? 0, considered: [] };
    if (this.#answer()) {
      const reason = 'the cheap attempts did not agree enough, and the dear one was asked';
      return { type: 'stop', kind: 'settled', reason, why };
    }
    const step = this.#step();
    const actions = step === 'draw' ? this.#drafts(slots) : step === 'ask' ? this.#asking() : [];
    if (actions.length > 0) return { type: 'act', actions, why };
    if (step !== 'stop' && this.#pool.inFlight.length > 0) return { type: 'wait' };
    return { type: 'stop', ...this.#stopReason(), why };
  }

  started(actions: readonly { readonly id: ActionId; readonly action: Action }[]): void {
    this.#pool.started(actions);
  }

  tell(outcome: Outcome): void {
    this.#pool.tell(outcome);
  }

  /** The answer of the dear arm when it was asked; its vote weighs like all the drafts that it overrules. */
  best(): Leader | undefined {
    const answer = this.#answer();
    if (!answer) return this.#pool.leader(false);
    const drafts = this.#pool.candidates.filter(
      ({ arm, error }) => arm !== answer.arm && error === undefined,
    );
    const votes = drafts.filter(candidate => candidate.behaviour === answer.behaviour).length;
    const weight = Math.max(1, drafts.length);
    return { id: answer.id, quality: (votes + weight) / (drafts.length + weight + 1) };
  }

  /** What the votes say is next; with all drafts made, the dear arm when they do not make it needless. */
  #step(): EscalationStep {
    const step = this.#plan(this.#counts());
    if (step !== 'draw' || this.#made < this.#most) return step;
    return this.#dear ? 'ask' : 'stop';
  }

  /** Votes by answer, in falling order. */
  #counts(): readonly number[] {
    return groupByBehaviour(this.#pool.candidates).map(group => group.members.length);
  }

  /** Drafts made and under way. */
  get #made(): number {
    return this.#pool.size + this.#pool.inFlight.length;
  }

  #drafts(slots: number): readonly Action[] {
    const count = Math.max(0, Math.min(slots, this.#most - this.#made));
    const arm = (i: number) => this.#cheap[(this.#made + i) % this.#cheap.length]?.id ?? '';
    return Array.from({ length: count }, (_, i) => ({ type: 'sample', arm: arm(i) }));
  }

  /** One sample of the dear arm, again while it holds no answer and samples are left. */
  #asking(): readonly Action[] {
    const arm = this.#dear?.id;
    const asked = this.#pool.inFlight.some(action => action.type === 'sample' && action.arm === arm);
    const left = this.#made <= this.#setup.samples + this.#most;
    return arm === undefined || asked || !left ? [] : [{ type: 'sample', arm }];
  }

  /** What the dear arm answered, if it was asked. */
  #answer(): Candidate | undefined {
    const dear = this.#dear?.id;
    return this.#pool.candidates.find(({ arm, error }) => arm === dear && error === undefined);
  }

  #stopReason(): {
    readonly kind: 'settled' | 'no-gain' | 'completed';
    readonly reason: string;
  } {
    if (this.#pool.size === 0) return { kind: 'no-gain', reason: 'no attempt is worth its price' };
    const step = this.#plan(this.#counts());
    if (this.#dear && step !== 'stop') return { kind: 'completed', reason: 'the dear arm gave no answer' };
    if (this.#pool.groups.members === 0) return { kind: 'completed', reason: 'no attempt holds an answer' };
    if (this.#made >= this.#most)
      return { kind: 'completed', reason: `all ${this.#most} attempts were made` };
    return { kind: 'settled', reason: 'the attempts agree enough; another is not worth its price' };
  }
}
