import type { Candidate } from '../candidate.ts';
import { DrawPolicy, type DrawRule, type NextDraws } from '../drawPolicy.ts';
import type { PolicyFactory } from '../policy.ts';
import { Votes } from '../votes.ts';

/** Self-consistency (Wang et al. 2022): the same number of samples for every task, then the most frequent answer. */
export const selfConsistency: PolicyFactory = {
  name: 'self-consistency',
  summary: 'Draws a fixed number of samples and takes the answer that most of them give.',
  create: setup => new DrawPolicy(setup, new Majority(setup.samples)),
};

class Majority implements DrawRule {
  readonly #samples: number;
  readonly #votes = new Votes();
  #drawn = 0;

  constructor(samples: number) {
    this.#samples = samples;
  }

  tell(candidate: Candidate): void {
    this.#votes.add(candidate);
    this.#drawn += 1;
  }

  next(): NextDraws {
    const many = this.#samples - this.#drawn;
    if (many > 0) return { type: 'draw', many };
    return { type: 'end', kind: 'completed', reason: `all ${this.#samples} samples were drawn` };
  }

  leader() {
    return this.#votes.leader;
  }
}
