import type { Candidate } from '../candidate.ts';
import { DrawPolicy, type DrawRule, type NextDraws } from '../drawPolicy.ts';
import type { Leader, PolicyFactory } from '../policy.ts';
import { weighedVotes } from '../rewards/borda.ts';

/**
 * Self-consistency with Borda votes by self-certainty (Kang et al. 2025). Without token laws every sample has one vote, so
 * that it is self-consistency.
 */
export const confidenceVoting: PolicyFactory = {
  name: 'confidence-voting',
  summary:
    'Draws a fixed number of samples and takes the answer with most votes, weighed by how sure the model was.',
  create: setup => new DrawPolicy(setup, new Borda(setup.samples)),
};

class Borda implements DrawRule {
  readonly #samples: number;
  readonly #candidates: Candidate[] = [];

  constructor(samples: number) {
    this.#samples = samples;
  }

  tell(candidate: Candidate): void {
    this.#candidates.push(candidate);
  }

  next(): NextDraws {
    const many = this.#samples - this.#candidates.length;
    if (many > 0) return { type: 'draw', many };
    return { type: 'end', kind: 'completed', reason: `all ${this.#samples} samples were drawn` };
  }

  /** The answer's share of the votes, with one more of the mean weight counted against it. */
  leader(): Leader | undefined {
    const answers = weighedVotes(this.#candidates);
    const [best] = answers;
    if (!best) return undefined;
    const votes = answers.reduce((sum, answer) => sum + answer.votes, 0);
    const voters = this.#candidates.filter(({ error }) => error === undefined).length;
    return { id: best.best, quality: best.votes / (votes * (1 + 1 / voters)) };
  }
}
