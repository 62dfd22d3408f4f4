import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pathValues } from '../../../src/bench/judge/pathValues.ts';

const state = (text: string, parent: string, step: number, value: number | undefined, task = 0) => ({
  ...{ task, step, value, winnable: true, parent, text },
});

const states = [
  state('a', '', 1, 0.5),
  state('a\nb', 'a', 2, 0.8),
  state('a\nb\nc', 'a\nb', 3, undefined),
  state('a', '', 1, 0.1, 1),
  state('a\nb', 'a', 2, 0.8, 1),
];

const joined = (aggregate: 'min' | 'product' | 'last') =>
  pathValues(states, aggregate).map(({ value }) => value);

test('a state has what the values along its own path come to; one that nothing was said of leaves the value before it', () => {
  assert.deepEqual(joined('min'), [0.5, 0.5, 0.5, 0.1, 0.1]);
  assert.deepEqual(joined('product'), [0.5, 0.4, 0.4, 0.1, 0.1 * 0.8]);
  assert.deepEqual(joined('last'), [0.5, 0.8, 0.8, 0.1, 0.8]);
});
