import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { lastElement, mergeIntervals, unique } from '../src/lists.js';

describe('lastElement', () => {
  it('takes the last of several', () => {
    assert.equal(lastElement([1, 2, 3]), 3);
    assert.equal(lastElement(['only']), 'only');
  });

  it('is undefined for an empty list', () => {
    assert.equal(lastElement([]), undefined);
  });

  it('leaves the list as it is', () => {
    const list = [4, 5];
    assert.equal(lastElement(list), 5);
    assert.deepEqual(list, [4, 5]);
  });
});

describe('unique', () => {
  it('drops repetitions', () => {
    assert.deepEqual(unique([1, 1, 2, 1]), [1, 2]);
  });

  it('keeps the order of first appearance', () => {
    assert.deepEqual(unique(['c', 'a', 'c', 'b', 'a']), ['c', 'a', 'b']);
  });

  it('tells numbers from strings', () => {
    assert.deepEqual(unique([1, '1', 1]), [1, '1']);
  });

  it('takes an empty list', () => {
    assert.deepEqual(unique([]), []);
  });
});

describe('mergeIntervals', () => {
  it('joins intervals that overlap', () => {
    assert.deepEqual(mergeIntervals([[1, 4], [3, 6], [8, 9]]), [[1, 6], [8, 9]]);
  });

  it('joins intervals that touch', () => {
    assert.deepEqual(mergeIntervals([[1, 2], [2, 5]]), [[1, 5]]);
  });

  it('takes them in any order', () => {
    assert.deepEqual(mergeIntervals([[7, 8], [1, 3], [2, 4]]), [[1, 4], [7, 8]]);
  });

  it('joins an interval that lies inside another', () => {
    assert.deepEqual(mergeIntervals([[1, 10], [2, 3], [4, 5]]), [[1, 10]]);
  });

  it('leaves the given intervals as they are', () => {
    const given = [[5, 6], [1, 5]];
    assert.deepEqual(mergeIntervals(given), [[1, 6]]);
    assert.deepEqual(given, [[5, 6], [1, 5]]);
  });
});
