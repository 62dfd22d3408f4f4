import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Candidate } from '../../src/engine/candidate.ts';
import { zeroCost } from '../../src/engine/cost.ts';
import { Walks } from '../../src/engine/walks.ts';

function prefix(id: string, value = 0.5): Candidate {
  return { id, arm: 'default', text: id, behaviour: id, cost: zeroCost, prefix: { steps: 1, value } };
}

/** Starts the first walk that is due. */
function step(walks: Walks, owed: number, flight: string) {
  const [walk] = walks.due(owed, 1);
  assert.ok(walk);
  walks.started(walk, flight);
  return walk;
}

describe('walks', () => {
  it('are begun when a whole one is owed, and no more than are owed', () => {
    const walks = new Walks();
    assert.deepEqual(walks.due(0.9, 4), []);
    assert.equal(walks.due(2.5, 4).length, 2);
    assert.equal(walks.due(2.5, 1).length, 1);
  });

  it('go on from where they stand, one step at a time, whatever the value', () => {
    const walks = new Walks();
    step(walks, 1, 'a1');
    assert.deepEqual(walks.due(1, 4), [], 'its step is under way');
    walks.tell('a1', prefix('c1', 0.01));
    assert.equal(step(walks, 1, 'a2').tip, 'c1');
  });

  it('are over when they are complete or dead, and are not owed again', () => {
    for (const last of [
      { ...prefix('c2'), prefix: undefined },
      prefix('c2', 0),
      { ...prefix('c2'), error: 'x' },
    ]) {
      const walks = new Walks();
      step(walks, 1, 'a1');
      walks.tell('a1', prefix('c1'));
      step(walks, 1, 'a2');
      const { prefix: stands, ...rest } = last;
      walks.tell('a2', { ...rest, ...(stands && { prefix: stands }) });
      assert.deepEqual(walks.due(1, 4), []);
      assert.equal(walks.due(2, 4).length, 1);
    }
  });

  it('take a step again that gave nothing, and owe a start again that gave nothing', () => {
    const walks = new Walks();
    step(walks, 1, 'a1');
    walks.tell('a1', undefined);
    assert.equal(step(walks, 1, 'a2').tip, undefined);
    walks.tell('a2', prefix('c1'));
    step(walks, 1, 'a3');
    walks.tell('a3', undefined);
    assert.equal(step(walks, 1, 'a4').tip, 'c1');
  });
});
