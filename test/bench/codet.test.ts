import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { dualAgreement } from '../../src/bench/recorded/codet.ts';

const bits = (row: string) => [...row].map(bit => bit === '1');

describe('dual agreement', () => {
  it('is the root of the group’s size times the tests it passes, with duplicates', () => {
    const candidates = ['110', '110', '111', '000', '110'].map(bits);
    const scores = dualAgreement(candidates, [1, 2, 5]);
    assert.deepEqual(scores, [Math.sqrt(3) * 3, Math.sqrt(3) * 3, 8, 0, Math.sqrt(3) * 3]);
  });

  it('scores everything 0 without tests', () => {
    assert.deepEqual(dualAgreement([[], []], []), [0, 0]);
  });
});
