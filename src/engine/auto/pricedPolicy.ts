import type { Action, ActionId, Outcome } from '../action.ts';
import type { Considered, Decision, Leader, Policy, PolicyStop } from '../policy.ts';
import type { Pool } from '../pool.ts';
import type { Standing } from './answerBelief.ts';

type Ending = { readonly kind: PolicyStop; readonly reason: string };

/** What a kind of run can buy and what that is worth. The pool is kept by who uses it. */
export interface Appraiser {
  readonly pool: Pool;
  /** Each outcome once, after the pool has taken it in. */
  tell(outcome: Outcome): void;
  best(): Leader | undefined;
  /** The leader's quality as the worth of actions is reckoned from it; 0 when there is none. */
  quality(): number;
  /** Why nothing is to be bought any more, whatever it costs. */
  settled(): Ending | undefined;
  /** Every action worth a thought when these are under way beside those in flight. */
  appraise(more: readonly Action[]): readonly Considered[];
  /** The answers that there are to choose among, the likeliest first; missing where none are counted. */
  standings?(): readonly Standing[];
  /** In words, why the run ends when the best buy is not worth its price. */
  ending(best: Considered | undefined): Ending;
  /** The first sample is what was asked for: it is bought at any price. */
  readonly firstIsFree: boolean;
}

/** Alternatives, and answers, told with a decision. */
const mostShown = 8;

/**
 * Weitzman's rule over unlike actions: buys the one with the highest reservation value among those whose expected gain
 * in P(correct) exceeds their charge, counts it as drawn, and goes on while slots are free; stops when none is left.
 */
export class PricedPolicy implements Policy {
  readonly #appraiser: Appraiser;

  constructor(appraiser: Appraiser) {
    this.#appraiser = appraiser;
  }

  started(actions: readonly { readonly id: ActionId; readonly action: Action }[]): void {
    this.#appraiser.pool.started(actions);
  }

  tell(outcome: Outcome): void {
    if (this.#appraiser.pool.tell(outcome)) this.#appraiser.tell(outcome);
  }

  best(): Leader | undefined {
    return this.#appraiser.best();
  }

  ask(slots: number): Decision {
    const appraiser = this.#appraiser;
    const quality = appraiser.quality();
    const settled = appraiser.settled();
    if (settled) return { type: 'stop', ...settled, why: { quality, considered: [] } };
    const first = byReservation(appraiser.appraise([]));
    const actions: Action[] = [];
    let buy = this.#choice(first, actions);
    while (buy && actions.length < slots) {
      actions.push(buy.action);
      if (actions.length < slots) buy = this.#choice(byReservation(appraiser.appraise(actions)), actions);
    }
    const standings = appraiser.standings?.().slice(0, mostShown);
    const why = { quality, considered: first.slice(0, mostShown), ...(standings && { standings }) };
    if (actions.length > 0) return { type: 'act', actions, why };
    if (appraiser.pool.inFlight.length > 0) return { type: 'wait' };
    return { type: 'stop', ...appraiser.ending(first[0]), why };
  }

  #choice(considered: readonly Considered[], bought: readonly Action[]): Considered | undefined {
    const { pool, firstIsFree } = this.#appraiser;
    const isFirst = bought.length + pool.inFlight.length + pool.size === 0;
    if (firstIsFree && isFirst) return considered[0];
    return considered.find(({ value, charge }) => value > charge);
  }
}

function byReservation(considered: readonly Considered[]): readonly Considered[] {
  return considered.toSorted((left, right) => right.reservation - left.reservation);
}
