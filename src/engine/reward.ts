import type { Call } from './call.ts';
import type { Candidate } from './candidate.ts';
import type { CodeTask } from './task.ts';
import type { TestReport } from './testRunner.ts';

/** What a reward rests on; one component of the panel each. */
export type Evidence =
  | {
      readonly type: 'tests';
      readonly report: TestReport;
      readonly passed: number;
      readonly failed: number;
      readonly total: number;
      /** The report of an earlier candidate with the same code was used; nothing was run again. */
      readonly reused: boolean;
    }
  | {
      readonly type: 'agreement';
      /** Samples with this answer, and samples that hold an answer at all. */
      readonly votes: number;
      readonly of: number;
    };

export type Reward = {
  /** On [0, 1]; orders candidates for a person (share of tests passed, share of votes). */
  readonly value: number;
  /** Calibrated probability that the candidate is correct. 1 only when a verifier said so. */
  readonly quality: number;
  /** True when every test of the workspace for this task was executed and passed. */
  readonly verified: boolean;
  readonly evidence: readonly Evidence[];
};

/** Judges a complete candidate of a code task. */
export interface RewardModel {
  readonly name: string;
  score(candidate: Candidate, task: CodeTask, call: Call): Promise<Reward>;
}
