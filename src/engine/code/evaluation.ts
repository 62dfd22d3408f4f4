import type { Call } from '../call.ts';
import type { Candidate } from '../candidate.ts';
import type { Cost } from '../cost.ts';
import type { Assembled } from '../task.ts';

export type AssembledCode = Extract<Assembled, { type: 'assembled' }>;

/** What running code has shown of it; with an error it cannot be used after all. */
export type Shown = Pick<Candidate, 'behaviour' | 'error' | 'reward'>;

/** Finds out what a candidate's code does. */
export interface Evaluation {
  /** The most that evaluating one candidate costs. */
  readonly worst: Cost;
  evaluate(code: AssembledCode, call: Call): Promise<Shown>;
}
