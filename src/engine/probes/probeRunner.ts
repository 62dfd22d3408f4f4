import type { Call } from '../call.ts';
import type { Language } from '../task.ts';
import type { Probe } from './probes.ts';

export type ProbeRequest = {
  readonly language: Language;
  /** Relative to the workspace. */
  readonly file: string;
  /** A function at the top level of the file. */
  readonly functionName: string;
  /** The whole file with each candidate in it. */
  readonly candidates: readonly string[];
  readonly probes: readonly Probe[];
};

/**
 * What a call gave. A value's text is canonical: equal values have equal texts, whole floats equal integers, and order
 * counts only where the language says so. `nothing` is Python's None and JavaScript's undefined.
 */
export type Output =
  | { readonly type: 'value'; readonly text: string }
  | { readonly type: 'nothing' }
  | { readonly type: 'error'; readonly name: string }
  | { readonly type: 'late' };

/** `outputs` has one for each probe, in order. */
export type Probed =
  | { readonly type: 'loaded'; readonly outputs: readonly Output[] }
  | { readonly type: 'broken'; readonly reason: string };

/** Runs candidates on probes in a sandbox. Charges sandboxSeconds. */
export interface ProbeRunner {
  /** One result for each candidate, in order. Rejects with SandboxError, or the signal's reason when aborted. */
  run(request: ProbeRequest, call: Call): Promise<readonly Probed[]>;
}
