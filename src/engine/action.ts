import type { ArmId, Candidate, CandidateId } from './candidate.ts';
import type { Cost } from './cost.ts';
import type { JudgeName, PairVote } from './judging/judge.ts';
import type { GeneratedTest, Reward } from './reward.ts';
import type { TestReport, TestResult } from './testRunner.ts';
import type { Snippet } from './workspaceSearch.ts';

export type ActionId = string;
/** What one search found, for prompts to show: x1, x2, ... in the order of their actions. */
export type ContextId = string;

/** How far a sample or an extension goes; a sample without it goes to the end. */
export type Until = 'step' | 'end';

/** Something compute can be spent on. */
export type Action =
  /** Draw a fresh candidate and evaluate it; with a context the prompt shows what that search found. */
  | { readonly type: 'sample'; readonly arm: ArmId; readonly until?: Until; readonly context?: ContextId }
  /** Continue a prefix: by one step, or to its end. Gives a new candidate whose parent is the prefix. */
  | { readonly type: 'extend'; readonly arm: ArmId; readonly candidate: CandidateId; readonly until: Until }
  /** Write a complete candidate anew, shown the old one with what is wrong with it. */
  | { readonly type: 'refine'; readonly arm: ArmId; readonly candidate: CandidateId }
  /**
   * So many more votes of a judge on a candidate; a vote that cannot be read is none. Without a judge, for code without
   * tests, a vote is a sample of generated tests, which are run on every candidate.
   */
  | {
      readonly type: 'judge';
      readonly candidate: CandidateId;
      readonly votes: number;
      readonly by?: JudgeName;
    }
  /**
   * Which of two complete candidates a judge prefers, asked in both orders. Without a judge, for code without tests, the
   * model is asked for calls on which the two would differ, and every candidate is run on them.
   */
  | {
      readonly type: 'compare';
      readonly left: CandidateId;
      readonly right: CandidateId;
      readonly by?: JudgeName;
    }
  /** Look in the workspace for what the function, its tests and the failure of a candidate speak of. */
  | { readonly type: 'search'; readonly candidate?: CandidateId }
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
  /** The votes together with all earlier ones, as a new reward of the candidate. */
  | { readonly type: 'judged'; readonly candidate: CandidateId; readonly reward: Reward }
  /**
   * Positive: left is better; negative: right; 0: no difference was seen. On [-1, 1]. Without a judge `written` calls were
   * read in the reply, and `calls` are those on which the two differ; all candidates were run on them.
   */
  | {
      readonly type: 'compared';
      readonly margin: number;
      readonly votes?: readonly PairVote[];
      readonly written?: number;
      readonly calls?: readonly GeneratedTest[];
    }
  /** Without a context nothing was found that the prompt does not show already. */
  | { readonly type: 'searched'; readonly context?: ContextId; readonly snippets: readonly Snippet[] }
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

/** Whether two actions buy the same. */
export function sameAction(left: Action, right: Action): boolean {
  return JSON.stringify(left) === JSON.stringify(right);
}

/** An action in a few words: "sample default with x1", "refine c3". */
export function nameOfAction(action: Action): string {
  switch (action.type) {
    case 'sample':
      return `sample ${action.arm}${action.context === undefined ? '' : ` with ${action.context}`}`;
    case 'extend':
    case 'refine':
      return `${action.type} ${action.candidate}`;
    case 'judge':
      return `judge ${action.candidate}${byOf(action)}${action.votes === 1 ? '' : `, ${action.votes} votes`}`;
    case 'compare':
      return `compare ${action.left} with ${action.right}${byOf(action)}`;
    case 'search':
    case 'baseline':
      return action.type;
    default:
      return action satisfies never;
  }
}

function byOf({ by }: { readonly by?: JudgeName }): string {
  return by === undefined ? '' : ` by ${by}`;
}
