import type { Call } from './call.ts';

export type Framework = 'node:test' | 'vitest' | 'jest' | 'mocha' | 'pytest' | 'unittest' | 'command';

/** How to run just the tests that matter for a task. */
export type TestCommand = {
  readonly framework: Framework;
  /** Test files, relative to the workspace, with forward slashes; empty for `command`. */
  readonly files: readonly string[];
  /**
   * Names of the tests that decide, where a file also tests other functions: full names, suites joined by " > ",
   * each standing for itself and everything that starts with it. Missing: every test decides.
   */
  readonly only?: readonly string[];
  /** For `command`: a shell command line; its exit code is the only verdict. */
  readonly commandLine?: string;
};

export type TestRequest = {
  readonly command: TestCommand;
  /** Files to write into the copy of the workspace before the run: relative path to whole content. */
  readonly files: Readonly<Record<string, string>>;
};

export type TestResult = {
  /** Full name, suites joined by " > ". */
  readonly name: string;
  readonly status: 'passed' | 'failed' | 'timed-out' | 'skipped';
  /** The failing assertion or error, trimmed to what a person reads. */
  readonly message?: string;
};

export type TestReport = {
  /**
   * ran: tests reported one by one (some may have failed). no-tests: the runner found none.
   * crashed: the runner ended without reporting (a file that does not load, out of memory).
   * timed-out: killed at the wall or CPU limit; results that came before are kept.
   */
  readonly outcome: 'ran' | 'no-tests' | 'crashed' | 'timed-out';
  readonly tests: readonly TestResult[];
  /** The last part of stdout and stderr together, at most 8,000 characters. */
  readonly output: string;
  /** Wall time of the sandboxed processes. */
  readonly seconds: number;
};

/** Where nothing can be run: no isolation, no interpreter. `action` says what the person can do. */
export class SandboxError extends Error {
  override readonly name = 'SandboxError';
  readonly reason: 'no-isolation' | 'no-interpreter' | 'setup-failed';
  readonly action: string;

  constructor(reason: SandboxError['reason'], message: string, action: string, cause?: unknown) {
    super(message, { cause });
    this.reason = reason;
    this.action = action;
  }
}

/** Runs tests against a changed copy of the workspace, in a sandbox. Charges testRuns and sandboxSeconds. */
export interface TestRunner {
  /** Rejects with SandboxError, or with the signal's reason when aborted; a failing test is a report. */
  run(request: TestRequest, call: Call): Promise<TestReport>;
}

/** Passed, failed (timed-out ones among them) and total, leaving out the skipped. */
export function countTests(tests: readonly TestResult[]): { passed: number; failed: number; total: number } {
  const passed = tests.filter(test => test.status === 'passed').length;
  const failed = tests.filter(test => test.status === 'failed' || test.status === 'timed-out').length;
  return { passed, failed, total: passed + failed };
}
