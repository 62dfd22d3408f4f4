import type { Candidate } from '../candidate.ts';
import { DrawPolicy, type DrawRule, type NextDraws } from '../drawPolicy.ts';
import { chanceOfLead } from '../majority.ts';
import type { PolicyFactory } from '../policy.ts';
import { Votes } from '../votes.ts';

/**
 * Adaptive-Consistency (Aggarwal et al. 2023, arXiv 2305.11860), Beta criterion: stops when the leading answer is the
 * more frequent one of the two leaders with P >= .95, or after 40 samples.
 */
export const adaptiveConsistency: PolicyFactory = adaptiveConsistencyAt(0.95);

/** The same with another threshold, above 1/2 and below 1. */
export function adaptiveConsistencyAt(threshold: number): PolicyFactory {
  return {
    name: 'adaptive-consistency',
    summary: 'Draws until the leading answer is very likely the most frequent one, 40 samples at most.',
    create: setup => new DrawPolicy(setup, new BetaStopping(threshold)),
  };
}

const most = 40;

class BetaStopping implements DrawRule {
  readonly #threshold: number;
  readonly #votes = new Votes();
  #drawn = 0;

  constructor(threshold: number) {
    this.#threshold = threshold;
  }

  tell(candidate: Candidate): void {
    this.#votes.add(candidate);
    this.#drawn += 1;
  }

  next(): NextDraws {
    const [leader = 0, second = 0] = this.#votes.counts;
    const many = Math.min(this.#missing(leader, second), most - this.#drawn);
    if (many > 0) return { type: 'draw', many };
    if (this.#drawn >= most) return { type: 'end', kind: 'completed', reason: `${most} samples were drawn` };
    const chance = chanceOfLead(leader + 1, second + 1).toFixed(3);
    const reason = `the answer leads ${leader} to ${second}; that it is the more frequent one has a chance of ${chance}`;
    return { type: 'end', kind: 'settled', reason };
  }

  leader() {
    return this.#votes.leader;
  }

  /** Votes that the leader must gain, without one against it, until the rule stops. */
  #missing(leader: number, second: number): number {
    let more = 0;
    while (chanceOfLead(leader + more + 1, second + 1) < this.#threshold) more += 1;
    return more;
  }
}
