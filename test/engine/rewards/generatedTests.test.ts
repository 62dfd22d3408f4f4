import assert from 'node:assert/strict';
import fs from 'node:fs';
import { describe, it } from 'node:test';
import { readTests, testsPrompt } from '../../../src/engine/rewards/generatedTests.ts';
import type { CodeTask } from '../../../src/engine/task.ts';

const javascript: CodeTask = {
  type: 'code',
  language: 'javascript',
  file: 'src/add.js',
  functionName: 'add',
  original: 'function add(a, b) {\n  return a - b;\n}',
  signature: 'function add(a, b)',
  documentation: 'The sum of two numbers.',
  context: "import fs from 'node:fs';",
};
const python: CodeTask = {
  ...javascript,
  language: 'python',
  file: 'f.py',
  functionName: 'f',
  original: 'def f(a, b=1):\n    return a - b',
  signature: 'def f(a, b=1):',
};
const read = (reply: string, task: CodeTask) =>
  readTests(reply, task).map(({ call, expectedText }) => `${call} = ${expectedText}`);

const javascriptForms: readonly (readonly [string, string])[] = [
  ['assert.equal(add(1, 2), 3);', 'add(1, 2) = 3'],
  ["assert.deepEqual(add([1],2), [1, 2], 'message')", 'add([1], 2) = [1, 2]'],
  ['assert.deepEqual(\n  add(1, 2),\n  3,\n);', 'add(1, 2) = 3'],
  ['assert.equal(3, add(1,2))', 'add(1, 2) = 3'],
  ['assert(add(1,2) === 3)', 'add(1, 2) = 3'],
  ['assert.ok(!add(1,2))', 'add(1, 2) = false'],
  ['t.is(add(1,2), -3)', 'add(1, 2) = -3'],
  ['expect(add(1,2)).toBe(3)', 'add(1, 2) = 3'],
  ["it('a', () => expect(add(1, 2)).toEqual({a: 1, b: [2]}));", 'add(1, 2) = ({"a": 1, "b": [2]})'],
  ['expect(add(1,2)).toBeUndefined()', 'add(1, 2) = null'],
  ['expect(add(1,2)).to.be.true;', 'add(1, 2) = true'],
  ['expect(add(1,2)).to.deep.equal([1])', 'add(1, 2) = [1]'],
  [
    "it('returns for x', async function () { assert.strictEqual(await add(1, 2), 'a;b'); });",
    'add(1, 2) = "a;b"',
  ],
  ['console.log(add(1, 2)); // 3', 'add(1, 2) = 3'],
  ['add(1,2) // => 3', 'add(1, 2) = 3'],
];
const javascriptNone = [
  'function add(a, b) { return a + b; }',
  'expect(add(1,2)).not.toBe(3)',
  'assert.notEqual(add(1,2), 3)',
  'assert.throws(() => add(1,2))',
  'if (add(1,2) === 3) stop()',
  'assert.deepEqual(add(1, 2), add(2, 1))',
  'assert.equal(add(1,2), 1 / 2)',
  'assert.equal(add(1,2), three)',
  'assert.equal(add(x, 2), 3)',
  'assert.equal(add(1), 3)',
  'assert.equal(add(1, 2, 3), 3)',
  'assert.equal(add(1, 2).length, 3)',
  'assert.equal(Math.abs(add(1, 2)), 3)',
  'assert.equal(add(99999999999999999999, 2), 3)',
  'assert.equal(other.add(1, 2), 3)',
];
const pythonForms: readonly (readonly [string, string])[] = [
  ['assert f(1) == 2', 'f(1) = 2'],
  ["assert f(1, 2) == [1, 'a#b'], 'no'", 'f(1, 2) = [1, "a#b"]'],
  ['assert f([1,\n  2]) == [\n  1, 2]', 'f([1, 2]) = [1, 2]'],
  ['assert not f(1)', 'f(1) = False'],
  ['assert f(1)', 'f(1) = True'],
  ['assert f(1) is None', 'f(1) = None'],
  ['assert 3 == f(1)', 'f(1) = 3'],
  ['assert f(1) == pytest.approx(0.25)', 'f(1) = 0.25'],
  ["self.assertEqual(f(1), {1: 'x'})", 'f(1) = {1: "x"}'],
  ['self.assertFalse(f(1))', 'f(1) = False'],
  ['self.assertAlmostEqual(f(1), 0.1, places=3)', 'f(1) = 0.1'],
  ['>>> f(1)\n2', 'f(1) = 2'],
  ['print(f(1)) # Expected output: True', 'f(1) = True'],
  ['f(1) -> (1, 2)', 'f(1) = (1, 2,)'],
];
const pythonNone = [
  'assert f(1) == 7 // 2',
  'assert f(1) is not None',
  'assert f(1) != 2',
  'assert not f(1) == 2',
  'assert f(1) == 2 or f(1) == 3',
  'assert f(1) == f(2) == 3',
  'assert len(f(1)) == 1',
  'assert sorted(f(1)) == [1]',
  'assert f(1)[0] == 1',
  'assert f(1) == {a: 2}',
  'assert f(x) == 2',
  'with pytest.raises(ValueError): f(1)',
  'return f(1) == 2',
  'assert f() == 2',
];

describe('tests read from a reply', () => {
  for (const [reply, expected] of javascriptForms)
    it(`reads ${JSON.stringify(reply)}`, () => assert.deepEqual(read(reply, javascript), [expected]));
  for (const reply of javascriptNone)
    it(`finds nothing in ${JSON.stringify(reply)}`, () => assert.deepEqual(read(reply, javascript), []));
  for (const [reply, expected] of pythonForms)
    it(`reads ${JSON.stringify(reply)}`, () => assert.deepEqual(read(reply, python), [expected]));
  for (const reply of pythonNone)
    it(`finds nothing in ${JSON.stringify(reply)}`, () => assert.deepEqual(read(reply, python), []));

  it('takes each once, and the first five of a reply', () => {
    const lines = [1, 1, 2, 3, 4, 5, 6].map(n => `assert f(${n}) == ${n}`);
    assert.deepEqual(read(lines.join('\n'), python), [
      'f(1) = 1',
      'f(2) = 2',
      'f(3) = 3',
      'f(4) = 4',
      'f(5) = 5',
    ]);
  });

  it('keeps two results of one call apart: one of them is right', () => {
    assert.equal(read('assert f(1) == 1\nassert f(1) == 2', python).length, 2);
  });
});

type Recorded = { readonly task: CodeTask; readonly reply: string; readonly tests: readonly string[] };
const recorded = JSON.parse(
  fs.readFileSync(new URL('../../fixtures/generatedTests/replies.json', import.meta.url), 'utf8'),
) as readonly Recorded[];

describe('replies of the embedded model', () => {
  it('are there, with and without tests', () => {
    assert.ok(
      recorded.some(({ tests }) => tests.length > 0) && recorded.some(({ tests }) => tests.length === 0),
    );
  });
  for (const [at, { task, reply, tests }] of recorded.entries())
    it(`${at}: ${task.functionName}`, () => assert.deepEqual(read(reply, task), tests));
});

describe('the prompt for tests', () => {
  for (const style of ['small', 'large'] as const) {
    it(`shows a ${style} model the documentation and no code that may be wrong`, () => {
      const prompt = testsPrompt(javascript, style);
      const text = prompt.map(({ content }) => content).join('\n');
      assert.match(text, /The sum of two numbers\./);
      assert.match(text, /add\(a, b\)/);
      assert.doesNotMatch(text, /a - b/);
      assert.equal(prompt.at(-1)?.role, 'user');
    });
  }

  it('has examples for a small model that are tests of their functions', () => {
    const shown = testsPrompt(
      { ...python, functionName: 'count_of', signature: 'def count_of(items, value):' },
      'small',
    );
    const reply = shown.find(({ role }) => role === 'assistant')?.content ?? '';
    const counting = { ...python, functionName: 'count_of', signature: 'def count_of(items, value):' };
    assert.deepEqual(read(reply, counting)[0], 'count_of([1, 2, 1], 1) = 2');
  });
});

describe('replies that repeat themselves', () => {
  const replies: readonly (readonly [piece: string, found: readonly string[]])[] = [
    ['f(1) ', []],
    ['x = f(1), ', []],
    ['f((', []],
    ['assert f(1) == 2; ', ['f(1) = 2']],
    ['f(1) == 2\n', ['f(1) = 2']],
    ['f(1)                                        ', []],
    ['f(1) == [[', []],
  ];
  for (const [piece, found] of replies) {
    it(`are read without an end to wait for: ${piece.trim()}`, { timeout: 60_000 }, () => {
      assert.deepEqual(read(piece.repeat(4000), python), found);
    });
  }

  it('are read without an end to wait for: white space behind a call', { timeout: 60_000 }, () => {
    assert.deepEqual(read(`f(1)${' '.repeat(20_000)}x`, python), []);
  });
});
