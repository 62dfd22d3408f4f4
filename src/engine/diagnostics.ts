import type { AssembledCode } from './code/evaluation.ts';
import type { Diagnostic } from './reward.ts';

/** What an editor's compiler says of a candidate in its place in the file. */
export interface Diagnostics {
  /** What is wrong with the code that was not wrong with the file before; undefined where nothing can be told. */
  problemsOf(code: AssembledCode, signal: AbortSignal): Promise<readonly Diagnostic[] | undefined>;
}
