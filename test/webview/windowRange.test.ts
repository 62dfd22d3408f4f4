import assert from 'node:assert/strict';
import { test } from 'node:test';
import { segments, wholeUpTo } from '../../webview/windowRange.ts';

const viewport = { above: 10_000, height: 800 };

test('a short list is drawn whole, wherever it is scrolled to', () => {
  const parts = segments(wholeUpTo, () => 22, viewport, 0);
  assert.equal(parts.length, wholeUpTo);
  assert.ok(parts.every(part => part.type === 'row'));
});

test('a long list is as tall as its rows, draws what is seen, and little more', () => {
  const heightOf = (row: number) => (row % 50 === 0 ? 300 : 22);
  const parts = segments(1000, heightOf, viewport, -1);
  let y = 0;
  let drawn = 0;
  for (const part of parts) {
    if (part.type === 'gap') {
      assert.ok(y + part.height <= 10_000 || y >= 10_800, `a gap at ${y} is seen`);
      y += part.height;
    } else {
      y += heightOf(part.row);
      drawn += 1;
    }
  }
  const all = Array.from({ length: 1000 }, (_, row) => heightOf(row)).reduce(
    (sum, height) => sum + height,
    0,
  );
  assert.equal(y, all);
  assert.ok(drawn > 800 / 22 / 2 && drawn < 100, `${drawn} rows`);
});

test('the row with the focus is drawn although it is out of sight, in its place', () => {
  for (const keep of [0, 5, 999]) {
    const rows = segments(1000, () => 22, viewport, keep).flatMap(part =>
      part.type === 'row' ? [part.row] : [],
    );
    assert.ok(rows.includes(keep));
    assert.deepEqual(
      rows,
      rows.toSorted((a, b) => a - b),
    );
  }
});
