import type { TestCommand, TestResult } from '../engine/testRunner.ts';
import { readable } from './messages.ts';

type Named = { readonly file?: string; readonly name: readonly string[] };
type TestEvent =
  | ({ readonly type: 'start' } & Named)
  | ({ readonly type: 'test'; readonly status: TestResult['status'] } & Named & Told)
  | ({ readonly type: 'error' } & Named & Told)
  | { readonly type: 'end' };
type Told = { readonly message?: string; readonly stack?: string };

/** What a reporter told of a run. */
export type Reported = {
  readonly tests: readonly TestResult[];
  /** Names of tests that started and did not end. */
  readonly unfinished: readonly string[];
  /** Something failed outside of a test; the failed result for it is among the tests. */
  readonly broken: boolean;
  /** The runner came to its end. */
  readonly complete: boolean;
};

/**
 * Reads the reporter's events: lines that start with the token; others are not ours. Only tests of the command's
 * files and names count. `root` is the folder that the tests ran in.
 */
export function readEvents(report: string, token: string, command: TestCommand, root: string): Reported {
  const tests: TestResult[] = [];
  const started = new Map<string, number>();
  let broken = false;
  let complete = false;
  for (const event of parse(report, token)) {
    if (event.type === 'end') {
      complete = true;
      continue;
    }
    const name = event.name.join(' > ');
    if (event.file !== undefined && !command.files.includes(event.file)) continue;
    if (event.type === 'error') {
      broken = true;
      tests.push({ name, status: 'failed', message: readable(event.message ?? '', event.stack ?? '', root) });
    } else if (!isWanted(name, command.only)) {
    } else if (event.type === 'start') {
      started.set(name, (started.get(name) ?? 0) + 1);
    } else {
      started.set(name, (started.get(name) ?? 1) - 1);
      const message = readable(event.message ?? '', event.stack ?? '', root);
      tests.push({ name, status: event.status, ...(message !== '' && { message }) });
    }
  }
  const names = [...started.keys(), ...tests.map(test => test.name)];
  const isSuite = (name: string) => names.some(other => other.startsWith(`${name} > `));
  const unfinished = [...started].filter(([name, open]) => open > 0 && !isSuite(name)).map(([name]) => name);
  return { tests: merged(tests), unfinished, broken, complete };
}

/** Names of the command's tests of which there is no result at all. */
export function missingTests(tests: readonly TestResult[], command: TestCommand): readonly string[] {
  return (command.only ?? []).filter(name => !tests.some(test => test.name.startsWith(name)));
}

function* parse(report: string, token: string): Generator<TestEvent> {
  for (const line of report.split('\n')) {
    if (!line.startsWith(`${token} `)) continue;
    try {
      yield JSON.parse(line.slice(token.length + 1)) as TestEvent;
    } catch {
      // The last line of a killed reporter may be cut.
    }
  }
}

function isWanted(name: string, only: readonly string[] | undefined): boolean {
  return only === undefined || only.some(one => name.startsWith(one));
}

/** A test that was reported several times (teardown, subtests) counts once, failed if it failed at all. */
function merged(tests: readonly TestResult[]): readonly TestResult[] {
  const byName = new Map<string, TestResult>();
  for (const test of tests) {
    const earlier = byName.get(test.name);
    if (earlier === undefined || rank(test) > rank(earlier)) byName.set(test.name, test);
  }
  return [...byName.values()];
}

function rank(test: TestResult): number {
  return ['skipped', 'passed', 'timed-out', 'failed'].indexOf(test.status);
}
