import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { chanceOfLead } from '../../src/engine/majority.ts';
import { chanceOfNew } from '../../src/engine/novelty.ts';

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

describe('chance of a new behaviour', () => {
  it('is the share of singletons, shrunk to the prior', () => {
    const prior = { chance: 0.5, weight: 2 };
    assert.equal(chanceOfNew([], prior), 0.5);
    assert.equal(chanceOfNew([1, 1], prior), 0.75);
    assert.equal(chanceOfNew([6], prior), 1 / 8);
    assert.equal(chanceOfNew([3, 1, 1], { chance: 0, weight: 0 }), 0.4);
  });
});
