import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isHostMessage, isPanelMessage } from '../../src/protocol.ts';
import { viewOf } from '../../src/view/runView.ts';
import { scenarios } from '../support/scenarios.ts';
import { traceOf } from '../support/traces.ts';

test('messages of the panel are taken with exactly their fields', () => {
  for (const good of [
    { type: 'ready' },
    { type: 'stop', run: 'r1' },
    { type: 'accept', run: 'r1', candidate: 'c1' },
    { type: 'judge', run: 'r1', candidate: 'c1', by: 'pointwise' },
    { type: 'expect', run: 'r1', call: 'f(1)', expected: '2' },
    { type: 'createTest', run: 'r1', call: 'f(1)' },
  ]) {
    assert.ok(isPanelMessage(good), JSON.stringify(good));
  }
  for (const bad of [
    undefined,
    null,
    'ready',
    [],
    {},
    { type: 'unknown' },
    { type: 'constructor' },
    { type: 'stop' },
    { type: 'stop', run: 7 },
    { type: 'stop', run: '' },
    { type: 'stop', run: 'r'.repeat(201) },
    { type: 'judge', run: 'r1', candidate: 'c1' },
    { type: 'expect', run: 'r1', call: 'f(1)', expected: '2'.repeat(201) },
    { type: 'createTest', run: 'r1', call: 'f(1)', expected: '2' },
    { type: 'ready', run: 'r1' },
    { type: 'accept', run: 'r1', candidate: { toString: 'c1' } },
    { type: 'accept', run: 'r1', candidate: 'c1', command: 'rm' },
  ]) {
    assert.ok(!isPanelMessage(bad), JSON.stringify(bad));
  }
});

test('messages of the host are taken in their frame', async () => {
  const view = viewOf(await traceOf(scenarios.failed));
  const patch = { set: {}, candidates: [], decisions: [], actions: [] };
  for (const good of [
    { type: 'snapshot', seq: 0, runs: [], readOnly: false },
    { type: 'snapshot', seq: 0, runs: [], readOnly: true, view },
    { type: 'delta', seq: 1, patch },
    { type: 'reveal', seq: 2, candidate: 'c1' },
  ]) {
    assert.ok(isHostMessage(good), good.type);
  }
  for (const bad of [
    null,
    { type: 'snapshot', runs: [], readOnly: false },
    { type: 'snapshot', seq: 0.5, runs: [], readOnly: false },
    { type: 'snapshot', seq: 0, runs: [], readOnly: false, view: {} },
    { type: 'delta', seq: 1, patch: { set: {} } },
    { type: 'reveal', seq: 2 },
    { type: 'vscode-something', seq: 3 },
  ]) {
    assert.ok(!isHostMessage(bad), JSON.stringify(bad));
  }
});
