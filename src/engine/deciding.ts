import type { TestCommand, TestReport, TestResult } from './testRunner.ts';

/**
 * The tests whose verdict counts for a task. Taken from the report on the code as it stands: the tests named by the
 * command, and every other that passed and so must go on passing. Without such a report (the file did not load) the
 * names decide alone, and when no test answers to the names, every test does.
 */
export type Deciding = { readonly expected: readonly string[]; readonly only: readonly string[] | undefined };

export function decidingFor(command: TestCommand, baseline: TestReport): Deciding {
  const named =
    command.only && baseline.tests.some(test => isNamed(test.name, command.only)) ? command.only : undefined;
  const only = baseline.tests.length === 0 ? command.only : named;
  const expected = baseline.tests
    .filter(test => test.status !== 'skipped')
    .filter(test => test.status === 'passed' || isNamed(test.name, only))
    .map(test => test.name);
  return { expected, only };
}

/** The verdicts that count in a report; an expected test that did not report is a failed one. */
export function decidingTests(report: TestReport, { expected, only }: Deciding): readonly TestResult[] {
  const reported = report.tests.filter(test => isNamed(test.name, only) || expected.includes(test.name));
  const names = new Set(reported.map(test => test.name));
  const absent = expected.filter(name => !names.has(name));
  return [
    ...reported,
    ...absent.map((name): TestResult => ({ name, status: 'failed', message: 'did not run' })),
  ];
}

function isNamed(name: string, only: readonly string[] | undefined): boolean {
  return only === undefined || only.some(wanted => name === wanted || name.startsWith(wanted));
}
