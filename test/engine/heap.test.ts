import assert from 'node:assert/strict';
import { it } from 'node:test';
import { Heap } from '../../src/engine/heap.ts';
import { seededRandom } from '../../src/engine/random.ts';

it('gives what was put in, the first of the order first, also while more is put in', () => {
  const random = seededRandom(1);
  const heap = new Heap<number>((left, right) => left > right);
  const inside: number[] = [];
  for (let step = 0; step < 5_000; step++) {
    if (random.next() < 0.55) {
      const value = random.below(200);
      heap.push(value);
      inside.push(value);
    } else {
      inside.sort((left, right) => left - right);
      assert.equal(heap.pop(), inside.pop());
    }
    assert.equal(heap.size, inside.length);
  }
  assert.ok(inside.length > 100);
});
