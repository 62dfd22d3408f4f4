import type { Cost } from './cost.ts';
import type { Reward } from './reward.ts';

export type CandidateId = string;
/** A way of sampling: model, temperature. */
export type ArmId = string;

/** One attempt. */
export type Candidate = {
  /** c1, c2, ... in the order of their actions. */
  readonly id: CandidateId;
  readonly arm: ArmId;
  /** The prefix it extends or the candidate it refines. */
  readonly parent?: CandidateId;
  /** Present while it is a prefix that can be extended: steps so far, and V(prefix) on [0, 1] by a stepwise reward. */
  readonly prefix?: { readonly steps: number; readonly value: number };
  /** What the model wrote. */
  readonly text: string;
  /** For code: the new text of the function. */
  readonly code?: string;
  /** For code: the whole file with it. */
  readonly fileText?: string;
  /** For prompts: the canonical answer; missing when the text holds none, and then it is no vote. */
  readonly answer?: string;
  /** Candidates with the same behaviour count as one: canonical answer, or the same test outcomes and code. */
  readonly behaviour: string;
  /** Why it could not be used (no code in the text, syntax error). */
  readonly error?: string;
  readonly reward?: Reward;
  /** What drawing and evaluating it cost. */
  readonly cost: Cost;
};
