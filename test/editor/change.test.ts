import assert from 'node:assert/strict';
import { test } from 'node:test';
import { changeOf, distinctChanges, locate, mergedText, shifted } from '../../src/editor/change.ts';
import { madeUpCandidate } from '../support/fakePonder.ts';

const before = 'const a = 1;\n\nfunction twice(n) {\n  return n;\n}\n\nconst b = 2;\n';
const body = 'function twice(n) {\n  return n;\n}';
const range = { start: before.indexOf(body), end: before.indexOf(body) + body.length };
const fixed = 'function twice(n) {\n  return 2 * n;\n}';

function applied(text: string, change: { start: number; before: string; after: string }): string {
  return text.slice(0, change.start) + change.after + text.slice(change.start + change.before.length);
}

test('a change of the function covers the function and nothing else', () => {
  const change = changeOf(before, range, madeUpCandidate('c1', fixed));
  assert.deepEqual(change, { start: range.start, before: body, after: fixed });
});

test('a candidate that also brings an import changes the file from there on', () => {
  const fileText = `import x from 'x';\n${before.replace(body, fixed)}`;
  const change = changeOf(before, range, { ...madeUpCandidate('c1', fixed), fileText });
  assert.ok(change);
  assert.equal(applied(before, change), fileText);
  assert.ok(change.before.includes(body));
});

test('a candidate may shorten the text down to what repeats at both ends', () => {
  const text = 'aaaa';
  const change = changeOf(text, { start: 1, end: 3 }, { ...madeUpCandidate('c1', ''), fileText: 'aaa' });
  assert.ok(change);
  assert.equal(applied(text, change), 'aaa');
});

test('no change comes from an unusable candidate or from one that repeats the code', () => {
  assert.equal(
    changeOf(before, range, { ...madeUpCandidate('c1', fixed), error: 'syntax error' }),
    undefined,
  );
  assert.equal(changeOf(before, range, madeUpCandidate('c1', body)), undefined);
});

test('the same change is offered once, in the order of the candidates', () => {
  const ids = ['c3', 'c1', 'c2'].map(id => madeUpCandidate(id, id === 'c2' ? `${fixed} ` : fixed));
  assert.deepEqual(
    distinctChanges(before, range, ids).map(({ candidate }) => candidate.id),
    ['c3', 'c2'],
  );
});

test('a place is found where it is expected, even when its text stands elsewhere too', () => {
  const change = { start: 3, before: 'x', after: 'y' };
  assert.deepEqual(locate('x..x', change, 3), { start: 3, end: 4 });
});

test('a place that moved unseen is found when its text stands in the file once, and not when twice', () => {
  const change = { start: 0, before: 'abc', after: 'y' };
  assert.deepEqual(locate('..abc', change, 0), { start: 2, end: 5 });
  assert.equal(locate('..abc.abc', change, 0), undefined);
  assert.equal(locate('..aabbcc', change, 0), undefined);
});

test('edits before a place move it, edits at or after it do not', () => {
  assert.equal(shifted(10, { offset: 0, length: 2, inserted: 5 }), 13);
  assert.equal(shifted(10, { offset: 10, length: 0, inserted: 1 }), 11);
  assert.equal(shifted(10, { offset: 9, length: 2, inserted: 0 }), 10);
  assert.equal(shifted(10, { offset: 12, length: 1, inserted: 9 }), 10);
});

test('the merged text shows removed lines above added ones and keeps the others', () => {
  const merged = mergedText(before, range, fixed);
  const lines = merged.text.split('\n');
  assert.deepEqual(
    merged.removed.map(line => lines[line]),
    ['  return n;'],
  );
  assert.deepEqual(
    merged.added.map(line => lines[line]),
    ['  return 2 * n;'],
  );
  assert.equal(merged.first, 3);
  const without = (numbers: readonly number[]) =>
    lines.filter((_, line) => !numbers.includes(line)).join('\n');
  assert.equal(without(merged.added), before);
  assert.equal(without(merged.removed), before.replace(body, fixed));
});

test('the merged text of a function within a line shows that line', () => {
  const text = 'let f = () => 1, g = 2;';
  const merged = mergedText(text, { start: 8, end: 15 }, '() => 3');
  assert.equal(merged.text, 'let f = () => 1, g = 2;\nlet f = () => 3, g = 2;');
  assert.deepEqual([merged.removed, merged.added], [[0], [1]]);
});

test('the merged text of a file that begins with an empty line and has CRLF ends lines as the editor shows them', () => {
  const merged = mergedText('\r\nf()\r\n', { start: 2, end: 5 }, 'g()');
  assert.equal(merged.text, '\nf()\ng()\n');
});

test('a function at the very start of a file with an empty first line is merged in its place', () => {
  const merged = mergedText('\nx', { start: 0, end: 2 }, 'y');
  assert.deepEqual(merged.text.split('\n').toSorted(), ['', 'x', 'y']);
});
