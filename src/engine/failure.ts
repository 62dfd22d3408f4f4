import type { Failure, Result } from './action.ts';
import { GenerationError } from './languageModel.ts';
import { SandboxError } from './testRunner.ts';

/** Failures that another try cannot mend: they end the run. */
const fatal: ReadonlySet<string> = new Set([
  'unauthorized',
  'not-found',
  'bad-request',
  'no-recording',
  'no-isolation',
  'no-interpreter',
  'setup-failed',
  'internal',
]);

export function isFatal(failure: Failure): boolean {
  return fatal.has(failure.code);
}

/** What an action's rejection means: cancelled when its signal fired, else a failure with what to do about it. */
export function resultOfRejection(error: unknown, signal: AbortSignal): Result {
  return signal.aborted ? { type: 'cancelled' } : { type: 'failed', failure: failureOf(error) };
}

export function failureOf(error: unknown): Failure {
  if (error instanceof GenerationError) {
    return { code: error.failure, message: error.message, action: error.action };
  }
  if (error instanceof SandboxError)
    return { code: error.reason, message: error.message, action: error.action };
  const message = error instanceof Error ? error.message : String(error);
  return {
    code: 'internal',
    message,
    action: 'This is a defect in Ponder; please report it with the trace.',
  };
}
