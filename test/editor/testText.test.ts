import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { type CallTest, testFileName, testText } from '../../src/editor/testText.ts';

const given: CallTest = {
  language: 'javascript',
  framework: 'node:test',
  file: 'src/clamp.js',
  source: 'export function clamp(value, low, high) {}',
  functionName: 'clamp',
  call: 'clamp(7, 10, 0)',
  expected: '7',
};

const whole = (one: CallTest, testFile: string) => {
  const { head, test } = testText(one, testFile);
  return head + test;
};

/** Writes files into a new folder, runs a program there and gives what it said. */
function runIn(files: Readonly<Record<string, string>>, program: string, ...args: readonly string[]) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'ponder-test-text-'));
  for (const [name, text] of Object.entries(files)) {
    fs.mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    fs.writeFileSync(path.join(folder, name), text);
  }
  const { NODE_TEST_CONTEXT: _, ...env } = process.env;
  const { status, stdout, stderr } = spawnSync(program, args, { cwd: folder, env, encoding: 'utf8' });
  fs.rmSync(folder, { recursive: true });
  return { status, said: stdout + stderr };
}

test('a test in the manner of node:test runs, and fails where the function gives something else', () => {
  const text = whole(given, 'test/clamp.test.js');
  const clamp = (body: string) => `export function clamp(value, low, high) { ${body} }`;
  const files = { 'package.json': '{"type":"module"}', 'test/clamp.test.js': text };
  const right = runIn({ ...files, 'src/clamp.js': clamp('return 7;') }, process.execPath, '--test');
  assert.equal(right.status, 0, right.said);
  assert.match(right.said, /clamp\(7, 10, 0\) gives 7/);
  const wrong = runIn({ ...files, 'src/clamp.js': clamp('return 10;') }, process.execPath, '--test');
  assert.equal(wrong.status, 1, wrong.said);
});

test('a test in the manner of unittest runs from the root, and takes what is shown for a set', () => {
  const python: CallTest = {
    ...given,
    language: 'python',
    framework: 'unittest',
    file: 'src/tools/odd.py',
    functionName: 'odd',
    call: 'odd([1, 2, 3])',
    expected: 'set{1,3}',
  };
  const text = whole(python, 'tests/test_odd.py');
  const files = {
    'tools/odd.py': 'def odd(xs):\n    return {x for x in xs if x % 2}\n',
    'tests/__init__.py': '',
    'tests/test_odd.py': text,
  };
  const { status, said } = runIn(files, 'python3', '-m', 'unittest', 'tests.test_odd');
  assert.equal(status, 0, `${said}\n${text}`);
  assert.match(said, /Ran 1 test/);
});

test('every manner has its own words, and a rounded number is compared as one', () => {
  const vitest = whole({ ...given, framework: 'vitest' }, 'src/clamp.test.js');
  assert.match(vitest, /^import \{ expect, test \} from 'vitest';\nimport \{ clamp \} from ".\/clamp.js";\n/);
  assert.match(vitest, /expect\(clamp\(7, 10, 0\)\)\.toEqual\(7\);/);
  const mocha = whole({ ...given, framework: 'mocha', source: 'module.exports = { clamp };' }, 'test/a.js');
  assert.match(
    mocha,
    /^const assert = require\('node:assert\/strict'\);\nconst \{ clamp \} = require\("..\/src\/clamp.js"\);/,
  );
  assert.match(mocha, /\nit\(/);
  const third = { ...given, call: 'third(1)', functionName: 'third', expected: '0.3333333' };
  assert.match(whole(third, 'test/a.js'), /Math\.abs\(third\(1\) - 0\.3333333\) < 1e-6/);
  assert.match(whole({ ...third, expected: '0.25' }, 'test/a.js'), /deepEqual\(third\(1\), 0\.25\)/);
  const python = { ...third, language: 'python', framework: 'pytest', file: 'third.py' } as const;
  assert.match(
    whole(python, 'test_third.py'),
    /^from third import third\n\n\ndef test_third_1\(\):\n {4}assert abs\(/,
  );
});

test('a default export is imported as one', () => {
  const source = 'export default function clamp(value) {}';
  assert.match(whole({ ...given, source }, 'test/clamp.test.js'), /\nimport clamp from "..\/src\/clamp.js";/);
});

test('what would end the call, or is more than one expression, is compared as a text', () => {
  const compared = (expected: string) =>
    /deepEqual\(clamp\(7, 10, 0\), (.*)\);/.exec(whole({ ...given, expected }, 'test/a.js'))?.[1];
  assert.equal(compared('7);\nprocess.exit('), '"7);\\nprocess.exit("');
  for (const text of ['1); f(2', '1] + [2', '1 // more', '1; f()', '"a', '{1`'])
    assert.equal(compared(text), JSON.stringify(text));
  for (const code of ['new Date(0)', 'low + 1', '"a)"', "[1, 'b']"])
    assert.doesNotMatch(compared(code) ?? '', /^"[^a]/);
  assert.equal(compared('new Date(0)'), 'new Date(0)');
  assert.equal(compared("{'a': True}"), '({"a": true})');
});

test('the name of the file is that of the function’s file, in the manner of the language', () => {
  assert.equal(testFileName('src/clamp.ts', 'typescript'), 'clamp.test.ts');
  assert.equal(testFileName('src/clamp.ts', 'typescript', true), 'clamp.expected.test.ts');
  assert.equal(testFileName('a/b.py', 'python'), 'test_b.py');
  assert.equal(testFileName('a/b.py', 'python', true), 'test_b_expected.py');
});
