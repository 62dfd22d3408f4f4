import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Language } from '../../src/engine/task.ts';
import { createDiscovery } from '../../src/workspace/createDiscovery.ts';
import { functionsIn } from '../../src/workspace/functions.ts';
import { pickFunction } from '../../src/workspace/pickFunction.ts';
import { loadSyntax } from '../../src/workspace/syntax.ts';
import { wasmDir } from './sampleFiles.ts';

const syntax = await loadSyntax(wasmDir);
const { listFunctions } = await createDiscovery({ wasmDir });

function pick(language: Language, text: string, at: { line: number } | { name: string }) {
  const sites = syntax.read(language, text, root => functionsIn(root, language));
  const picked = pickFunction(sites, 'line' in at ? { type: 'line', ...at } : { type: 'name', ...at });
  return 'message' in picked
    ? picked
    : { name: picked.name, code: text.slice(picked.range.start, picked.range.end) };
}

/** Each text has its functions in «»; the name follows from the list. */
const shapes: readonly (readonly [string, Language, string, readonly string[]])[] = [
  [
    'declarations',
    'javascript',
    '«function f() {}»\n«export async function g() {}»\n«function* h() {}»',
    ['f', 'g', 'h'],
  ],
  [
    'arrows and expressions',
    'javascript',
    '«const f = x => x;»\n«export const g = async function () {}»',
    ['f', 'g'],
  ],
  ['one of several declarators', 'javascript', 'const a = 1, «f = () => 2», b = 3;', ['f']],
  ['default exports', 'javascript', '«export default function () {}»', ['default']],
  ['a named default export', 'javascript', '«export default function main() {}»', ['main']],
  ['CommonJS', 'javascript', '«exports.f = () => 1;»\n«module.exports = function g() {};»', ['f', 'g']],
  ['a prototype', 'javascript', '«Stack.prototype.push = function (x) {};»', ['Stack.push']],
  [
    'methods',
    'javascript',
    'class A { «static #p(x) {}» «f = () => 1»; «get z() {}» }',
    ['A.#p', 'A.f', 'A.z'],
  ],
  [
    'object literals',
    'javascript',
    'const o = { «a() {}», «b: () => 1», c: { «d: function () {}» } };',
    ['o.a', 'o.b', 'o.c.d'],
  ],
  ['exported objects', 'javascript', 'module.exports = { «h() {}» };', ['h']],
  [
    'types',
    'typescript',
    '«export const g = <T,>(x: T): x is string => true;»\nabstract class B<T> { @dec() «private async m<U>(x: T): Promise<U> {}» abstract n(): void }',
    ['g', 'B.m'],
  ],
  [
    'overloads',
    'typescript',
    'function f(a: string): string;\n«function f(a: any): any { return a }»',
    ['f'],
  ],
  ['namespaces', 'typescript', 'namespace N { «export function q(this: A) {}» }', ['N.q']],
  ['JSX', 'tsx', '«const View = ({ a }: P) => <b>{a}</b>;»', ['View']],
  [
    'Python',
    'python',
    '«@dec\nasync def f(x):\n    return x»\n\nclass A:\n    «@property\n    def m(self):\n        return 1»\n',
    ['f', 'A.m'],
  ],
];

for (const [title, language, marked, names] of shapes) {
  test(`functions are found with their range and name: ${title}`, () => {
    const text = marked.replace(/[«»]/g, '');
    const found = listFunctions(text, language);
    const expected = [...marked.matchAll(/«([^»]*)»/g)].map(match => match[1]);
    assert.deepEqual(
      found.map(({ range }) => text.slice(range.start, range.end)),
      expected,
    );
    assert.deepEqual(
      found.map(({ name }) => name),
      names,
    );
    assert.ok(found.every(({ isNamed }) => isNamed));
  });
}

const nested = `/**
 * Doc.
 */
export function outer(list) {
  return list.map(x => {
    return x + 1;
  });
}

const other = () => {
  const inner = y => {
    return y;
  };
  return inner;
};
`;

test('a line in a callback without a name means the function around it', () => {
  assert.equal((pick('javascript', nested, { line: 6 }) as { name: string }).name, 'outer');
});

test('a line in the doc comment or in the signature means the function', () => {
  for (const line of [1, 2, 4])
    assert.equal((pick('javascript', nested, { line }) as { name: string }).name, 'outer');
});

test('a line in a nested function with a name means that one', () => {
  assert.equal((pick('javascript', nested, { line: 12 }) as { name: string }).name, 'inner');
  assert.equal((pick('javascript', nested, { line: 14 }) as { name: string }).name, 'other');
});

test('a line outside of every function is refused and the nearest are named', () => {
  const refused = pick('javascript', nested, { line: 9 }) as { message: string };
  assert.match(refused.message, /line 9.*outer \(line 4\)/);
});

test('a decorator and a comment above it mean the Python function', () => {
  const text = '# About f.\n@dec\ndef f():\n    return 1\n\n# Not about g.\n\ndef g():\n    return 2\n';
  for (const line of [1, 2, 3, 4])
    assert.equal((pick('python', text, { line }) as { name: string }).name, 'f');
  assert.match((pick('python', text, { line: 6 }) as { message: string }).message, /no function at line 6/);
});

test('a TypeScript decorator means the method and stays outside of the range', () => {
  const text = 'class A {\n  @dec()\n  run() {\n    return 1;\n  }\n}\n';
  assert.deepEqual(pick('typescript', text, { line: 2 }), {
    name: 'A.run',
    code: 'run() {\n    return 1;\n  }',
  });
});

test('a comment behind other code belongs to that code', () => {
  const text = 'const a = 1; // about a\nfunction f() {}\n';
  assert.match(
    (pick('javascript', text, { line: 1 }) as { message: string }).message,
    /no function at line 1/,
  );
});

test('a name finds a method by its last part and by all of it, and the lines of several are listed', () => {
  const text = 'class A { push() {} pop() {} }\nclass B {\n  push() {}\n}\n';
  assert.equal((pick('javascript', text, { name: 'pop' }) as { name: string }).name, 'A.pop');
  assert.equal((pick('javascript', text, { name: 'B.push' }) as { name: string }).name, 'B.push');
  const refused = pick('javascript', text, { name: 'push' }) as { message: string };
  assert.match(refused.message, /2 functions are named push: A\.push \(line 1\), B\.push \(line 3\)/);
});

test('callbacks are listed without a name', () => {
  const found = listFunctions('list.map(x => x);\n', 'javascript');
  assert.deepEqual(found, [
    { name: '', isNamed: false, startLine: 1, endLine: 1, range: { start: 9, end: 15 } },
  ]);
});

test('offsets count UTF-16 units', () => {
  const text = '// é😀\nconst s = "😀"; function f() {}\n';
  const [only] = listFunctions(text, 'javascript');
  assert.equal(only && text.slice(only.range.start, only.range.end), 'function f() {}');
});
