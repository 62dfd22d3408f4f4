import { randomBytes } from 'node:crypto';
import type { Call } from '../engine/call.ts';
import type { TestReport, TestRequest, TestRunner } from '../engine/testRunner.ts';
import { execCharged } from './execCharged.ts';
import { plans } from './frameworks/index.ts';
import type { TestPlan } from './frameworks/plan.ts';
import { findNode, findPython } from './interpreters.ts';
import { lazySandbox } from './lazySandbox.ts';
import { defaultLimits, type Limits } from './limits.ts';
import type { Sandbox } from './sandbox.ts';
import { reportOf, verdictOf } from './testReport.ts';

export type TestRunnerOptions = {
  /** Absolute path. It is copied at the first run; later changes to it are not seen. */
  readonly workspace: string;
  /** `none`: run without isolation, after a person's explicit choice in a trusted workspace. */
  readonly isolation?: 'none';
  readonly limits?: Partial<Limits>;
};

/** A test runner with a copy of the workspace that is to be removed. */
export interface LocalTestRunner extends TestRunner {
  /** Removes the copy; no run may be in flight. */
  dispose(): Promise<void>;
}

/** The most sandbox seconds that one test run is charged: the usual wall limit and the time to kill. */
export const longestRun = defaultLimits.wallSeconds + 1;

/**
 * Runs tests in the sandbox of this machine; a run takes about one processor.
 *
 * What is certain: a report never shows a test as passed because of what was printed or of an exit code alone, and a
 * run that ended early, or in which a test that decides has no result, is never all passed. What remains: frameworks
 * that run tests in the reporter's own process (mocha, jest, pytest, unittest) cannot be protected against code that
 * goes looking for the reporter in memory, node:test not against code that imitates what its test processes
 * send to their runner, none against code that replaces the assertion library in its own process
 * (node:assert and unittest's methods are guarded), and for `command` the exit code is all there is.
 */
export function createTestRunner(options: TestRunnerOptions): LocalTestRunner {
  const limits = { ...defaultLimits, ...options.limits };
  const sandbox = lazySandbox(options);
  return {
    async run(request, call) {
      return runTests(await sandbox.open(call.signal), request, limits, call);
    },
    dispose: () => sandbox.close(),
  };
}

async function runTests(
  sandbox: Sandbox,
  request: TestRequest,
  limits: Limits,
  call: Call,
): Promise<TestReport> {
  const { command } = request;
  const token = randomBytes(16).toString('hex');
  const { workspace } = sandbox;
  const tools = `.sandbox-${randomBytes(8).toString('hex')}`;
  const plan = await plans[command.framework]({
    command,
    workspace,
    tools,
    token,
    node: findNode,
    python: () => findPython(workspace),
  });
  call.signal.throwIfAborted();
  const result = await execCharged(sandbox, execution(plan, request.files), call, { testRuns: 1 });
  plan.check?.(result);
  return plan.reports ? reportOf(result, token, command, limits) : verdictOf(result, command, limits);
}

function execution(plan: TestPlan, files: TestRequest['files']) {
  return {
    argv: plan.argv,
    env: { ...plan.interpreter?.env, ...plan.env },
    needs: plan.interpreter?.needs ?? [],
    files: { ...files, ...plan.files },
    reports: plan.reports,
  };
}
