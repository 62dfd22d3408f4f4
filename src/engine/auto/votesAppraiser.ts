import type { Action, Outcome } from '../action.ts';
import type { CandidateId } from '../candidate.ts';
import { type Cost, scaledCost, zeroCost } from '../cost.ts';
import { flatJudge } from '../judgeModel.ts';
import { MeanCosts } from '../meanCosts.ts';
import { percent } from '../percent.ts';
import type { Considered, Leader, PolicySetup } from '../policy.ts';
import { Pool } from '../pool.ts';
import type { Belief } from '../prior.ts';
import { ballotOf } from '../reward.ts';
import { recordedVoteTable, type VoteValue } from '../voteStopping.ts';
import { Votes } from '../votes.ts';
import { AnswerBelief, type Standing } from './answerBelief.ts';
import { consider } from './consider.ts';
import type { Appraiser } from './pricedPolicy.ts';

/** Chance that a draw is a vote at all, before any was seen, and how many draws that belief weighs. */
const priorVoting: Belief = { chance: 0.9, weight: 0.5 };
/** Answers that are thought of as worth judging, the likeliest. */
const mostJudged = 3;
/** A single vote often cannot turn the choice while a few together can. */
const ballots = [1, 2, 4] as const;

/**
 * Where no verifier can tell: a sample is one more vote, worth what it and the votes that may follow it can add to the
 * share of the answer that is chosen (voteStopping); a judge's vote or comparison is worth its knowledge gradient over
 * what is believed of the answers.
 */
export class VotesAppraiser implements Appraiser {
  readonly pool = new Pool();
  readonly firstIsFree = true;
  readonly #setup: PolicySetup;
  readonly #votes = new Votes();
  readonly #table = recordedVoteTable();
  readonly #belief: AnswerBelief;
  readonly #costs = new MeanCosts();
  #judged = false;

  constructor(setup: PolicySetup) {
    this.#setup = setup;
    this.#belief = new AnswerBelief(setup.judges?.[0]?.model ?? flatJudge);
  }

  quality(): number {
    return this.best()?.quality ?? 0;
  }

  settled() {
    return undefined;
  }

  tell({ action, result, cost }: Outcome): void {
    if (result.type === 'candidate') this.#votes.add(result.candidate);
    if (result.type === 'judged') {
      this.#belief.judged(this.#answerOf(result.candidate), ballotOf(result.reward));
      if (action.type === 'judge') this.#costs.add('vote', scaledCost(cost, 1 / Math.max(1, action.votes)));
    }
    if (result.type === 'compared' && action.type === 'compare') {
      this.#belief.compared(this.#answerOf(action.left), this.#answerOf(action.right), result.margin);
      this.#costs.add('comparison', cost);
    }
    this.#judged ||= result.type === 'judged' || result.type === 'compared';
  }

  best(): Leader | undefined {
    if (this.#judged) {
      const [leader] = this.#standings(0);
      if (leader) return { id: leader.candidate, quality: leader.chance };
    }
    const best = this.pool.best();
    if (!best) return undefined;
    const quality = best.error === undefined ? (best.reward?.quality ?? this.#value(0).share) : 0;
    return { id: best.id, quality };
  }

  appraise(more: readonly Action[]): readonly Considered[] {
    const under = [...this.pool.inFlight, ...more];
    const standings = this.#standings(0);
    const quality = this.quality();
    return [
      ...this.#samples(under.filter(action => action.type === 'sample').length, quality),
      ...this.#judgings(standings, quality, under),
      ...this.#comparisons(standings, quality, under),
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

  /** Every answer with what votes and judge make of it, the likeliest first. */
  #standings(waiting: number): readonly Standing[] {
    const { answers } = this.#votes;
    const most = answers[0]?.votes ?? 0;
    if (most === 0) return [];
    const total = answers.reduce((sum, { votes }) => sum + votes, 0);
    const scale = Math.min(this.#value(waiting).share / most, 1 / total);
    const standings = answers.map(({ first, votes }) => ({ candidate: first, chance: scale * votes }));
    return this.#belief.weighed(standings).toSorted((left, right) => right.chance - left.chance);
  }

  #samples(waiting: number, quality: number): readonly Considered[] {
    const silent = this.#votes.silent;
    const voting =
      (this.#drawn - silent + priorVoting.chance * priorVoting.weight) / (this.#drawn + priorVoting.weight);
    const { share, index } = this.#value(waiting);
    const open = share < 1 ? Math.min(1, (1 - quality) / (1 - share)) : 0;
    const value = index * voting * open;
    const forecast = this.#forecast(share, waiting);
    return this.#setup.arms.map(arm => {
      const expectedCost = this.pool.expectedSampleCost(arm.expectedCost);
      return this.#considered({ type: 'sample', arm: arm.id }, value, quality, expectedCost, forecast);
    });
  }

  #judgings(
    standings: readonly Standing[],
    quality: number,
    under: readonly Action[],
  ): readonly Considered[] {
    if (!this.#setup.actions.includes('judge')) return [];
    const waiting = new Set(under.flatMap(action => (action.type === 'judge' ? [action.candidate] : [])));
    return standings.slice(0, mostJudged).flatMap(({ candidate, chance }) => {
      if (waiting.has(candidate)) return [];
      const each = this.#costs.expected('vote', this.#guess());
      return ballots.map(votes => {
        const gain = this.#belief.gainOfVotes(standings, candidate, votes);
        const forecast = `${candidate} is ${percent(chance)} right; ${votes} votes of the judge`;
        const action: Action = { type: 'judge', candidate, votes };
        return this.#considered(action, gain, quality, scaledCost(each, votes), forecast);
      });
    });
  }

  #comparisons(
    standings: readonly Standing[],
    quality: number,
    under: readonly Action[],
  ): readonly Considered[] {
    const [leader, ...rivals] = standings.slice(0, mostJudged);
    if (!leader || !this.#setup.actions.includes('compare')) return [];
    if (under.some(action => action.type === 'compare')) return [];
    return rivals.map(({ candidate }) => {
      const gain = this.#belief.gainOfComparisons(standings, leader.candidate, candidate);
      const forecast = `${percent(leader.chance)} right before comparing with ${candidate}`;
      const action: Action = { type: 'compare', left: leader.candidate, right: candidate };
      return this.#considered(
        action,
        gain,
        quality,
        this.#costs.expected('comparison', this.#guess()),
        forecast,
      );
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

  /** The answer that a candidate stands for. */
  #answerOf(id: CandidateId): CandidateId {
    const candidate = this.pool.candidate(id);
    return (candidate && this.#votes.answerOf(candidate)?.first) ?? id;
  }

  /** What judging costs before it was done once: like a sample. */
  #guess(): Cost {
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
