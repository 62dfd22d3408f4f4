import type { Action, Outcome } from '../action.ts';
import type { CandidateId } from '../candidate.ts';
import type { Cost } from '../cost.ts';
import { type Course, type EscalationCharges, worthOf } from '../escalation.ts';
import { judgeToAsk } from '../judging/trust/judgingChoice.ts';
import type { Considered, PolicySetup } from '../policy.ts';
import type { Pool } from '../pool.ts';
import { Votes } from '../votes.ts';
import { type Standing, unseenOf, type Worth } from './answerBelief.ts';
import { AnswersAhead } from './answersAhead.ts';
import { JudgeOffers } from './judgeOffers.ts';

/** Whether this run has a judge to ask that tells anything. */
export function canAskJudges(setup: PolicySetup): boolean {
  return (['judge', 'compare'] as const).some(kind => judgeToAsk(setup, kind) !== undefined);
}

/**
 * Judges in a cascade of arms: what they say moves the belief that decides between another cheap vote, the dear arm and the
 * leading answer, and a verdict is worth what it adds to the best course of these three.
 */
export class CascadeJudges {
  readonly #pool: Pool;
  readonly #charges: EscalationCharges;
  readonly #most: number;
  readonly #judges: JudgeOffers;
  readonly #votes = new Votes();
  #known: { readonly of: string; readonly ahead: AnswersAhead } | undefined;

  /** `most` cheap votes can be drawn; the pool is kept by who uses it. */
  constructor(setup: PolicySetup, pool: Pool, charges: EscalationCharges, most: number) {
    this.#pool = pool;
    this.#charges = charges;
    this.#most = most;
    this.#judges = new JudgeOffers(setup);
  }

  /** Whether a judge has said anything. */
  get haveSpoken(): boolean {
    return this.#judges.haveSpoken;
  }

  tell(outcome: Outcome): void {
    if (outcome.result.type === 'candidate') this.#votes.add(outcome.result.candidate);
    this.#judges.tell(outcome);
  }

  /** Every answer with what votes and judges make of it, the likeliest first. */
  standings(): readonly Standing[] {
    const { shares } = this.#ahead;
    const standings = this.#votes.answers.map(({ first }, answer) => ({
      candidate: first,
      chance: shares[answer] ?? 0,
    }));
    return this.#judges.weighed(standings, this.#standsFor);
  }

  /** What each step is worth now, if no judge is asked any more. */
  course(): Course {
    const standings = this.standings();
    return this.#courseOf(standings)(
      standings.map(({ chance }) => chance),
      unseenOf(standings),
    );
  }

  /** What can be asked of judges; `sample` is what a sample is expected to cost. */
  considered(under: readonly Action[], sample: Cost): readonly Considered[] {
    const standings = this.standings();
    const course = this.#courseOf(standings);
    const worth: Worth = (chances, unseen) => worthOf(course(chances, unseen));
    return this.#judges.considered(standings, this.#standsFor, under, sample, worth);
  }

  #courseOf(standings: readonly Standing[]): (chances: readonly number[], unseen: number) => Course {
    const ahead = this.#ahead;
    const order = this.#votes.answers.map(({ first }) =>
      standings.findIndex(({ candidate }) => candidate === first),
    );
    return (chances, unseen) =>
      ahead.courseAt(
        order.map(place => chances[place] ?? 0),
        unseen,
        this.#charges,
      );
  }

  /** From the votes that there are, with the draws that are left. */
  get #ahead(): AnswersAhead {
    const { counts } = this.#votes;
    const votes = counts.reduce((sum, count) => sum + count, 0);
    const horizon = votes + Math.max(0, this.#most - this.#pool.size);
    const of = `${counts} of ${horizon}`;
    if (this.#known?.of !== of) this.#known = { of, ahead: new AnswersAhead(counts, horizon) };
    return this.#known.ahead;
  }

  /** The first candidate with the same answer. */
  readonly #standsFor = (id: CandidateId): CandidateId => {
    const candidate = this.#pool.candidate(id);
    return (candidate && this.#votes.answerOf(candidate)?.first) ?? id;
  };
}
