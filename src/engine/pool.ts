import type { Action, ActionId, Outcome } from './action.ts';
import type { Candidate, CandidateId } from './candidate.ts';
import type { Cost } from './cost.ts';
import { BehaviourGroups } from './groups.ts';
import { MeanCosts } from './meanCosts.ts';
import type { Leader } from './policy.ts';
import { standingOf } from './reward.ts';

/** What a policy has been told: candidates so far, what is in flight, what samples cost. */
export class Pool {
  readonly #candidates = new Map<CandidateId, Candidate>();
  readonly #inFlight = new Map<ActionId, Action>();
  readonly #ended = new Set<ActionId>();
  readonly #groups = new BehaviourGroups();
  readonly #costs = new MeanCosts();
  readonly #order = new Map<CandidateId, number>();
  #list: readonly Candidate[] | undefined;
  #best: Candidate | undefined;
  #verified: Candidate | undefined;

  get candidates(): readonly Candidate[] {
    this.#list ??= [...this.#candidates.values()];
    return this.#list;
  }

  get groups(): BehaviourGroups {
    return this.#groups;
  }

  /** How many candidates there are. */
  get size(): number {
    return this.#candidates.size;
  }

  /** The first that a verifier called right. */
  get verified(): Candidate | undefined {
    return this.#verified;
  }

  get inFlight(): readonly Action[] {
    return [...this.#inFlight.values()];
  }

  candidate(id: CandidateId): Candidate | undefined {
    return this.#candidates.get(id);
  }

  started(actions: readonly { readonly id: ActionId; readonly action: Action }[]): void {
    for (const { id, action } of actions) if (!this.#ended.has(id)) this.#inFlight.set(id, action);
  }

  /** False when this outcome was told before. */
  tell(outcome: Outcome): boolean {
    if (this.#ended.has(outcome.id)) return false;
    this.#ended.add(outcome.id);
    this.#inFlight.delete(outcome.id);
    if (outcome.result.type === 'candidate') {
      this.#add(outcome.result.candidate);
      this.#costs.add('sample', outcome.cost);
    }
    return true;
  }

  /** Mean cost of a sample, starting from a guess that weighs like one sample. */
  expectedSampleCost(guess: Cost): Cost {
    return this.#costs.expected('sample', guess);
  }

  /**
   * The best candidate with its quality: what a verifier said, or without one the share of the votes, with one more
   * counted against it.
   */
  leader(verifiable: boolean): Leader | undefined {
    const best = this.best();
    if (!best) return undefined;
    if (verifiable || best.error !== undefined) return { id: best.id, quality: best.reward?.quality ?? 0 };
    return { id: best.id, quality: this.#groups.sizeOf(best.behaviour) / (this.#groups.members + 1) };
  }

  /**
   * The best candidate: verified before not, usable before not, then the higher reward, the larger group of equal
   * behaviour, the earlier one.
   */
  best(): Candidate | undefined {
    return this.#best;
  }

  /** Only the candidate itself, or the top of the group that has grown by it, can be better than the best before. */
  #add(candidate: Candidate): void {
    this.#candidates.set(candidate.id, candidate);
    this.#order.set(candidate.id, this.#order.size);
    this.#list = undefined;
    if (candidate.reward?.verified) this.#verified ??= candidate;
    this.#groups.add(candidate);
    const rival = candidate.error === undefined ? this.#groups.topOf(candidate.behaviour) : candidate;
    if (rival && (!this.#best || this.#isBetter(rival, this.#best))) this.#best = rival;
  }

  #isBetter(left: Candidate, right: Candidate): boolean {
    const difference =
      compareVerdicts(left, right) ||
      this.#groups.sizeOf(left.behaviour) - this.#groups.sizeOf(right.behaviour);
    if (difference !== 0) return difference > 0;
    return (this.#order.get(left.id) ?? 0) < (this.#order.get(right.id) ?? 0);
  }
}

function compareVerdicts(left: Candidate, right: Candidate): number {
  const usable = Number(left.error === undefined) - Number(right.error === undefined);
  const verified = Number(left.reward?.verified ?? false) - Number(right.reward?.verified ?? false);
  return verified || usable || standingOf(left.reward) - standingOf(right.reward);
}
