import type { CandidateId } from '../engine/candidate.ts';
import type { JudgeName } from '../engine/judging/judge.ts';

/** To the host: what a person did, and `ready` for "send me everything". */
export type PanelMessage =
  | { readonly type: 'ready' }
  | { readonly type: 'solve' }
  | { readonly type: 'openPlayground' }
  | { readonly type: 'chooseModel' }
  | { readonly type: 'stop'; readonly run: string }
  | { readonly type: 'chooseRun'; readonly run: string }
  | { readonly type: 'openTrace'; readonly run: string }
  | { readonly type: 'showDiff'; readonly run: string; readonly candidate: CandidateId }
  | { readonly type: 'accept'; readonly run: string; readonly candidate: CandidateId }
  /** Has a judge vote on a candidate, after the run. */
  | {
      readonly type: 'judge';
      readonly run: string;
      readonly candidate: CandidateId;
      readonly by: JudgeName;
    }
  /** The person says what a call gives. */
  | { readonly type: 'expect'; readonly run: string; readonly call: string; readonly expected: string }
  /** Opens a test of a call that the person said something about. */
  | { readonly type: 'createTest'; readonly run: string; readonly call: string };
