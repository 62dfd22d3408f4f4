import type { Call } from '../engine/call.ts';
import { type Cost, cost } from '../engine/cost.ts';
import type { ExecRequest, ExecResult, Sandbox } from './sandbox.ts';

/**
 * Runs a program and charges its seconds, with what else one run costs, however it ends. Rejects with SandboxError where
 * it could not be started, or with the signal's reason when aborted.
 */
export async function execCharged(
  sandbox: Sandbox,
  request: ExecRequest,
  call: Call,
  also: Pick<Cost, 'testRuns'> = { testRuns: 0 },
): Promise<ExecResult> {
  const started = performance.now();
  let seconds: number | undefined;
  try {
    const result = await sandbox.exec(request, call.signal);
    seconds = result.seconds;
    call.signal.throwIfAborted();
    return result;
  } finally {
    call.charge(cost({ ...also, sandboxSeconds: seconds ?? (performance.now() - started) / 1000 }));
  }
}
