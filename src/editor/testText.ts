import path from 'node:path/posix';
import { readLiteral } from '../engine/probes/readLiteral.ts';
import { javascriptLiteral, pythonLiteral } from '../engine/probes/value.ts';
import type { Language } from '../engine/task.ts';
import type { Framework } from '../engine/testRunner.ts';

/** What a test of one call needs to know; paths are relative to the workspace, with forward slashes. */
export type CallTest = {
  readonly language: Language;
  readonly framework: Framework;
  readonly file: string;
  /** The text of that file. */
  readonly source: string;
  readonly functionName: string;
  /** As code, as probes are written. */
  readonly call: string;
  readonly expected: string;
};

/** A test file in two parts, so that further tests can be added below the first. */
export type TestText = { readonly head: string; readonly test: string };

/** The name of a test file for a function's file; `again` is another one for when that name is taken. */
export function testFileName(file: string, language: Language, again = false): string {
  const { name, ext } = path.parse(file);
  return language === 'python'
    ? `test_${name}${again ? '_expected' : ''}.py`
    : `${name}${again ? '.expected' : ''}.test${ext}`;
}

/** A test of a call in the manner of the workspace; `testFile` is where it will stand. */
export function testText(given: CallTest, testFile: string): TestText {
  return given.language === 'python' ? pythonTest(given, testFile) : javascriptTest(given, testFile);
}

function pythonTest({ framework, file, functionName, call, expected }: CallTest, testFile: string): TestText {
  const name = importedName(functionName);
  const imported = `from ${pythonModule(file, testFile)} import ${name}`;
  const value = codeOf(expected, 'python');
  const title = `test_${slug(call)}`;
  if (framework === 'unittest') {
    const check = isRounded(expected)
      ? `self.assertAlmostEqual(${call}, ${value}, places=6)`
      : `self.assertEqual(${call}, ${value})`;
    return {
      head: `import unittest\n\n${imported}\n\n\nclass Test${pascal(name)}(unittest.TestCase):`,
      test: `\n    def ${title}(self):\n        ${check}\n`,
    };
  }
  const check = isRounded(expected) ? `abs(${call} - ${value}) < 1e-6` : `${call} == ${value}`;
  return { head: `${imported}\n`, test: `\n\ndef ${title}():\n    assert ${check}\n` };
}

/** The module of a file as Python imports it: beside the test by its name, else from the root or from `src`. */
function pythonModule(file: string, testFile: string): string {
  const { dir, name } = path.parse(file);
  if (dir === path.dirname(testFile) || dir === '') return name;
  const parts = [...dir.split('/'), name];
  return (parts[0] === 'src' ? parts.slice(1) : parts).join('.');
}

function javascriptTest(given: CallTest, testFile: string): TestText {
  const { framework, call, expected } = given;
  const value = codeOf(expected, 'javascript');
  const usesExpect = framework === 'vitest' || framework === 'jest';
  const check = isRounded(expected)
    ? usesExpect
      ? `expect(${call}).toBeCloseTo(${value}, 6);`
      : `assert.ok(Math.abs(${call} - ${value}) < 1e-6);`
    : usesExpect
      ? `expect(${call}).toEqual(${value});`
      : `assert.deepEqual(${call}, ${value});`;
  const verb = framework === 'mocha' ? 'it' : 'test';
  return {
    head: `${imports(given, testFile).join('\n')}\n`,
    test: `\n${verb}(${JSON.stringify(`${call} gives ${expected}`)}, () => {\n  ${check}\n});\n`,
  };
}

function imports({ framework, file, source, functionName }: CallTest, testFile: string): readonly string[] {
  const relative = path.relative(path.dirname(testFile), file);
  const module = JSON.stringify(relative.startsWith('.') ? relative : `./${relative}`);
  const name = importedName(functionName);
  const isModule = /\.(mjs|mts|ts|tsx)$/.test(file) || /^\s*(export|import)\b/m.test(source);
  const bring = (what: string, from: string) =>
    isModule ? `import ${what} from ${from};` : `const ${what} = require(${from});`;
  const isDefault = new RegExp(`^\\s*export\\s+default\\s+(async\\s+)?(function\\s+)?${name}\\b`, 'm').test(
    source,
  );
  const own = bring(isDefault ? name : `{ ${name} }`, module);
  switch (framework) {
    case 'vitest':
      return ["import { expect, test } from 'vitest';", own];
    case 'jest':
      return [own];
    case 'mocha':
      return [bring('assert', "'node:assert/strict'"), own];
    default:
      return [bring('assert', "'node:assert/strict'"), bring('{ test }', "'node:test'"), own];
  }
}

/** What is imported of `Stack.push` is Stack. */
function importedName(functionName: string): string {
  return functionName.split('.')[0] ?? functionName;
}

/** Values are shown with 7 digits, so one that has them all may be rounded. */
function isRounded(expected: string): boolean {
  const digits = /^-?(\d+)\.(\d+)(e[-+]?\d+)?$/.exec(expected);
  return digits !== null && `${digits[1]}${digits[2]}`.replace(/^0+/, '').length >= 7;
}

/** The value as code: sets are shown as `set{1,2}`. What is no literal must at least be one expression, else it is a text. */
function codeOf(expected: string, language: 'python' | 'javascript'): string {
  const isPython = language === 'python';
  const value = readLiteral(expected);
  if (value) return isPython ? pythonLiteral(value) : javascriptLiteral(value);
  const set = /^set\{([^{}"]*)\}$/.exec(expected);
  if (!set) return isClosed(expected) ? expected : JSON.stringify(expected);
  if (!isPython) return `new Set([${set[1]}])`;
  return set[1] === '' ? 'set()' : `{${set[1]}}`;
}

const closing: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };

/** One line with no comment or statement in it, whose brackets close what they open. */
function isClosed(text: string): boolean {
  const bare = text.replace(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'/g, '');
  const open: string[] = [];
  for (const sign of bare) {
    if (sign in closing) open.push(closing[sign] ?? '');
    else if (Object.values(closing).includes(sign) && open.pop() !== sign) return false;
  }
  return open.length === 0 && !/[\n\r;#`"']|\/[/*]/.test(bare);
}

function slug(call: string): string {
  const words = call
    .replace(/-(?=\d)/g, ' minus ')
    .split(/[^A-Za-z0-9]+/)
    .filter(Boolean);
  return words.join('_').toLowerCase().slice(0, 60);
}

function pascal(name: string): string {
  return name
    .split('_')
    .map(word => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');
}
