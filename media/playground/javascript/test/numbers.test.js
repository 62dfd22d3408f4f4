import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { add, clamp, factorial, maxOfTwo } from '../src/numbers.js';

describe('add', () => {
  it('adds positive numbers', () => {
    assert.equal(add(2, 3), 5);
    assert.equal(add(10, 0.5), 10.5);
  });

  it('adds negative numbers', () => {
    assert.equal(add(-4, -6), -10);
    assert.equal(add(-4, 4), 0);
  });
});

describe('maxOfTwo', () => {
  it('finds the larger number on either side', () => {
    assert.equal(maxOfTwo(3, 8), 8);
    assert.equal(maxOfTwo(8, 3), 8);
  });

  it('knows negative numbers', () => {
    assert.equal(maxOfTwo(-3, -8), -3);
  });

  it('takes either of two equal numbers', () => {
    assert.equal(maxOfTwo(5, 5), 5);
  });
});

describe('factorial', () => {
  it('multiplies up to the number', () => {
    assert.equal(factorial(1), 1);
    assert.equal(factorial(3), 6);
    assert.equal(factorial(6), 720);
  });

  it('is 1 for 0', () => {
    assert.equal(factorial(0), 1);
  });
});

describe('clamp', () => {
  it('leaves a value between the limits', () => {
    assert.equal(clamp(5, 0, 10), 5);
    assert.equal(clamp(-2, -5, 0), -2);
  });

  it('raises a value below the lower limit', () => {
    assert.equal(clamp(-3, 0, 10), 0);
  });

  it('lowers a value above the upper limit', () => {
    assert.equal(clamp(42, 0, 10), 10);
  });

  it('takes the limits themselves', () => {
    assert.equal(clamp(0, 0, 10), 0);
    assert.equal(clamp(10, 0, 10), 10);
  });
});
