import type { Call } from './call.ts';
import type { Candidate, CandidateId } from './candidate.ts';
import type { Ballot } from './judgeModel.ts';
import type { CodeTask } from './task.ts';
import type { TestReport } from './testRunner.ts';

/** A probe and what a candidate made of it, as a person reads them; each at most 80 characters. */
export type WrittenProbe = { readonly call: string; readonly output: string };

/** A call with what it should give, written by the model: evidence, never a verifier. */
export type GeneratedTest = {
  readonly call: string;
  readonly expected: string;
  /** All tests of one sample weigh 1 together; one that compares nothing weighs 0. */
  readonly weight: number;
  /** What candidates gave, as numbers of the same kind as those of probes; the call is one more probe. */
  readonly outputs: Readonly<Record<CandidateId, number>>;
  /** Those that gave what was expected. */
  readonly passes: readonly CandidateId[];
};

/** What a judge said once; without a value it could not be read, and then it is no vote. */
export type Vote = { readonly value?: number; readonly critique?: string };

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
    }
  /** All votes of a judge on the candidate; values on [0, 1]. */
  | { readonly type: 'votes'; readonly votes: readonly Vote[] }
  | {
      readonly type: 'probes';
      /** Words and signs of its code, comments left out. */
      readonly codeTokens: number;
      /** As agreement compares them: one a probe, equal where two candidates of the run gave equal values. */
      readonly outputs: readonly number[];
      /** The same probes in the same order. */
      readonly written: readonly WrittenProbe[];
    }
  /**
   * In what a vote gave: the tests it wrote, with all candidates run on them. In a candidate that was drawn later: all tests
   * so far, with that candidate alone.
   */
  | { readonly type: 'generated-tests'; readonly tests: readonly GeneratedTest[] }
  /** It could not be run on probes; it is compared with others by its text. */
  | { readonly type: 'not-probed'; readonly reason: string };

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

/** A judge's votes for and against: those above and below the middle. A reward without votes is one vote itself. */
export function ballotOf({ value, evidence }: Reward): Ballot {
  const votes = evidence.flatMap(one => (one.type === 'votes' ? one.votes : []));
  const values = votes.length > 0 ? votes.map(vote => vote.value ?? 0.5) : [value];
  const approving = values.filter(one => one > 0.5).length;
  return { approving, votes: approving + values.filter(one => one < 0.5).length };
}
