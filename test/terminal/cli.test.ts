// The built command line over the playground, with samples of the embedded model that were recorded by
//   ponder solve FILE --function NAME --concurrency 1 --recording test/fixtures/terminal/playground.recording.jsonl
// (record again after a change of prompts). Discovery, sandbox, tests, trace and patch are the real ones.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, describe, it } from 'node:test';
import { totalTokens } from '../../src/engine/cost.ts';
import { readTrace } from '../../src/store/traceFile.ts';

const root = path.resolve(import.meta.dirname, '../..');
const cli = path.join(root, 'dist/cli.mjs');
const recording = path.join(root, 'test/fixtures/terminal/playground.recording.jsonl');
const scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'cli-test-'));
after(() => fs.rmSync(scratch, { recursive: true, force: true }));

type Ended = { readonly code: number | null; readonly stdout: string; readonly stderr: string };

function ponder(
  args: readonly string[],
  options: { stdin?: string; onLine?: (line: string, kill: () => void) => void } = {},
) {
  const env = { PATH: process.env.PATH, HOME: scratch, PONDER_DATA_DIR: path.join(scratch, 'data') };
  const child = spawn(process.execPath, [cli, ...args], { env, stdio: 'pipe' });
  const ended = Promise.withResolvers<Ended>();
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', data => {
    stdout += data;
  });
  child.stderr.on('data', data => {
    stderr += data;
    options.onLine?.(String(data), () => child.kill('SIGINT'));
  });
  child.on('close', code => ended.resolve({ code, stdout, stderr }));
  child.stdin.end(options.stdin ?? '');
  return ended.promise;
}

function playground(): string {
  const copy = fs.mkdtempSync(path.join(scratch, 'playground-'));
  fs.cpSync(path.join(root, 'media/playground'), copy, { recursive: true });
  return copy;
}

const recorded = ['--provider', 'recorded', '--recording', recording, '--concurrency', '1'];
const numbers = (folder: string) => path.join(folder, 'javascript/src/numbers.js');

describe('ponder solve', () => {
  it('prints a diff that patch takes, changes nothing, and exits with 0 when verified', async () => {
    const file = numbers(playground());
    const before = fs.readFileSync(file);
    const { code, stdout, stderr } = await ponder(['solve', file, '--function', 'factorial', ...recorded]);
    assert.equal(code, 0, stderr);
    assert.deepEqual(fs.readFileSync(file), before);
    const diff = path.join(scratch, 'factorial.diff');
    fs.writeFileSync(diff, stdout);
    const patch = spawn('patch', [file, diff], { stdio: 'inherit' });
    assert.equal(await new Promise(resolve => patch.on('close', resolve)), 0);
    assert.match(fs.readFileSync(file, 'utf8'), /return n \* factorial\(n - 1\)/);
  });

  it('applies the verified change and nothing else', async () => {
    const file = numbers(playground());
    const before = fs.readFileSync(file, 'utf8');
    const { code, stdout } = await ponder(['solve', file, '--function', 'add', '--apply', ...recorded]);
    assert.deepEqual([code, stdout], [0, '']);
    assert.equal(fs.readFileSync(file, 'utf8'), before.replace('return a - b;', 'return a + b;'));
  });

  it('prints one JSON object whose totals are those of the trace', async () => {
    const file = path.join(playground(), 'python/numbers_and_degrees.py');
    const { code, stdout } = await ponder(['solve', file, '--function', 'is_even', '--json', ...recorded]);
    assert.equal(code, 0);
    const json = JSON.parse(stdout);
    assert.equal(json.status, 'verified');
    assert.equal(json.file, 'numbers_and_degrees.py');
    assert.equal(json.function, 'is_even');
    assert.ok(json.tests.total > 0);
    assert.deepEqual(json.tests, { passed: json.tests.total, failed: 0, total: json.tests.total });
    const { events, problems } = readTrace(fs.readFileSync(json.trace, 'utf8'));
    assert.deepEqual(problems, []);
    const end = events.at(-1);
    assert.ok(end?.type === 'run-ended');
    const { promptTokens, completionTokens, calls, testRuns, estimated } = end.spent;
    const { seconds, ...spent } = json.spent;
    assert.deepEqual(spent, {
      promptTokens,
      completionTokens,
      totalTokens: totalTokens(end.spent),
      calls,
      testRuns,
      estimated,
    });
    assert.ok(seconds > 0);
    const sum = json.candidates.reduce(
      (tokens: number, candidate: { tokens: number }) => tokens + candidate.tokens,
      0,
    );
    assert.equal(sum, json.spent.totalTokens);
  });

  it('says plainly that nothing passed: no diff to pipe, exit 1, the best attempt in the JSON', async () => {
    const file = path.join(playground(), 'javascript/src/text.js');
    const args = ['solve', file, '--function', 'countWords', '--effort', 'quick', ...recorded];
    const plain = await ponder(args);
    assert.deepEqual([plain.code, plain.stdout], [1, '']);
    assert.match(plain.stderr, /no candidate passed\. The best, c1, passed 0 of 4 tests/);
    const json = JSON.parse((await ponder([...args, '--json'])).stdout);
    assert.equal(json.status, 'failed');
    assert.match(json.stopReason, /the next attempt is worth 0\.\d+ and costs 0\.\d+/);
    assert.match(json.diff, /^--- a\/src\/text\.js/);
    assert.ok(json.candidates.some((candidate: { error: string | null }) => candidate.error !== null));
    const applied = await ponder([...args, '--apply']);
    assert.equal(applied.code, 1);
    assert.match(applied.stderr, /nothing was applied/);
  });

  it('finds the function by a line, and takes the exit code of a test command for the verdict', async () => {
    const file = numbers(playground());
    const line =
      fs
        .readFileSync(file, 'utf8')
        .split('\n')
        .findIndex(text => text.includes('return a - b')) + 1;
    const command = `node -e "import('./src/numbers.js').then(m => process.exit(m.add(2, 2) === 4 ? 0 : 1))"`;
    const args = ['solve', file, '--line', String(line), '--test-command', command, '--json', ...recorded];
    const { stdout } = await ponder(args);
    const json = JSON.parse(stdout);
    assert.deepEqual(
      [json.function, json.status, json.tests],
      ['add', 'verified', { passed: 1, failed: 0, total: 1 }],
    );
  });

  it('is unverified where no test is found', async () => {
    const folder = playground();
    fs.rmSync(path.join(folder, 'javascript/test'), { recursive: true });
    const args = ['solve', numbers(folder), '--function', 'add', '--json', '--max-calls', '1', ...recorded];
    const { code, stdout, stderr } = await ponder(args);
    assert.match(
      stderr,
      /no test of add was found, so nothing can be verified\. Name one with --test-command/,
    );
    const json = JSON.parse(stdout);
    assert.deepEqual([code, json.status, json.spent.testRuns, json.tests.total], [1, 'unverified', 0, 0]);
    assert.match(json.diff, /\+ {2}return a \+ b;/);
  });

  it('says why a judge that was named was not asked', async () => {
    const args = ['solve', numbers(playground()), '--function', 'add', '--reward', 'pointwise', ...recorded];
    const { code, stderr } = await ponder(args);
    assert.equal(code, 0, stderr);
    assert.match(stderr, /pointwise was not asked/);
  });

  it('stops at Ctrl+C with 130 and keeps the trace', async () => {
    const folder = playground();
    const started = Date.now();
    const trace = path.join(scratch, 'stopped.trace.jsonl');
    const args = [
      'solve',
      numbers(folder),
      '--function',
      'add',
      '--test-command',
      'sleep 30',
      '--trace',
      trace,
      '--json',
    ];
    const { code, stdout } = await ponder([...args, ...recorded], {
      onLine: (text, kill) => text.includes('policy auto') && setTimeout(kill, 1_000),
    });
    assert.equal(code, 130);
    assert.ok(Date.now() - started < 15_000, 'the test command was not waited for');
    assert.equal(JSON.parse(stdout).status, 'cancelled');
    const { events } = readTrace(fs.readFileSync(trace, 'utf8'));
    assert.equal(events.at(-1)?.type, 'run-ended');
  });
});

describe('ponder answer', () => {
  const question = 'What is 2 + 3? Give the number.';

  it('takes the text as an argument or on stdin and tells the agreement', async () => {
    const argued = await ponder(['answer', question, ...recorded]);
    assert.equal(argued.code, 0, argued.stderr);
    assert.match(argued.stdout, /\(2 of 2 samples agree\)/);
    const piped = await ponder(['answer', '--json', ...recorded], { stdin: `${question}\n` });
    const json = JSON.parse(piped.stdout);
    assert.deepEqual([json.status, json.agreement], ['answered', { votes: 2, of: 2 }]);
  });
});

describe('ponder show', () => {
  it('prints the report of a trace and names what is wrong in it', async () => {
    const golden = path.join(root, 'test/view/golden/verified.trace.jsonl');
    const whole = await ponder(['show', golden]);
    assert.equal(whole.code, 0);
    assert.match(whole.stdout, /Verified: 4 of 4 tests passed/);
    const cut = path.join(scratch, 'cut.trace.jsonl');
    fs.writeFileSync(cut, fs.readFileSync(golden, 'utf8').split('\n').slice(0, 6).join('\n').slice(0, -9));
    const broken = await ponder(['show', cut]);
    assert.match(broken.stdout, /Interrupted/);
    assert.match(broken.stderr, /Line 6 is not JSON/);
  });
});

describe('bad input', () => {
  const rows: readonly (readonly [
    title: string,
    args: (folder: string) => readonly string[],
    message: RegExp,
  ])[] = [
    ['a file that is not there', () => ['solve', '/nowhere/a.js', ...recorded], /no file \/nowhere\/a\.js/],
    ['a folder', folder => ['solve', folder, ...recorded], /is a folder\. Name a source file/],
    [
      'an unknown language',
      folder => ['solve', path.join(folder, 'README.md'), '--line', '1', ...recorded],
      /\.md/,
    ],
    ['an unknown function', folder => ['solve', numbers(folder), '--function', 'nope', ...recorded], /nope/],
    [
      'no choice among several functions',
      folder => ['solve', numbers(folder), ...recorded],
      /several functions: add \(line \d+\)/,
    ],
    [
      'a budget of nothing',
      folder => ['solve', numbers(folder), '--max-tokens', '0', ...recorded],
      /--max-tokens takes a whole number of 1 or more/,
    ],
    [
      'an unknown policy',
      folder => ['solve', numbers(folder), '--policy', 'magic', ...recorded],
      /Allowed choices are auto, uniform/,
    ],
    ['an unknown option', folder => ['solve', numbers(folder), '--turbo'], /unknown option/],
    [
      'a recording that is not there',
      folder => [
        'solve',
        numbers(folder),
        '--function',
        'add',
        '--provider',
        'recorded',
        '--recording',
        '/nowhere.jsonl',
      ],
      /\/nowhere\.jsonl/,
    ],
    [
      'no recording',
      folder => ['solve', numbers(folder), '--function', 'add', '--provider', 'recorded'],
      /needs --recording FILE/,
    ],
    [
      'no model of a server',
      folder => ['solve', numbers(folder), '--function', 'add', '--base-url', 'http://127.0.0.1:9/v1'],
      /needs --model ID/,
    ],
    [
      'an unknown embedded model',
      folder => ['solve', numbers(folder), '--function', 'add', '--model', 'gpt-9'],
      /no model "gpt-9"/,
    ],
    [
      'a model file that is none',
      folder => ['solve', numbers(folder), '--function', 'add', '--model', path.join(folder, 'README.md')],
      /README\.md/,
    ],
    ['nothing to answer', () => ['answer', ...recorded], /nothing to answer/],
    ['a trace that is none', folder => ['show', path.join(folder, 'README.md')], /is no trace/],
  ];
  for (const [title, args, message] of rows) {
    it(`${title}: exit 2, a message that says what to do, and nothing on stdout`, async () => {
      const { code, stdout, stderr } = await ponder(args(playground()));
      assert.equal(code, 2, stderr);
      assert.match(stderr, message);
      assert.equal(stdout, '');
      assert.doesNotMatch(stderr, /\n\s+at /, 'no stack');
    });
  }

  it('a syntax error in the function is told with its place', async () => {
    const file = numbers(playground());
    fs.writeFileSync(file, fs.readFileSync(file, 'utf8').replace('return a - b;', 'return a - ;'));
    const { code, stderr } = await ponder(['solve', file, '--function', 'add', ...recorded]);
    assert.equal(code, 2);
    assert.match(stderr, /line 3/);
  });

  it('a server that is down is a failed run that names the server, not a crash', async () => {
    const args = [
      'solve',
      numbers(playground()),
      '--function',
      'add',
      '--base-url',
      'http://127.0.0.1:9/v1',
      '--model',
      'm',
      '--json',
    ];
    const { code, stdout } = await ponder(args);
    const json = JSON.parse(stdout);
    assert.deepEqual([code, json.status], [1, 'failed']);
    assert.match(json.stopReason, /127\.0\.0\.1:9/);
  });

  it('a test command that hangs is told before a token is spent', { timeout: 60_000 }, async () => {
    const args = [
      'solve',
      numbers(playground()),
      '--function',
      'add',
      '--test-command',
      'sleep 100',
      '--json',
    ];
    const json = JSON.parse((await ponder([...args, ...recorded])).stdout);
    assert.equal(json.status, 'failed');
    assert.match(json.stopReason, /did not end within \d+ s, whatever the function does/);
    assert.equal(json.spent.calls, 0);
  });
});
