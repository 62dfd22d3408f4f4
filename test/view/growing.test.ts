import assert from 'node:assert/strict';
import { test } from 'node:test';
import { totalTokens } from '../../src/engine/cost.ts';
import { narrator } from '../../src/terminal/progress.ts';
import { report } from '../../src/view/report.ts';
import { viewOf } from '../../src/view/runView.ts';
import { growing } from './growingRun.ts';
import { judgedTrace } from './judgedRuns.ts';

const events = await judgedTrace(growing);
const view = viewOf(events);
assert.ok(view);
const lines = report(view).split('\n');

test('beginnings that others go on from are marked, and know what grew from them', () => {
  const marks = view.candidates.map(({ id, continued, steps, grewFrom }) => [id, continued, steps, grewFrom]);
  assert.deepEqual(marks, [
    ['c1', true, 1, undefined],
    ['c2', true, 1, undefined],
    ['c3', true, 2, ['c1']],
    ['c4', undefined, 2, ['c2']],
    ['c5', undefined, undefined, ['c1', 'c3']],
    ['c6', undefined, undefined, ['c1']],
    ['c7', undefined, undefined, undefined],
  ]);
  assert.deepEqual(
    view.candidates.map(({ tokensInAll }) => tokensInAll),
    [undefined, undefined, 220, 240, 360, 250, undefined],
  );
});

test('beginnings are no votes, no repeats of each other, and nothing counts them as answers', () => {
  assert.deepEqual(
    view.answers.map(({ answer, members }) => [answer, members]),
    [
      ['6', ['c5', 'c6']],
      ['5', ['c7']],
    ],
  );
  assert.equal(view.headline.text, 'Answered: 2 of 3 samples agree');
  assert.deepEqual(view.candidates[5]?.fate, { type: 'duplicate', of: 'c5' });
});

test('the totals are those of all actions, folded or not', () => {
  assert.equal(totalTokens(view.ledger.spent), 910);
  assert.deepEqual(view.warnings, []);
});

test('the report has a line for each attempt, with what it grew from and cost from its first step', () => {
  const start = lines.indexOf('Attempts');
  const rows = lines.slice(start + 2, lines.indexOf('', start)).map(line => line.trim().split(/ {2,}/));
  assert.deepEqual(
    rows.map(([id]) => id),
    ['c4', 'c5', 'c6', 'c7'],
  );
  assert.match(lines.find(line => / c4 /.test(line)) ?? '', /240 .*2 steps, not finished, grew from c2/);
  assert.match(lines.find(line => / c5 /.test(line)) ?? '', /360 .*grew from c1, c3/);
});

test('the terminal tells a step as one, and after which', () => {
  const tell = narrator();
  const told = events
    .map(event => tell(event))
    .filter(Boolean)
    .join('\n');
  assert.match(told, / c1: step 1 {2}\[/);
  assert.match(told, / c3: step 2 after c1 {2}\[/);
  assert.match(told, / c5 6 {2}\[/);
  assert.doesNotMatch(told, /no test to run/);
});
