import type { Action, ActionId, Outcome } from '../action.ts';
import type { Arm, Considered, Decision, Leader, Policy, PolicySetup } from '../policy.ts';
import { Pool } from '../pool.ts';
import { chargeOf } from '../price.ts';
import { recordedVoteTable, type VoteValue } from '../voteStopping.ts';
import { Votes } from '../votes.ts';

/** Chance that a draw is a vote at all, before any was seen, and how many draws that belief weighs. */
const priorVoting = { chance: 0.9, weight: 0.5 };

/**
 * `auto` where no verifier can tell: a sample is one more vote, worth what it and the votes that may follow it can add
 * to the share of the answer that is chosen.
 */
export class AutoVotes implements Policy {
  readonly #setup: PolicySetup;
  readonly #pool = new Pool();
  readonly #votes = new Votes();
  readonly #table = recordedVoteTable();

  constructor(setup: PolicySetup) {
    this.#setup = setup;
  }

  started(actions: readonly { readonly id: ActionId; readonly action: Action }[]): void {
    this.#pool.started(actions);
  }

  tell(outcome: Outcome): void {
    if (this.#pool.tell(outcome) && outcome.result.type === 'candidate')
      this.#votes.add(outcome.result.candidate);
  }

  best(): Leader | undefined {
    const best = this.#pool.best();
    if (!best) return undefined;
    const quality = best.error === undefined ? (best.reward?.quality ?? this.#value(0).share) : 0;
    return { id: best.id, quality };
  }

  ask(slots: number): Decision {
    const quality = this.best()?.quality ?? 0;
    const waiting = this.#pool.inFlight.length;
    const first = this.#appraise(waiting, quality);
    const actions: Action[] = [];
    let best = first[0];
    while (best && actions.length < slots && (this.#isFirst(actions.length) || best.value > best.charge)) {
      actions.push(best.action);
      best = this.#appraise(waiting + actions.length, quality)[0];
    }
    const why = { quality, considered: first };
    if (actions.length > 0) return { type: 'act', actions, why };
    if (waiting > 0) return { type: 'wait' };
    return { type: 'stop', kind: 'settled', reason: this.#stopReason(best), why };
  }

  /** The first sample is what was asked for; it has no price. */
  #isFirst(bought: number): boolean {
    return bought + this.#pool.inFlight.length + this.#drawn === 0;
  }

  get #drawn(): number {
    return this.#votes.silent + this.#votes.counts.reduce((sum, count) => sum + count, 0);
  }

  /** The profile when `waiting` votes under way are counted as agreeing with the leader. */
  #value(waiting: number): VoteValue {
    const counts = this.#votes.counts;
    const lead = (counts[0] ?? 0) + waiting;
    const profile = lead === 0 ? [] : [lead, ...counts.slice(1)];
    const votes = profile.reduce((sum, count) => sum + count, 0);
    return this.#table(profile) ?? { share: lead / (votes + 1), index: 0 };
  }

  /** Every arm as the next vote, the best buy first. */
  #appraise(waiting: number, quality: number): readonly Considered[] {
    const silent = this.#votes.silent;
    const { chance, weight } = priorVoting;
    const voting = (this.#drawn - silent + chance * weight) / (this.#drawn + weight);
    const { share, index } = this.#value(waiting);
    const value = index * voting;
    const forecast = this.#forecast(share, waiting);
    return this.#setup.arms
      .map(arm => this.#considered(arm, value, quality, forecast))
      .sort((left, right) => left.charge - right.charge);
  }

  #considered(arm: Arm, value: number, quality: number, forecast: string): Considered {
    const expectedCost = this.#pool.expectedSampleCost(arm.expectedCost);
    const charge = chargeOf(expectedCost, this.#setup.price);
    const action = { type: 'sample', arm: arm.id } as const;
    return { action, value, reservation: quality + value - charge, expectedCost, charge, forecast };
  }

  #forecast(share: number, waiting: number): string {
    const votes = this.#votes.counts;
    if (votes.length === 0) return 'there is no vote yet';
    const under = waiting > 0 ? `, ${waiting} under way` : '';
    return `votes ${votes.slice(0, 4).join(' to ')}${under}: ${Math.round(share * 100)}% of all would agree`;
  }

  #stopReason(best: Considered | undefined): string {
    if (!best) return 'there is nothing to buy';
    const figures = `another is worth ${best.value.toFixed(4)} and costs ${best.charge.toFixed(4)}`;
    return `more samples would hardly change the answer: ${figures}`;
  }
}
