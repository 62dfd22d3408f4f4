/**
 * All that crosses between the editor and the panel's webview: what is drawn of a run, the messages each way, and their check.
 * Types of the engine are handed through, so that the panel imports nothing else.
 */
export type { StepJudge } from './engine/bellman.ts';
export type { CandidateId } from './engine/candidate.ts';
export type { Cost } from './engine/cost.ts';
export type { JudgeName } from './engine/judging/judge.ts';
export type { JudgeReport } from './engine/judging/trust/judgeReport.ts';
export type { Diagnostic, JudgedStep, Principle, Vote } from './engine/reward.ts';
export type { TestResult } from './engine/testRunner.ts';
export type { RunConfig } from './engine/trace.ts';
export type * from './protocol/behaviourView.ts';
export type * from './protocol/candidateView.ts';
export type * from './protocol/decisionView.ts';
export type * from './protocol/fromPanel.ts';
export type * from './protocol/judgesView.ts';
export type * from './protocol/runView.ts';
export type * from './protocol/spendView.ts';
export type * from './protocol/toPanel.ts';
export { isHostMessage, isPanelMessage } from './protocol/validation.ts';
