import type { ArmId, Candidate } from './candidate.ts';
import type { Cost } from './cost.ts';
import type { TestReport, TestResult } from './testRunner.ts';

export type ActionId = string;

/** Something compute can be spent on. */
export type Action =
  /** Draw a fresh candidate and evaluate it. */
  | { readonly type: 'sample'; readonly arm: ArmId }
  /**
   * Run the tests on the code as it stands. The run does this once, before the first decision, when there are tests:
   * it finds a missing sandbox, a hanging command and a function that already passes before any token is spent.
   */
  | { readonly type: 'baseline' };

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
  | {
      readonly type: 'baseline';
      readonly report: TestReport;
      /** The tests among them that decide whether a candidate is verified. */
      readonly deciding: readonly TestResult[];
      /** Present when the tests did not end: whether they do once the function does nothing but throw. */
      readonly functionHangs?: boolean;
    }
  | { readonly type: 'failed'; readonly failure: Failure }
  | { readonly type: 'cancelled' };

/** What became of an action, and what it used whatever became of it. */
export type Outcome = {
  readonly id: ActionId;
  readonly action: Action;
  readonly result: Result;
  readonly cost: Cost;
};
