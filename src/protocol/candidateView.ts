import type { ActionId, ContextId } from '../engine/action.ts';
import type { ArmId, CandidateId } from '../engine/candidate.ts';
import type { Cost } from '../engine/cost.ts';
import type { JudgeName } from '../engine/judging/judge.ts';
import type { Evidence, Principle } from '../engine/reward.ts';
import type { TestReport, TestResult } from '../engine/testRunner.ts';

/** The tests of one run of them; `output` is kept only where the tests alone do not tell what happened. */
export type TestsView = {
  readonly outcome: TestReport['outcome'];
  readonly tests: readonly TestResult[];
  readonly passed: number;
  readonly failed: number;
  readonly total: number;
  readonly output?: string;
};

/** What a reward rests on, as far as it is drawn at the candidate. */
export type EvidenceView =
  | (TestsView & { readonly type: 'tests'; readonly reused: boolean })
  | { readonly type: 'agreement'; readonly votes: number; readonly of: number }
  | Extract<Evidence, { type: 'votes' | 'steps' | 'confidence' | 'diagnostics' | 'examples' }>
  | Pick<Extract<Evidence, { type: 'probes' }>, 'type' | 'outputs' | 'written'>
  | Extract<Evidence, { type: 'not-probed' }>;

/** One order of a comparison as the candidate it stands at sees it. */
export type SideView = {
  /** Which was shown to the judge first. */
  readonly first: 'this' | 'other';
  /** Missing where the verdict could not be read; then it is no vote. */
  readonly preferred?: 'this' | 'other' | 'tie';
  readonly critique?: string;
  readonly principles?: readonly Principle[];
};

/** A candidate against another; it stands at both. */
export type ComparisonView = {
  readonly action: ActionId;
  readonly other: CandidateId;
  readonly by?: JudgeName;
  /** On [-1, 1]; above 0 for the candidate it stands at. */
  readonly margin: number;
  readonly sides: readonly SideView[];
  /** Whether both orders gave the same; missing where not both could be read. */
  readonly consistent?: boolean;
};

/** What a candidate added to what was known; a duplicate behaves like an earlier one. */
export type Fate =
  | { readonly type: 'new' }
  | { readonly type: 'duplicate'; readonly of: CandidateId }
  | { readonly type: 'unusable'; readonly error: string };

/** A candidate with what is known of it so far. */
export type CandidateView = {
  readonly id: CandidateId;
  readonly action: ActionId;
  /** The decision that bought it. */
  readonly decision: number;
  readonly arm: ArmId;
  /** The search whose finds its prompt showed. */
  readonly context?: ContextId;
  readonly fate: Fate;
  /** On [0, 1]; missing when nothing was evaluated. */
  readonly reward?: number;
  /** Calibrated P(correct) on [0, 1]. */
  readonly quality?: number;
  readonly verified: boolean;
  readonly evidence: readonly EvidenceView[];
  readonly comparisons: readonly ComparisonView[];
  readonly code?: string;
  /** What the model wrote, where that is not code in its place. */
  readonly text?: string;
  readonly answer?: string;
  readonly behaviour: string;
  readonly cost: Cost;
  /** What the person said of it. */
  readonly verdict?: 'accepted' | 'rejected';
  /** Steps so far, where it is the beginning of an attempt. */
  readonly steps?: number;
  /** Another candidate goes on from it: it is no attempt of its own any more. */
  readonly continued?: true;
  /** The beginnings that it goes on from, the first first; other attempts may share them. */
  readonly grewFrom?: readonly CandidateId[];
  /** Of those and itself together; missing where there are none. Tokens. */
  readonly tokensInAll?: number;
};
