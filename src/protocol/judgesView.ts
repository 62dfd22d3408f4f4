import type { CandidateId } from '../engine/candidate.ts';
import type { JudgeName } from '../engine/judging/judge.ts';

/** Candidates that give the same answer. */
export type AnswerGroup = {
  readonly answer: string;
  readonly members: readonly CandidateId[];
  /** P(it is right) by votes and judges at the last decision, on [0, 1]; missing where the policy does not reckon it. */
  readonly chance?: number;
  /** What judges said of it in the run, a few words each: "principles: 3 for, 1 against", "pairwise: better than 8". */
  readonly said: readonly string[];
};

/**
 * A judge of the run: what it was asked, what that cost, and how it votes by the labels it was compared with. Inputs that the
 * model wrote to tell candidates apart stand among them under a name of their own.
 */
export type JudgeView = {
  readonly name: JudgeName;
  /** Its mean chance to approve of a right candidate, and of a wrong one; missing where the run did not plan with it. */
  readonly approves?: { readonly right: number; readonly wrong: number };
  /** Votes on candidates, and those of them that do not count. */
  readonly votes: number;
  readonly dropped: number;
  readonly comparisons: number;
  /** Votes, and orders of comparisons, that could not be read. */
  readonly unread: number;
  readonly tokens: number;
  /** Why it was not asked, once the run has ended without it. */
  readonly unasked?: string;
};
