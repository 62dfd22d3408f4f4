import type { Action, ActionId, Outcome } from './action.ts';
import type { Candidate, CandidateId } from './candidate.ts';
import { addCosts, type Cost, zeroCost } from './cost.ts';
import { groupByBehaviour } from './groups.ts';
import type { Leader } from './policy.ts';

/** What a policy has been told: candidates so far, what is in flight, what samples cost. */
export class Pool {
  readonly #candidates = new Map<CandidateId, Candidate>();
  readonly #inFlight = new Map<ActionId, Action>();
  readonly #ended = new Set<ActionId>();
  #sampled = 0;
  #sampleCost: Cost = zeroCost;

  get candidates(): readonly Candidate[] {
    return [...this.#candidates.values()];
  }

  get inFlight(): readonly Action[] {
    return [...this.#inFlight.values()];
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
      this.#candidates.set(outcome.result.candidate.id, outcome.result.candidate);
      this.#sampled += 1;
      this.#sampleCost = addCosts(this.#sampleCost, outcome.cost);
    }
    return true;
  }

  /** Mean cost of a sample, starting from a guess that weighs like one sample. */
  expectedSampleCost(guess: Cost): Cost {
    const n = this.#sampled + 1;
    const sum = addCosts(this.#sampleCost, guess);
    return {
      promptTokens: sum.promptTokens / n,
      completionTokens: sum.completionTokens / n,
      calls: sum.calls / n,
      testRuns: sum.testRuns / n,
      sandboxSeconds: sum.sandboxSeconds / n,
      microDollars: sum.microDollars / n,
      estimated: true,
    };
  }

  /**
   * The best candidate with its quality: what a verifier said, or without one the share of the votes, with one more
   * counted against it.
   */
  leader(verifiable: boolean): Leader | undefined {
    const best = this.best();
    if (!best) return undefined;
    if (verifiable || best.error !== undefined) return { id: best.id, quality: best.reward?.quality ?? 0 };
    const groups = groupByBehaviour(this.candidates);
    const votes = groups.find(group => group.behaviour === best.behaviour)?.members.length ?? 0;
    const of = groups.reduce((sum, group) => sum + group.members.length, 0);
    return { id: best.id, quality: votes / (of + 1) };
  }

  /**
   * The best candidate: verified before not, usable before not, then the higher reward, the larger group of equal
   * behaviour, the earlier one.
   */
  best(): Candidate | undefined {
    const sizes = new Map(
      groupByBehaviour(this.candidates).map(group => [group.behaviour, group.members.length]),
    );
    const rank = (candidate: Candidate): readonly number[] => [
      candidate.reward?.verified ? 1 : 0,
      candidate.error === undefined ? 1 : 0,
      candidate.reward?.value ?? 0,
      sizes.get(candidate.behaviour) ?? 0,
    ];
    let best: Candidate | undefined;
    for (const candidate of this.candidates) {
      if (best === undefined || exceeds(rank(candidate), rank(best))) best = candidate;
    }
    return best;
  }
}

function exceeds(left: readonly number[], right: readonly number[]): boolean {
  for (const [index, value] of left.entries()) {
    const other = right[index] ?? 0;
    if (value !== other) return value > other;
  }
  return false;
}
