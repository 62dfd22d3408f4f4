import { randomBytes } from 'node:crypto';
import type { Call } from '../engine/call.ts';
import { cost } from '../engine/cost.ts';
import type { TestCommand, TestReport, TestRequest, TestResult, TestRunner } from '../engine/testRunner.ts';
import { plans } from './frameworks/index.ts';
import type { TestPlan } from './frameworks/plan.ts';
import { findNode, findPython } from './interpreters.ts';
import { defaultLimits, type Limits } from './limits.ts';
import { outputEnd } from './messages.ts';
import { type ExecResult, openSandbox, type Sandbox } from './sandbox.ts';
import { missingTests, type Reported, readEvents } from './testEvents.ts';

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

/** The most sandbox seconds that one test run is charged under these limits: the wall limit and the time to kill. */
export function longestRun(limits: Partial<Limits> = {}): number {
  return (limits.wallSeconds ?? defaultLimits.wallSeconds) + 1;
}

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
  const closing = new AbortController();
  let opening: Promise<Sandbox> | undefined;
  const open = () => {
    opening ??= openSandbox(options, closing.signal).catch(error => {
      opening = undefined;
      throw error;
    });
    return opening;
  };
  return {
    async run(request, call) {
      const sandbox = await abortable(open(), call.signal);
      return runTests(sandbox, request, limits, call);
    },
    async dispose() {
      closing.abort();
      await (await opening?.catch((): undefined => undefined))?.close();
    },
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
  const started = performance.now();
  let seconds: number | undefined;
  try {
    const result = await sandbox.exec(execution(plan, request.files), call.signal);
    seconds = result.seconds;
    call.signal.throwIfAborted();
    plan.check?.(result);
    return plan.reports ? reportOf(result, token, command, limits) : verdictOf(result, command, limits);
  } finally {
    seconds ??= (performance.now() - started) / 1000;
    call.charge(cost({ testRuns: 1, sandboxSeconds: seconds }));
  }
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

function reportOf(result: ExecResult, token: string, command: TestCommand, limits: Limits): TestReport {
  const reported = readEvents(result.report, token, command, result.root);
  const outcome = outcomeOf(result, reported);
  const tests =
    outcome === 'no-tests' ? [] : [...reported.tests, ...notRun(outcome, reported, command, limits)];
  return { outcome, tests, ...endOf(result, limits) };
}

function outcomeOf(result: ExecResult, { tests, broken, complete }: Reported): TestReport['outcome'] {
  if (isTimeOut(result)) return 'timed-out';
  if (!complete || broken || result.excess !== undefined) return 'crashed';
  if (!tests.some(test => test.status !== 'skipped')) return 'no-tests';
  const failed = tests.some(test => test.status === 'failed' || test.status === 'timed-out');
  return result.exitCode === 0 || failed ? 'ran' : 'crashed';
}

/** Results for tests that decide and have none: what is not known to have passed has failed. */
function notRun(
  outcome: TestReport['outcome'],
  reported: Reported,
  command: TestCommand,
  limits: Limits,
): readonly TestResult[] {
  const late = outcome === 'timed-out';
  const result = (name: string, message: string): TestResult =>
    late ? { name, status: 'timed-out', message: lateMessage(limits) } : { name, status: 'failed', message };
  const unfinished = reported.unfinished.map(name => result(name, 'The run ended before this test did.'));
  const missing = missingTests([...reported.tests, ...unfinished], command);
  return [...unfinished, ...missing.map(name => result(name, 'No test of this name was run.'))];
}

function verdictOf(result: ExecResult, command: TestCommand, limits: Limits): TestReport {
  const name = command.commandLine ?? '';
  const end = endOf(result, limits);
  if (isTimeOut(result)) {
    return {
      outcome: 'timed-out',
      tests: [{ name, status: 'timed-out', message: lateMessage(limits) }],
      ...end,
    };
  }
  if (result.excess !== undefined || result.exitCode === undefined)
    return { outcome: 'crashed', tests: [], ...end };
  if (result.exitCode === 0) return { outcome: 'ran', tests: [{ name, status: 'passed' }], ...end };
  const message = `Exit code ${result.exitCode}.\n${end.output.slice(-1500).trim()}`;
  return { outcome: 'ran', tests: [{ name, status: 'failed', message }], ...end };
}

function lateMessage(limits: Limits): string {
  return `Did not end within ${limits.wallSeconds} s, or used more than ${limits.cpuSeconds} s of processor time.`;
}

function isTimeOut({ excess, exitCode }: ExecResult): boolean {
  const killedByCpuLimit = 128 + 24;
  return excess === 'wall' || excess === 'cpu' || exitCode === killedByCpuLimit;
}

function endOf(result: ExecResult, limits: Limits): Pick<TestReport, 'output' | 'seconds'> {
  const reason = result.excess === undefined ? '' : `\nKilled: ${excesses[result.excess](limits)}.\n`;
  return { output: outputEnd(result.output + reason, result.root, 8000), seconds: result.seconds };
}

const megabytes = (bytes: number) => `${Math.round(bytes / 1024 / 1024)} MB`;
const excesses: Readonly<Record<NonNullable<ExecResult['excess']>, (limits: Limits) => string>> = {
  wall: limits => `ran for more than ${limits.wallSeconds} s`,
  cpu: limits => `used more than ${limits.cpuSeconds} s of processor time`,
  memory: limits => `used more than ${megabytes(limits.memoryBytes)} of memory`,
  processes: limits => `started more than ${limits.processes} processes`,
  output: limits => `printed more than ${megabytes(limits.outputBytes)}`,
};

function abortable<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  signal.throwIfAborted();
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    signal.addEventListener('abort', abort);
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}
