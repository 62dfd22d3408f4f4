import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  chanceOfFirst,
  marginOf,
  sameInBothOrders,
  tallied,
  turned,
} from '../../../src/bench/judge/pairVerdict.ts';

describe('pair verdicts', () => {
  it('add up by their signs; a tie is a vote for neither, what cannot be read is no vote', () => {
    assert.deepEqual(tallied(['A', 'tie', 'none']), { votes: 2, sum: 1 });
    assert.deepEqual(tallied(['A', 'B']), { votes: 2, sum: 0 });
    assert.deepEqual(tallied(['none']), { votes: 0, sum: 0 });
    assert.equal(marginOf(tallied(['none'])), 0);
    assert.equal(marginOf(tallied(['B', 'none'])), -1);
  });

  it('state (wins + half the ties + 1) / (votes + 2)', () => {
    assert.equal(chanceOfFirst(tallied(['A'])), 2 / 3);
    assert.equal(chanceOfFirst(tallied(['A', 'A'])), 3 / 4);
    assert.equal(chanceOfFirst(tallied(['A', 'tie'])), 2.5 / 4);
    assert.equal(chanceOfFirst(tallied(['tie'])), 1 / 2);
    assert.equal(chanceOfFirst(tallied(['none', 'none'])), 1 / 2);
  });

  it('turn round but for ties, and agree in both orders or not; unreadable is neither', () => {
    assert.deepEqual((['A', 'B', 'tie', 'none'] as const).map(turned), ['B', 'A', 'tie', 'none']);
    assert.equal(sameInBothOrders('A', 'A'), true);
    assert.equal(sameInBothOrders('A', 'tie'), false);
    assert.equal(sameInBothOrders('A', 'none'), undefined);
  });
});
