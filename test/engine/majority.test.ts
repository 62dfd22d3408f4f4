import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { chanceOfLead } from '../../src/engine/majority.ts';

describe('chance that the lead is real', () => {
  it("has Adaptive-Consistency's published values", () => {
    const vectors = [
      [1, 0, 0.75],
      [3, 0, 0.9375],
      [4, 0, 0.96875],
      [5, 1, 0.9375],
      [6, 1, 0.96484],
      [8, 2, 0.96729],
    ] as const;
    for (const [leader, second, chance] of vectors) {
      assert.ok(Math.abs(chanceOfLead(leader + 1, second + 1) - chance) < 5e-6, `${leader} ${second}`);
    }
  });

  it('stops at .95 after 4, 6, 8, 9, 11, 12, 14, 15, 17 votes against 0 to 8', () => {
    const needed = Array.from({ length: 9 }, (_, second) => {
      let leader = second;
      while (chanceOfLead(leader + 1, second + 1) < 0.95) leader += 1;
      return leader;
    });
    assert.deepEqual(needed, [4, 6, 8, 9, 11, 12, 14, 15, 17]);
  });

  it('stays a chance for thousands of votes', () => {
    assert.equal(chanceOfLead(2_001, 1_001) > 0.999999, true);
    assert.ok(Math.abs(chanceOfLead(1_001, 1_001) - 0.5) < 1e-6);
  });
});
