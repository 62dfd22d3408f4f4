import type { Action, ActionId, Outcome } from '../action.ts';
import type { CandidateId } from '../candidate.ts';
import { groupByBehaviour } from '../groups.ts';
import { judgeToAsk } from '../judging/trust/judgingChoice.ts';
import type { Decision, Leader, Policy, PolicyFactory, PolicySetup } from '../policy.ts';
import { Pool } from '../pool.ts';
import { countedValues, isVerdict, type Reward } from '../reward.ts';

/**
 * Weighted best-of-N: a fixed number of samples, each judged once where the run can judge; then the answer with the
 * largest sum of rewards. A sample that nothing judged, or whose verdict could not be read, weighs like the mean of the
 * others, so without rewards it is self-consistency.
 */
export const weightedBestOfN: PolicyFactory = {
  name: 'weighted-best-of-n',
  summary: 'Draws a fixed number of samples and takes the answer with the largest sum of rewards.',
  create: setup => new WeightedBestOfN(setup),
};

class WeightedBestOfN implements Policy {
  readonly #setup: PolicySetup;
  readonly #judge: ReturnType<typeof judgeToAsk>;
  readonly #pool = new Pool();
  readonly #rewards = new Map<CandidateId, Reward>();
  /** Usable candidates that no judge was asked about. */
  readonly #unjudged = new Set<CandidateId>();
  #bought = 0;

  constructor(setup: PolicySetup) {
    this.#setup = setup;
    this.#judge = judgeToAsk(setup, 'judge');
  }

  ask(slots: number): Decision {
    const { samples, arms } = this.#setup;
    const why = { quality: this.best()?.quality ?? 0, considered: [] };
    if (this.#pool.verified) {
      return { type: 'stop', kind: 'verified', reason: 'a candidate passed every test', why };
    }
    const actions: Action[] = [...this.#unjudged]
      .slice(0, slots)
      .map(candidate => ({ type: 'judge', candidate, votes: 1, ...this.#judge }));
    for (let next = this.#bought; next < samples && actions.length < slots; next++) {
      const arm = arms[next % arms.length];
      if (arm) actions.push({ type: 'sample', arm: arm.id });
    }
    if (actions.length > 0) return { type: 'act', actions, why };
    if (this.#pool.inFlight.length > 0) return { type: 'wait' };
    return { type: 'stop', kind: 'completed', reason: `all ${samples} samples were drawn`, why };
  }

  started(actions: readonly { readonly id: ActionId; readonly action: Action }[]): void {
    for (const { action } of actions) {
      if (action.type === 'sample') this.#bought += 1;
      if (action.type === 'judge') this.#unjudged.delete(action.candidate);
    }
    this.#pool.started(actions);
  }

  tell(outcome: Outcome): void {
    if (!this.#pool.tell(outcome)) return;
    const { result } = outcome;
    if (result.type === 'judged' && saysAnything(result.reward))
      this.#rewards.set(result.candidate, result.reward);
    if (result.type !== 'candidate') return;
    const { id, reward, error } = result.candidate;
    if (reward && isVerdict(reward)) this.#rewards.set(id, reward);
    else if (error === undefined && this.#judge) this.#unjudged.add(id);
  }

  best(): Leader | undefined {
    const verified = this.#pool.verified;
    if (verified) return { id: verified.id, quality: verified.reward?.quality ?? 1 };
    const unjudged = this.#meanWeight();
    const weightOf = (id: CandidateId) => this.#weight(id) ?? unjudged;
    const groups = groupByBehaviour(this.#pool.candidates).map(({ members }) => {
      const weight = members.reduce((sum, id) => sum + weightOf(id), 0);
      return { members, weight };
    });
    const total = groups.reduce((sum, { weight }) => sum + weight, 0);
    const [best] = groups.toSorted((left, right) => right.weight - left.weight);
    if (!best) return this.#pool.leader(this.#setup.verifiable);
    const [id = ''] = best.members.toSorted((left, right) => weightOf(right) - weightOf(left));
    return { id, quality: this.#setup.verifiable ? this.#quality(id) : best.weight / (total + 1) };
  }

  #weight(id: CandidateId): number | undefined {
    const value = this.#rewards.get(id)?.value;
    if (value === undefined) return undefined;
    return Number.isFinite(value) ? Math.max(0, value) : 0;
  }

  /** 1 before anything was judged. */
  #meanWeight(): number {
    const weights = [...this.#rewards.keys()].map(id => this.#weight(id) ?? 0);
    return weights.length === 0 ? 1 : weights.reduce((sum, weight) => sum + weight, 0) / weights.length;
  }

  #quality(id: CandidateId): number {
    return this.#rewards.get(id)?.quality ?? 0;
  }
}

/** A reward of votes of which none counts is none. */
function saysAnything({ evidence }: Reward): boolean {
  const votes = evidence.flatMap(each => (each.type === 'votes' ? each.votes : []));
  return votes.length === 0 || countedValues(votes).length > 0;
}
