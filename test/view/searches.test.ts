import assert from 'node:assert/strict';
import { test } from 'node:test';
import { totalTokens } from '../../src/engine/cost.ts';
import { replay } from '../../src/engine/replay.ts';
import { narrator } from '../../src/terminal/progress.ts';
import { report } from '../../src/view/report.ts';
import { viewOf } from '../../src/view/runView.ts';
import { searching } from '../support/searching.ts';
import { codeTask, configOf, runIn, type World } from '../support/worlds.ts';

const world: World = {
  task: codeTask,
  seed: 3,
  right: 0.001,
  behaviours: 9,
  failing: 0,
  actions: ['search'],
};

async function searched() {
  const factory = searching(2);
  const ran = await runIn(world, configOf({ concurrency: 1 }), new AbortController().signal, factory);
  const view = viewOf(ran.events);
  assert.ok(view);
  return { factory, view, events: ran.events };
}

test('a view tells what a search found and which candidates were shown it', async () => {
  const { view } = await searched();
  assert.deepEqual(view.searches, [
    {
      action: 'a3',
      decision: 3,
      about: 'c1',
      context: 'x1',
      snippets: [{ file: 'b.js', line: 1, because: 'defines g' }],
    },
  ]);
  const [first, second, third] = view.candidates;
  assert.deepEqual([first?.context, second?.context, third?.context], [undefined, undefined, 'x1']);
  assert.deepEqual(view.warnings, []);
});

test('a search costs nothing and is no attempt', async () => {
  const { view } = await searched();
  const booked = view.spend.reduce((sum, { actions }) => sum + actions, 0);
  assert.equal(booked, view.candidates.length);
  assert.equal(
    view.spend.reduce((sum, { cost }) => sum + totalTokens(cost), 0),
    totalTokens(view.ledger.spent),
  );
});

test('the report and the terminal tell it', async () => {
  const { view, events } = await searched();
  const text = report(view);
  assert.match(text, /^ {2}x1 +b\.js:1 +defines g$/m);
  assert.match(text, /shown what x1 found/);
  assert.match(text, /bought a search of the workspace/);
  const narrate = narrator();
  const lines = events.map(narrate).filter(line => line !== undefined);
  assert.ok(lines.some(line => line.includes('x1 found b.js:1 (defines g)')));
  assert.ok(lines.some(line => /c3 .*\(shown what x1 found\)/.test(line)));
  assert.ok(!lines.some(line => /c1 .*shown/.test(line)));
});

test('a search that found nothing new is told as such', async () => {
  const { events } = await searched();
  const empty = events.map(event =>
    event.type === 'action-ended' && event.result.type === 'searched'
      ? { ...event, result: { type: 'searched' as const, snippets: [] } }
      : event,
  );
  const view = viewOf(empty);
  assert.ok(view);
  assert.match(report(view), /nothing new/);
});

test('a run with a search replays to the same events', async () => {
  const { factory, events } = await searched();
  assert.deepEqual(await replay(events, factory), events);
});
