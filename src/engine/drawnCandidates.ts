import type { Candidate, CandidateId } from './candidate.ts';
import type { Judged } from './judging/asking/judgingReward.ts';
import type { Reward } from './reward.ts';

/** The candidates that a run has drawn, with what judges have said of them by now. */
export class DrawnCandidates implements Judged {
  readonly #candidates = new Map<CandidateId, Candidate>();

  add(candidate: Candidate): void {
    this.#candidates.set(candidate.id, candidate);
  }

  candidate(id: CandidateId): Candidate {
    const candidate = this.#candidates.get(id);
    if (!candidate) throw new Error(`There is no candidate ${id}.`);
    return candidate;
  }

  judged(id: CandidateId, reward: Reward): void {
    this.add({ ...this.candidate(id), reward });
  }
}
