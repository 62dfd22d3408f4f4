import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { Call } from '../../src/engine/call.ts';
import { addCosts, type Cost, zeroCost } from '../../src/engine/cost.ts';
import type { Framework, TestReport, TestRequest } from '../../src/engine/testRunner.ts';
import { createTestRunner, type LocalTestRunner } from '../../src/sandbox/testRunner.ts';
import { processesWith, until } from './processes.ts';

const fixtures = join(import.meta.dirname, '..', 'fixtures', 'sandbox');

type Case = {
  readonly framework: Framework;
  readonly folder: string;
  readonly test: string;
  readonly source: string;
  /** The source file with a body for `clamp` and code before it. */
  readonly write: (body: string, top?: string) => string;
  readonly fix: string;
  readonly exit: string;
  readonly loop: string;
  readonly forge: string;
  /** Full names, in the fixture's order. */
  readonly inside: string;
  readonly below: string;
  readonly above: string;
  readonly skipped: string;
  readonly double: string;
};

/** Events as a reporter would write them, made without its token. */
function forged(names: Readonly<Record<string, string>>): string {
  const tests = Object.values(names).map(name => ({
    type: 'test',
    name: name.split(' > '),
    status: 'passed',
  }));
  return [...tests, { type: 'end' }].map(event => `${JSON.stringify(event)}\n`).join('');
}

const javascriptNames = {
  inside: 'clamp > keeps what is inside',
  below: 'clamp > limits > raises what is below',
  above: 'clamp > limits > lowers what is above',
  skipped: 'clamp > is not decided for NaN',
  double: 'double > doubles',
};
const javascript = {
  source: 'clamp.js',
  test: 'clamp.test.js',
  fix: 'return Math.min(high, Math.max(low, value));',
  exit: 'process.exit(0);',
  loop: 'for (;;);',
  forge: `const results = ${JSON.stringify(forged(javascriptNames))}; console.log('TAP version 13\\nok 1 - clamp\\n1..1\\n' + results); try { process.getBuiltinModule('fs').writeSync(3, results); } catch {} process.exit(0);`,
  ...javascriptNames,
};
const modules = (body: string, top = '') =>
  `${top}\nexport function clamp(value, low, high) {\n${body}\n}\nexport const double = value => value * 2;\n`;
const required = (body: string, top = '') =>
  `${top}\nexports.clamp = function clamp(value, low, high) {\n${body}\n};\nexports.double = value => value * 2;\n`;
const python = {
  source: 'clamp.py',
  test: 'test_clamp.py',
  write: (body: string, top = '') =>
    `${top}\ndef clamp(value, low, high):\n    ${body}\n\ndef double(value):\n    return value * 2\n`,
  fix: 'return min(high, max(low, value))',
  exit: 'import os; os._exit(0)',
  loop: 'while True: pass',
};

const pythonForge = (names: Readonly<Record<string, string>>) =>
  `import os; text = ${JSON.stringify(forged(names))}; print(text); os.write(3, text.encode()); os._exit(0)`;
const pytestNames = {
  inside: 'TestClamp > test_keeps_what_is_inside',
  below: 'TestClamp > test_limits[0-1]',
  above: 'TestClamp > test_limits[9-3]',
  skipped: 'TestClamp > test_nan',
  double: 'test_double',
};

const unittestNames = {
  inside: 'ClampTest > test_keeps_what_is_inside',
  below: 'ClampTest > test_raises_what_is_below',
  above: 'ClampTest > test_lowers_what_is_above',
  skipped: 'ClampTest > test_nan',
  double: 'DoubleTest > test_double',
};

const cases: readonly Case[] = [
  { framework: 'node:test', folder: 'node-test', ...javascript, write: modules },
  { framework: 'vitest', folder: 'vitest', ...javascript, write: modules },
  { framework: 'jest', folder: 'jest', ...javascript, write: required },
  { framework: 'mocha', folder: 'mocha', ...javascript, write: required },
  {
    framework: 'pytest',
    folder: 'pytest',
    ...python,
    ...pytestNames,
    forge: pythonForge(pytestNames),
  },
  {
    framework: 'unittest',
    folder: 'unittest',
    ...python,
    ...unittestNames,
    forge: pythonForge(unittestNames),
  },
];

const free: Call = { signal: new AbortController().signal, charge() {}, extend: () => true };
const statuses = (report: TestReport) =>
  Object.fromEntries(report.tests.map(test => [test.name, test.status]));
const verified = (report: TestReport) =>
  report.outcome === 'ran' &&
  report.tests.every(test => test.status === 'passed' || test.status === 'skipped');

let scratch: string;
before(() => {
  scratch = mkdtempSync(join(tmpdir(), 'test-runner-test-'));
});
after(() => rmSync(scratch, { recursive: true, force: true }));

for (const one of cases) {
  describe(one.framework, () => {
    let runner: LocalTestRunner;
    before(() => {
      const workspace = one.framework === 'jest' ? jestWorkspace() : join(fixtures, one.folder);
      runner = createTestRunner({ workspace, limits: { wallSeconds: 4 } });
    });
    after(() => runner?.dispose());
    const run = (files: TestRequest['files'], only?: readonly string[]) =>
      runner.run(
        { command: { framework: one.framework, files: [one.test], ...(only && { only }) }, files },
        free,
      );
    const candidate = (body: string, top?: string) => ({ [one.source]: one.write(body, top) });

    it('reports each test by its full name, with what failed', async () => {
      const report = await run({});
      assert.equal(report.outcome, 'ran', report.output);
      assert.deepEqual(statuses(report), {
        [one.inside]: 'passed',
        [one.below]: 'failed',
        [one.above]: 'failed',
        [one.skipped]: 'skipped',
        [one.double]: 'passed',
      });
      const message = report.tests.find(test => test.name === one.below)?.message ?? '';
      assert.match(message, /0.*1|1[\s\S]*0/);
      assert.doesNotMatch(message, /\n\s+at |\/tmp\/|node:internal|site-packages/);
      assert.ok(report.seconds > 0 && report.seconds < 4);
    });

    it('sees the candidate and nothing of an earlier one', async () => {
      assert.ok(verified(await run(candidate(one.fix))));
      assert.equal(statuses(await run({}))[one.below], 'failed');
    });

    it('runs only the tests that decide', async () => {
      const [suite = ''] = one.below.split(/(?<= > test_limits)|(?<= > raises)/);
      const report = await run({}, [suite, one.double]);
      assert.ok(report.tests.length >= 2 && report.tests.length <= 3);
      assert.equal(statuses(report)[one.below], 'failed');
      assert.equal(statuses(report)[one.double], 'passed');
      assert.ok(verified(await run({}, [one.double])));
    });

    it('fails a test that decides and was not run', async () => {
      const report = await run(candidate(one.fix), [one.double, `${one.double} no more`]);
      assert.ok(!verified(report));
      assert.deepEqual(
        report.tests.find(test => test.name.endsWith('no more')),
        {
          name: `${one.double} no more`,
          status: 'failed',
          message: 'No test of this name was run.',
        },
      );
      assert.equal((await run({}, ['nothing like it'])).outcome, 'no-tests');
    });

    it('says where an error in the candidate came from', async () => {
      const report = await run(
        candidate(
          one.framework.includes('test') && one.source.endsWith('py') ? 'return missing' : 'return missing;',
        ),
      );
      const message = report.tests.find(test => test.name === one.inside)?.message ?? '';
      assert.match(message, /(Reference|Name)Error/);
      assert.match(message, new RegExp(`^at .*${one.source}:\\d+`, 'm'));
    });

    it('calls a candidate that does not parse crashed, and shows the error', async () => {
      const report = await run(candidate('))'));
      assert.equal(report.outcome, 'crashed');
      assert.match(report.output + report.tests.map(test => test.message).join(), /SyntaxError|parse/i);
      assert.ok(report.tests.every(test => test.status === 'failed'));
    });

    it('is not deceived by a candidate that exits, at load or in a test', async () => {
      for (const files of [candidate('', one.exit), candidate(one.exit)]) {
        files[one.source] = (files[one.source] ?? '').replace(':\n    \n', ':\n    pass\n');
        const report = await run(files);
        assert.ok(!verified(report), JSON.stringify(report));
        assert.notEqual(statuses(report)[one.below], 'passed');
      }
    });

    it('is not deceived by a candidate that prints results', async () => {
      const report = await run(candidate(one.forge));
      assert.ok(!verified(report));
      assert.notEqual(statuses(report)[one.below], 'passed');
    });

    it('stops a candidate that never ends', async () => {
      const limited = createTestRunner({
        workspace: one.framework === 'jest' ? jestWorkspace() : join(fixtures, one.folder),
        limits: { wallSeconds: one.framework === 'vitest' ? 3 : 1.5 },
      });
      const command = { framework: one.framework, files: [one.test], only: [one.inside] };
      const report = await limited.run({ command, files: candidate(one.loop) }, free);
      await limited.dispose();
      assert.equal(report.outcome, 'timed-out');
      assert.deepEqual(statuses(report), { [one.inside]: 'timed-out' });
      assert.match(report.output, /Killed: ran for more than/);
    });
  });
}

describe('code under test that changes the assertions or ends early', () => {
  const run = async (folder: string, framework: Framework, test: string, files: Record<string, string>) => {
    const runner = createTestRunner({ workspace: join(fixtures, folder) });
    const report = await runner.run({ command: { framework, files: [test] }, files }, free);
    await runner.dispose();
    return report;
  };

  it('does not pass with node:assert', async () => {
    const top = `import assert from 'node:assert/strict';\ntry { assert.equal = () => {}; } catch {}`;
    assert.ok(
      !verified(
        await run('node-test', 'node:test', 'clamp.test.js', { 'clamp.js': modules('return value;', top) }),
      ),
    );
  });

  it('does not pass with an exit after tests that passed', async () => {
    const test = `import { test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
test('one', () => {});
test('two', async () => { await setTimeout(300); process.exit(0); });
test('three', () => {});`;
    const report = await run('node-test', 'node:test', 'clamp.test.js', { 'clamp.test.js': test });
    assert.equal(report.outcome, 'crashed');
    assert.deepEqual(statuses(report), { one: 'passed', 'clamp.test.js': 'failed', two: 'failed' });
  });

  it('does not pass with unittest', async () => {
    const top = 'import unittest\nunittest.TestCase.assertEqual = lambda *all: None';
    const files = { 'clamp.py': python.write('return value', top) };
    assert.ok(!verified(await run('unittest', 'unittest', 'test_clamp.py', files)));
  });

  it('does not pass with an early end that pytest calls a success', async () => {
    const files = { 'clamp.py': python.write('import pytest; pytest.exit("done", returncode=0)') };
    assert.equal((await run('pytest', 'pytest', 'test_clamp.py', files)).outcome, 'crashed');
  });
});

it('vitest loads a configuration in TypeScript although dependencies cannot be written', async () => {
  const workspace = join(scratch, 'configured');
  cpSync(join(fixtures, 'vitest'), workspace, { recursive: true });
  symlinkSync(join(import.meta.dirname, '..', '..', 'node_modules'), join(workspace, 'node_modules'));
  const config =
    "import { defineConfig } from 'vitest/config';\nexport default defineConfig({ test: { globals: true as boolean } });\n";
  writeFileSync(join(workspace, 'vitest.config.ts'), config);
  const runner = createTestRunner({ workspace });
  const command = { framework: 'vitest', files: ['clamp.test.js'] } as const;
  const report = await runner.run({ command, files: { 'clamp.js': modules(javascript.fix) } }, free);
  await runner.dispose();
  assert.ok(verified(report), report.output);
});

it('node:test takes a path with brackets literally', async () => {
  const workspace = join(scratch, 'brackets');
  cpSync(join(fixtures, 'node-test'), join(workspace, '[id]'), { recursive: true });
  const runner = createTestRunner({ workspace });
  const command = { framework: 'node:test', files: ['[id]/clamp.test.js'] } as const;
  const report = await runner.run({ command, files: { '[id]/clamp.js': modules(javascript.fix) } }, free);
  await runner.dispose();
  assert.ok(verified(report), JSON.stringify(report));
});

describe('a command line', () => {
  let runner: LocalTestRunner;
  before(() => {
    runner = createTestRunner({ workspace: join(fixtures, 'node-test'), limits: { wallSeconds: 2 } });
  });
  after(() => runner.dispose());
  const run = (commandLine: string, call = free) =>
    runner.run({ command: { framework: 'command', files: [], commandLine }, files: {} }, call);

  it('passes or fails by its exit code', async () => {
    assert.deepEqual((await run('node --version && exit 0')).tests, [
      { name: 'node --version && exit 0', status: 'passed' },
    ]);
    const { outcome, tests } = await run('echo why; exit 4');
    assert.equal(outcome, 'ran');
    assert.deepEqual(tests, [{ name: 'echo why; exit 4', status: 'failed', message: 'Exit code 4.\nwhy' }]);
  });

  it('that hangs is timed out', async () => {
    const late = await run('sleep 30');
    assert.deepEqual([late.outcome, late.tests[0]?.status], ['timed-out', 'timed-out']);
  });

  it('shows the last 8,000 characters of what it printed', async () => {
    const { output } = await run('seq 1 20000; echo end');
    assert.equal(output.length, 8000);
    assert.ok(output.endsWith('20000\nend\n'));
  });
});

describe('charges', () => {
  const counting = (signal: AbortSignal) => {
    const book: { used: Cost } = { used: zeroCost };
    const call: Call = {
      signal,
      charge(used) {
        book.used = addCosts(book.used, used);
      },
      extend: () => true,
    };
    return { book, call };
  };

  it('one test run and its seconds, also when it was aborted', async () => {
    const runner = createTestRunner({ workspace: join(fixtures, 'node-test') });
    const finished = counting(new AbortController().signal);
    await runner.run(
      { command: { framework: 'node:test', files: ['clamp.test.js'] }, files: {} },
      finished.call,
    );
    assert.equal(finished.book.used.testRuns, 1);
    assert.ok(finished.book.used.sandboxSeconds > 0.02);

    const abort = new AbortController();
    const aborted = counting(abort.signal);
    const nap = `6${process.pid}`;
    const command = {
      framework: 'command',
      files: [],
      commandLine: `setsid sleep ${nap} & sleep ${nap}`,
    } as const;
    const running = runner.run({ command, files: {} }, aborted.call);
    const sleepers = () => processesWith(`sleep\0${nap}`).length;
    assert.ok((await until(() => sleepers() === 2, 5000)) < 5000);
    abort.abort(new Error('enough'));
    await assert.rejects(running, /enough/);
    assert.equal(sleepers(), 0);
    assert.equal(aborted.book.used.testRuns, 1);
    assert.ok(aborted.book.used.sandboxSeconds > 0);
    await runner.dispose();
  });
});

describe('what is missing', () => {
  const path = process.env.PATH ?? '';
  after(() => {
    process.env.PATH = path;
  });
  const reason = async (workspace: string, framework: Framework, files: readonly string[]) => {
    const runner = createTestRunner({ workspace });
    try {
      await runner.run({ command: { framework, files }, files: {} }, free);
      return undefined;
    } catch (error) {
      return error;
    } finally {
      await runner.dispose();
    }
  };

  it('a framework that is not installed is said', async () => {
    const empty = join(scratch, 'empty');
    mkdirSync(empty);
    const error = await reason(empty, 'vitest', ['x.test.js']);
    assert.ok(error instanceof Error && 'reason' in error && error.reason === 'no-interpreter');
    assert.match(error.message, /vitest is not installed/);
  });

  it('a Python without pytest is said', async () => {
    const workspace = join(scratch, 'bare');
    cpSync(join(fixtures, 'pytest'), workspace, { recursive: true });
    execFileSync('python3', ['-m', 'venv', '--without-pip', join(workspace, '.venv')]);
    const error = await reason(workspace, 'pytest', ['test_clamp.py']);
    assert.ok(error instanceof Error && 'reason' in error && error.reason === 'no-interpreter');
    assert.match(error.message, /pytest is not installed/);
  });

  it('no Python at all is said', async () => {
    const bin = join(scratch, 'bin');
    mkdirSync(bin);
    symlinkSync('/usr/bin/bwrap', join(bin, 'bwrap'));
    writeFileSync(join(bin, 'python3'), '#!/bin/sh\nexit 1\n');
    chmodSync(join(bin, 'python3'), 0o755);
    process.env.PATH = bin;
    const error = await reason(join(fixtures, 'unittest'), 'unittest', ['test_clamp.py']);
    assert.ok(
      error instanceof Error && 'reason' in error && error.reason === 'no-interpreter',
      String(error),
    );
  });
});

/** Jest is too big for a development dependency of this project; it is installed once a machine. */
function jestWorkspace(): string {
  const version = '30.5.2';
  const home = join(tmpdir(), `test-fixture-jest-${version}`);
  if (!existsSync(join(home, 'node_modules', 'jest'))) {
    const fresh = mkdtempSync(`${home}-`);
    writeFileSync(join(fresh, 'package.json'), '{ "private": true }');
    execFileSync('npm', ['install', '--no-audit', '--no-fund', '--ignore-scripts', `jest@${version}`], {
      cwd: fresh,
    });
    rmSync(home, { recursive: true, force: true });
    renameSync(fresh, home);
  }
  const workspace = join(scratch, 'jest');
  if (!existsSync(workspace)) {
    cpSync(join(fixtures, 'jest'), workspace, { recursive: true });
    symlinkSync(join(home, 'node_modules'), join(workspace, 'node_modules'));
  }
  return workspace;
}
