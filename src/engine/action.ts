import type { ArmId, Candidate } from './candidate.ts';
import type { Cost } from './cost.ts';

export type ActionId = string;

/** Something compute can be spent on. */
export type Action = {
  /** Draw a fresh candidate and evaluate it. */
  readonly type: 'sample';
  readonly arm: ArmId;
};

/** Why an action gave no candidate. A failure is no evidence about the task. */
export type Failure = {
  /** For programs: unauthorized, unreachable, no-isolation, ... */
  readonly code: string;
  readonly message: string;
  /** What the person can do. */
  readonly action: string;
};

export type Result =
  | { readonly type: 'candidate'; readonly candidate: Candidate }
  | { readonly type: 'failed'; readonly failure: Failure }
  | { readonly type: 'cancelled' };

/** What became of an action, and what it used whatever became of it. */
export type Outcome = {
  readonly id: ActionId;
  readonly action: Action;
  readonly result: Result;
  readonly cost: Cost;
};
