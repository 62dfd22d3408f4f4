import type { Candidate, CandidateId } from './candidate.ts';
import type { Leader } from './policy.ts';

export type Answer = { readonly behaviour: string; readonly first: CandidateId; votes: number };

/** Counts votes for behaviours as candidates come in. A candidate with an error is a draw and no vote. */
export class Votes {
  readonly #answers = new Map<string, Answer>();
  #silent = 0;
  #any: CandidateId | undefined;

  add({ id, behaviour, error }: Candidate): void {
    this.#any ??= id;
    if (error !== undefined) {
      this.#silent += 1;
      return;
    }
    const answer = this.#answers.get(behaviour);
    if (answer) answer.votes += 1;
    else this.#answers.set(behaviour, { behaviour, first: id, votes: 1 });
  }

  /** Draws that were no vote. */
  get silent(): number {
    return this.#silent;
  }

  /** Votes of each answer, in falling order. */
  get counts(): readonly number[] {
    return this.answers.map(answer => answer.votes);
  }

  /** The most votes first; the earlier answer at a tie. */
  get answers(): readonly Readonly<Answer>[] {
    return [...this.#answers.values()].sort((left, right) => right.votes - left.votes);
  }

  answerOf({ behaviour }: Candidate): Readonly<Answer> | undefined {
    return this.#answers.get(behaviour);
  }

  /**
   * The first candidate of the answer with the most votes (the earlier answer at a tie), with the share of its votes
   * when one more is counted against it; without votes any candidate.
   */
  get leader(): Leader | undefined {
    let best: Answer | undefined;
    let votes = 0;
    for (const answer of this.#answers.values()) {
      votes += answer.votes;
      if (answer.votes > (best?.votes ?? 0)) best = answer;
    }
    if (best) return { id: best.first, quality: best.votes / (votes + 1) };
    return this.#any === undefined ? undefined : { id: this.#any, quality: 0 };
  }
}
