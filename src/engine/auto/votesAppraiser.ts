import type { Action, Outcome } from '../action.ts';
import type { CandidateId } from '../candidate.ts';
import { type Cost, zeroCost } from '../cost.ts';
import { percent } from '../percent.ts';
import type { Considered, Leader, PolicySetup } from '../policy.ts';
import { Pool } from '../pool.ts';
import { type Belief, relativeChance } from '../prior.ts';
import { isVerdict } from '../reward.ts';
import { recordedVoteTable, type VoteValue } from '../voteStopping.ts';
import { Votes } from '../votes.ts';
import type { Standing } from './answerBelief.ts';
import { consider } from './consider.ts';
import { JudgeOffers } from './judgeOffers.ts';
import type { Appraiser } from './pricedPolicy.ts';

/** Chance that a draw is a vote at all, before any was seen, and how many draws that belief weighs. */
const priorVoting: Belief = { chance: 0.9, weight: 0.5 };

/**
 * Where no verifier can tell: a sample is one more vote, worth what it and the votes that may follow it can add to the
 * share of the answer that is chosen (voteStopping); what judges can add to that choice is worth what JudgeOffers says.
 */
export class VotesAppraiser implements Appraiser {
  readonly pool = new Pool();
  readonly firstIsFree = true;
  readonly #setup: PolicySetup;
  readonly #votes = new Votes();
  readonly #table = recordedVoteTable();
  readonly #judges: JudgeOffers;

  constructor(setup: PolicySetup) {
    this.#setup = setup;
    this.#judges = new JudgeOffers(setup);
  }

  quality(): number {
    return this.best()?.quality ?? 0;
  }

  settled() {
    return undefined;
  }

  tell(outcome: Outcome): void {
    if (outcome.result.type === 'candidate') this.#votes.add(outcome.result.candidate);
    this.#judges.tell(outcome);
  }

  best(): Leader | undefined {
    if (this.#judges.haveSpoken) {
      const [leader] = this.standings();
      if (leader) return { id: leader.candidate, quality: leader.chance };
    }
    const best = this.pool.best();
    if (!best) return undefined;
    if (best.error !== undefined) return { id: best.id, quality: 0 };
    const isJudged = best.reward && isVerdict(best.reward);
    return { id: best.id, quality: isJudged ? best.reward.quality : this.#value(0).share };
  }

  appraise(more: readonly Action[]): readonly Considered[] {
    const under = [...this.pool.inFlight, ...more];
    return [
      ...this.#samples(under.filter(action => action.type === 'sample').length, this.quality()),
      ...this.#judges.considered(this.standings(), this.#standsFor, under, this.#sampleCost),
    ];
  }

  ending(best: Considered | undefined) {
    const figures = best
      ? `another ${nameOf(best.action)} is worth ${best.value.toFixed(4)} and costs ${best.charge.toFixed(4)}`
      : 'there is nothing to buy';
    return { kind: 'settled', reason: `more samples would hardly change the answer: ${figures}` } as const;
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

  /** Every answer with what votes and judges make of it, the likeliest first. */
  standings(): readonly Standing[] {
    const { answers } = this.#votes;
    const most = answers[0]?.votes ?? 0;
    if (most === 0) return [];
    const total = answers.reduce((sum, { votes }) => sum + votes, 0);
    const scale = Math.min(this.#value(0).share / most, 1 / total);
    const standings = answers.map(({ first, votes }) => ({ candidate: first, chance: scale * votes }));
    return this.#judges.weighed(standings, this.#standsFor);
  }

  #samples(waiting: number, quality: number): readonly Considered[] {
    const silent = this.#votes.silent;
    const voting =
      (this.#drawn - silent + priorVoting.chance * priorVoting.weight) / (this.#drawn + priorVoting.weight);
    const { share, index } = this.#value(waiting);
    const open = share < 1 ? Math.min(1, (1 - quality) / (1 - share)) : 0;
    const value = index * voting * open;
    const forecast = this.#forecast(share, waiting);
    const { arms, prior } = this.#setup;
    const ids = arms.map(({ id }) => id);
    return arms.map(({ id, expectedCost: guess }) => {
      const action: Action = { type: 'sample', arm: id };
      const favoured = value * relativeChance(prior, id, ids);
      return this.#considered(action, favoured, quality, this.pool.expectedSampleCost(guess), forecast);
    });
  }

  #considered(
    action: Action,
    value: number,
    quality: number,
    expectedCost: Cost,
    forecast: string,
  ): Considered {
    return consider({ action, value, expectedCost, forecast }, quality, this.#setup.price);
  }

  /** The first candidate with the same answer. */
  readonly #standsFor = (id: CandidateId): CandidateId => {
    const candidate = this.pool.candidate(id);
    return (candidate && this.#votes.answerOf(candidate)?.first) ?? id;
  };

  get #sampleCost(): Cost {
    return this.pool.expectedSampleCost(this.#setup.arms[0]?.expectedCost ?? zeroCost);
  }

  #forecast(share: number, waiting: number): string {
    const votes = this.#votes.counts;
    if (votes.length === 0) return 'there is no vote yet';
    const under = waiting > 0 ? `, ${waiting} under way` : '';
    return `votes ${votes.slice(0, 4).join(' to ')}${under}: ${percent(share)} of all would agree`;
  }
}

function nameOf(action: Action): string {
  return action.type === 'judge' ? 'vote of the judge' : action.type === 'compare' ? 'comparison' : 'sample';
}
