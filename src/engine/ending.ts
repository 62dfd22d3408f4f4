import type { Failure, Result } from './action.ts';
import type { Candidate } from './candidate.ts';
import type { Budget, Cap } from './ledger.ts';
import type { Task } from './task.ts';
import { countTests } from './testRunner.ts';
import type { RunStatus, StopKind } from './trace.ts';

/** Why a run ends, in a word and in a sentence; for a spent budget also which cap it was. */
export type Ending = {
  readonly kind: StopKind;
  readonly reason: string;
  readonly cap?: keyof Budget;
  readonly failure?: Failure;
};

export function failedEnding(failure: Failure): Ending {
  return { kind: 'failed', reason: `${failure.message} ${failure.action}`, failure };
}

const capNames: Readonly<Record<Cap, string>> = {
  tokens: 'tokens',
  calls: 'calls',
  sandboxSeconds: 'sandbox seconds',
  microDollars: 'millionths of a dollar',
};

export function budgetEnding(budget: Budget, cap: Cap, left: number): Ending {
  const rest = Math.max(0, Math.floor(left));
  const reason = `of the budget of ${budget[cap]} ${capNames[cap]}, ${rest} are left: too few for the next action`;
  return { kind: 'budget', reason, cap };
}

/** What the tests of the code as it stands say about going on: an ending, or undefined to go on. */
export function baselineEnding(
  { report, deciding, functionHangs }: Extract<Result, { type: 'baseline' }>,
  task: Task,
): Ending | undefined {
  if (report.outcome === 'timed-out') {
    if (functionHangs) return undefined;
    return failedEnding({
      code: 'tests-hang',
      message: `The tests did not end within ${Math.round(report.seconds)} s, whatever the function does.`,
      action: 'Check the test command, or name another.',
    });
  }
  if (report.outcome === 'no-tests') {
    return failedEnding({
      code: 'no-tests',
      message: 'The test command ran no tests.',
      action: 'Check it, or name another.',
    });
  }
  const { failed, total } = countTests(deciding);
  const changeWanted = task.type === 'code' && task.instruction !== undefined;
  if (report.outcome === 'ran' && failed === 0 && total > 0 && !changeWanted) {
    return { kind: 'already-passing', reason: `all ${total} tests pass on the code as it stands` };
  }
  return undefined;
}

export function statusOf(kind: StopKind, task: Task, chosen: Candidate | undefined): RunStatus {
  if (kind === 'cancelled') return 'cancelled';
  if (kind === 'already-passing' || chosen?.reward?.verified) return 'verified';
  if (chosen === undefined || chosen.error !== undefined) return 'failed';
  if (task.type === 'prompt') return 'answered';
  return task.tests === undefined ? 'unverified' : 'failed';
}
