import type { Call } from './call.ts';

/** A small program that stands for itself, as a judge writes one to check a step. */
export type Script = { readonly language: 'python' | 'javascript'; readonly source: string };

export type ScriptResult = {
  /** What it printed, errors among it, at most 1,000 characters. */
  readonly output: string;
  /** `timed-out`: any limit ended it. */
  readonly ended: 'ok' | 'failed' | 'timed-out';
};

/** Runs programs that nobody has read, each alone in an empty folder, without a network. */
export interface ScriptRunner {
  /** The most sandbox seconds that one program is charged. */
  readonly seconds: number;
  /** Charges sandboxSeconds. Rejects with SandboxError, or the signal's reason when aborted. */
  run(script: Script, call: Call): Promise<ScriptResult>;
}
