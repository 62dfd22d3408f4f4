import assert from 'node:assert/strict';
import { test } from 'node:test';
import { zeroCost } from '../../src/engine/cost.ts';
import type { ActionView } from '../../src/protocol.ts';
import { actionName, actionWords, percent, signed } from '../../webview/format.ts';

test('a percentage is all or nothing only where the share is', () => {
  const shares = [0, 0.004, 0.01, 0.625, 0.99, 0.996, 1];
  assert.deepEqual(shares.map(percent), ['0%', '<1%', '1%', '63%', '99%', '>99%', '100%']);
});

test('a difference has a sign unless it is drawn as nothing', () => {
  assert.deepEqual([-0.75, -0.001, 0, 0.004, 0.4].map(signed), ['−0.75', '0.00', '0.00', '0.00', '+0.40']);
});

test('what a judge was asked says which judge and how often', () => {
  const view = (action: ActionView['action']): ActionView => ({
    id: 'a1',
    decision: 1,
    action,
    reserved: zeroCost,
  });
  const asked = [
    view({ type: 'judge', candidate: 'c1', votes: 4, by: 'rubric' }),
    view({ type: 'judge', candidate: 'c1', votes: 1, by: 'rubric' }),
    view({ type: 'judge', candidate: 'c1', votes: 1 }),
    view({ type: 'compare', left: 'c1', right: 'c2', by: 'pairwise' }),
    view({ type: 'compare', left: 'c1', right: 'c2' }),
  ];
  assert.deepEqual(asked.map(actionWords), [
    '4 votes of rubric on c1',
    'a vote of rubric on c1',
    'tests on c1',
    'c1 against c2 by pairwise',
    'c1 against c2',
  ]);
  assert.deepEqual(asked.map(actionName).slice(0, 3), ['rubric on c1', 'rubric on c1', 'tests on c1']);
});
