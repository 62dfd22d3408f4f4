import type { Failure, Result } from './engine/action.ts';
import type { Candidate } from './engine/candidate.ts';
import type { Cost } from './engine/cost.ts';
import type { Budget } from './engine/ledger.ts';
import type { Effort } from './engine/price.ts';
import type { Diagnostic } from './engine/reward.ts';
import type { Task } from './engine/task.ts';
import type { RunStatus, StopKind, TraceEvent } from './engine/trace.ts';
import type { DiscoverRequest, Discovery } from './workspace/discover.ts';

/** How a run is to be made; what is missing comes from the defaults. */
export type RunOptions = {
  readonly policy?: string;
  /** By what candidates are judged, beside what the kind of task always has; missing: what is usual for it. */
  readonly rewards?: readonly string[];
  /** Or what a correct answer is worth, in tokens above 0. */
  readonly effort?: Effort | number;
  readonly budget?: Budget;
  /** Most actions at once, 1 to 64. */
  readonly concurrency?: number;
  readonly seed?: number;
  /** The trace's file; else one in the data folder. */
  readonly trace?: string;
  /** False for a measurement: the run is not told what earlier runs taught, and teaches later ones nothing. */
  readonly learn?: boolean;
};

export type RunOutcome = {
  readonly status: RunStatus;
  readonly stop: StopKind;
  readonly reason: string;
  /** With stop `failed`: what was broken, and what the person can do. */
  readonly failure?: Failure;
  readonly spent: Cost;
  readonly seconds: number;
  readonly chosen?: Candidate;
  /** What the tests said of the code as it stood, where they were run. */
  readonly baseline?: Extract<Result, { type: 'baseline' }>;
  /** Best first. */
  readonly candidates: readonly Candidate[];
  /** Where the trace was written; missing when it could not be, and then `traceProblem` says why. */
  readonly trace?: string;
  readonly traceProblem?: string;
  /** What of earlier runs could not be read, or of this one not be kept. */
  readonly learningProblem?: string;
};

export type Run = {
  readonly id: string;
  readonly task: Task;
  /** Events from the first on; a late subscriber gets the earlier ones first. The result unsubscribes. */
  subscribe(listener: (event: TraceEvent) => void): () => void;
  /** Stops for good: no new call starts, requests are aborted, children die. `result` follows within 500 ms. */
  stop(): void;
  readonly result: Promise<RunOutcome>;
  /** Appends the person's verdict to the trace; later runs are calibrated by it. */
  choose(candidate: string, verdict: 'accepted' | 'rejected'): Promise<void>;
  /**
   * Asks a judge for more votes on a candidate after the run (3 unless told, at most 16) and appends them to the trace with
   * what they cost. At most 4,000 tokens beside the run's budget, so there may be fewer. Rejects with RefusedJudging for
   * what cannot be judged, and like a generation where the model fails.
   */
  judge(candidate: string, by: string, votes?: number): Promise<void>;
  /** Appends what the editor's own tools say of a candidate in its file, and did not say before, to the trace. */
  diagnosed(candidate: string, problems: readonly Diagnostic[]): Promise<void>;
  /** Appends what the person says a call of the function gives, with the candidates that give it, to the trace. */
  expect(call: string, expected: string): Promise<void>;
};

/** The product without a face: what the extension and the terminal call. */
export interface Ponder {
  /** The model in use, as its provider names it. */
  readonly model: string;
  discover(request: DiscoverRequest): Promise<Discovery>;
  solve(found: Extract<Discovery, { type: 'found' }>, options: RunOptions): Run;
  answer(text: string, options: RunOptions): Run;
  /** Stops all runs and ends the processes behind them. */
  dispose(): Promise<void>;
}
