import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { firstStepOf, withoutOverlap } from '../../../src/engine/prompt/stepText.ts';

describe('the first step of a text', () => {
  it('ends at the head of the next one and never at its own; the answer belongs to the last', () => {
    assert.equal(firstStepOf('\n\nStep 1: a\n\nb\n \nStep 2: c'), 'Step 1: a\n\nb');
    assert.equal(firstStepOf('Step 1: a\n**Step 2:** b'), 'Step 1: a');
    assert.equal(firstStepOf('one step forward\nand back'), 'one step forward\nand back');
    assert.equal(firstStepOf('Step 2: so.\n\nAnswer: 4'), 'Step 2: so.\n\nAnswer: 4');
    assert.equal(firstStepOf(' \n'), '');
  });
});

describe('a continuation without what it repeats', () => {
  const before = 'Step 1: there are 36 pens.';

  it('loses the whole text before it, or the end of it', () => {
    assert.equal(withoutOverlap(before, `${before} Step 2`), ' Step 2');
    assert.equal(withoutOverlap(before, 'there are 36 pens. So'), ' So');
  });

  it('keeps what only begins alike, and what is too short to be a repetition', () => {
    assert.equal(withoutOverlap(before, 'Step 1: there are 35'), 'Step 1: there are 35');
    assert.equal(withoutOverlap(before, 'pens. Then'), 'pens. Then');
    assert.equal(withoutOverlap('', 'Step 1'), 'Step 1');
  });
});
