import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { sharpened, sharpnessOf } from '../../../src/bench/judge/sharpness.ts';

describe('sharpness', () => {
  it('is 1 without labels, falls to 0 for the contrary, and finds the rate behind the chance', () => {
    assert.equal(sharpnessOf([]), 1);
    assert.ok(Math.abs(sharpened(0.75, 1) - 0.75) < 1e-12);
    assert.equal(sharpened(0.9, 0), 0.5);
    const said = (right: number, wrong: number) => [
      ...Array.from({ length: right }, () => ({ chance: 0.75, right: true })),
      ...Array.from({ length: wrong }, () => ({ chance: 0.75, right: false })),
    ];
    assert.equal(sharpnessOf(said(0, 50)), 0);
    assert.ok(Math.abs(sharpened(0.75, sharpnessOf(said(600, 400))) - 0.6) < 0.01);
    assert.ok(Math.abs(sharpened(0.75, sharpnessOf(said(900, 100))) - 0.9) < 0.01);
  });
});
