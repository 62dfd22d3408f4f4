import assert from 'node:assert/strict';
import { test } from 'node:test';
import { asDiagnostic, newProblems, type Problem } from '../../src/editor/newProblems.ts';

function problem(line: number, message: string, parts: Partial<Problem> = {}): Problem {
  return { severity: 'warning', line, message, tool: 'eslint', code: 'rule', ...parts };
}

/** Lines 3 and 4 were replaced by 3 to 6. */
const changed = { first: 3, last: 6, moved: 2 };
const found = (before: readonly Problem[], after: readonly Problem[]) =>
  newProblems(before, after, changed).map(({ line, message }) => `${line} ${message}`);

test('what was said before is known, wherever the change has moved it to', () => {
  const before = [problem(1, 'above'), problem(3, 'in the old code'), problem(9, 'below')];
  const after = [problem(1, 'above'), problem(11, 'below'), problem(5, 'in the old code'), problem(9, 'new')];
  assert.deepEqual(found(before, after), ['9 new']);
});

test('of equal problems the one where nothing was is new', () => {
  assert.deepEqual(found([problem(9, 'unused')], [problem(4, 'unused'), problem(11, 'unused')]), [
    '4 unused',
  ]);
  assert.deepEqual(found([problem(5, 'unused')], [problem(4, 'unused'), problem(7, 'unused')]), ['4 unused']);
});

test('another tool or another rule says another thing', () => {
  const before = [problem(4, 'unused', { tool: 'ts' }), problem(4, 'unused', { code: 'other' })];
  assert.deepEqual(found(before, [problem(4, 'unused')]), ['4 unused']);
});

test('evidence has lines of the code, lines of the file elsewhere, and the name of the tool', () => {
  assert.deepEqual(asDiagnostic(problem(4, 'Use let.'), changed), {
    source: 'linter',
    severity: 'warning',
    line: 2,
    message: 'eslint rule: Use let.',
  });
  const elsewhere = problem(11, 'Wrong type.', { tool: 'ts', code: '2322', severity: 'error' });
  assert.deepEqual(asDiagnostic(elsewhere, changed), {
    source: 'types',
    severity: 'error',
    line: 12,
    message: 'ts 2322: Wrong type.',
    elsewhere: true,
  });
  assert.equal(asDiagnostic(problem(3, 'x', { tool: '', code: '' }), changed).message, 'x');
});
