import type { Action, ActionId, Outcome } from '../action.ts';
import type { Candidate, CandidateId } from '../candidate.ts';
import { groupByBehaviour } from '../groups.ts';
import type { Decision, Leader, Policy, PolicyFactory, PolicySetup } from '../policy.ts';
import { Pool } from '../pool.ts';
import type { Reward } from '../reward.ts';

/**
 * Weighted best-of-N: a fixed number of samples, each judged once where the run can judge; then the answer with the
 * largest sum of rewards. A sample that nothing judged weighs 1, so without rewards it is self-consistency.
 */
export const weightedBestOfN: PolicyFactory = {
  name: 'weighted-best-of-n',
  summary: 'Draws a fixed number of samples and takes the answer with the largest sum of rewards.',
  create: setup => new WeightedBestOfN(setup),
};

class WeightedBestOfN implements Policy {
  readonly #setup: PolicySetup;
  readonly #pool = new Pool();
  readonly #rewards = new Map<CandidateId, Reward>();
  /** Usable candidates that no judge was asked about. */
  readonly #unjudged = new Set<CandidateId>();
  #bought = 0;

  constructor(setup: PolicySetup) {
    this.#setup = setup;
  }

  ask(slots: number): Decision {
    const { samples, arms } = this.#setup;
    const why = { quality: this.best()?.quality ?? 0, considered: [] };
    if (this.#verified()) {
      return { type: 'stop', kind: 'verified', reason: 'a candidate passed every test', why };
    }
    const actions: Action[] = [...this.#unjudged]
      .slice(0, slots)
      .map(candidate => ({ type: 'judge', candidate, votes: 1 }));
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
    if (result.type === 'judged') this.#rewards.set(result.candidate, result.reward);
    if (result.type !== 'candidate') return;
    const { id, reward, error } = result.candidate;
    if (reward) this.#rewards.set(id, reward);
    else if (error === undefined && this.#setup.actions.includes('judge')) this.#unjudged.add(id);
  }

  best(): Leader | undefined {
    const verified = this.#verified();
    if (verified) return { id: verified.id, quality: verified.reward?.quality ?? 1 };
    const groups = groupByBehaviour(this.#pool.candidates).map(({ members }) => {
      const weight = members.reduce((sum, id) => sum + this.#weight(id), 0);
      return { members, weight };
    });
    const total = groups.reduce((sum, { weight }) => sum + weight, 0);
    const [best] = groups.toSorted((left, right) => right.weight - left.weight);
    if (!best) return this.#pool.leader(this.#setup.verifiable);
    const [id = ''] = best.members.toSorted((left, right) => this.#weight(right) - this.#weight(left));
    return { id, quality: this.#setup.verifiable ? this.#quality(id) : best.weight / (total + 1) };
  }

  #weight(id: CandidateId): number {
    const value = this.#rewards.get(id)?.value ?? 1;
    return Number.isFinite(value) ? Math.max(0, value) : 0;
  }

  #quality(id: CandidateId): number {
    return this.#rewards.get(id)?.quality ?? 0;
  }

  #verified(): Candidate | undefined {
    return this.#pool.candidates.find(candidate => candidate.reward?.verified);
  }
}
