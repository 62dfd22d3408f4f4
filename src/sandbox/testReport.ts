import type { TestCommand, TestReport, TestResult } from '../engine/testRunner.ts';
import type { Limits } from './limits.ts';
import { outputEnd } from './messages.ts';
import type { ExecResult } from './sandbox.ts';
import { missingTests, type Reported, readEvents } from './testEvents.ts';

/** The report of a run whose reporter told of each test. `token` stands before the reporter's events. */
export function reportOf(
  result: ExecResult,
  token: string,
  command: TestCommand,
  limits: Limits,
): TestReport {
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

/** The report of a command line: its exit code is the one test. */
export function verdictOf(result: ExecResult, command: TestCommand, limits: Limits): TestReport {
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
