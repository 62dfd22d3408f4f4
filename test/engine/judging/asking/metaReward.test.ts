import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { withMetaReward } from '../../../../src/engine/judging/asking/metaReward.ts';
import type { Vote } from '../../../../src/engine/reward.ts';

const vote = (value: number, ...scores: readonly number[]): Vote => ({
  value,
  principles: scores.map((score, at) => ({ name: `p${at}`, weight: 1, value: score })),
});
const kept = (votes: readonly Vote[]) => votes.filter(({ dropped }) => dropped === undefined).length;

describe('the meta reward', () => {
  it('drops the vote that is far from the median, says why, and keeps it to be shown', () => {
    const votes = withMetaReward([vote(0.8, 0.9, 0.7), vote(0.1, 0, 0.2), vote(0.7, 0.6, 0.8)]);
    assert.deepEqual(
      votes.map(({ dropped }) => dropped),
      [undefined, 'it is far from the median of the votes', undefined],
    );
    assert.deepEqual(
      votes.map(({ value }) => value),
      [0.8, 0.1, 0.7],
    );
    assert.deepEqual(
      votes.map(({ validity }) => Math.round((validity ?? 0) * 100)),
      [90, 40, 100],
    );
  });

  it('drops a vote that scores all of its principles alike where others tell them apart', () => {
    const votes = withMetaReward([vote(0.5, 0.5, 0.5), vote(0.6, 0.8, 0.4), vote(0.55, 0.7, 0.4)]);
    assert.equal(votes[0]?.dropped, 'it scores all of its principles alike');
    assert.equal(kept(votes), 2);
    const flat = withMetaReward([vote(0.5, 0.5, 0.5), vote(0.5, 0.5, 0.5)]);
    assert.equal(kept(flat), 2, 'where none tells them apart, all stay');
  });

  it('keeps at least half of the votes, and one or two that disagree both', () => {
    for (let many = 1; many <= 9; many++) {
      const votes = Array.from({ length: many }, (_, at) => vote(at % 2, 0.1 * at, 1));
      assert.ok(kept(withMetaReward(votes)) >= many / 2, `${many} votes`);
    }
    assert.equal(kept(withMetaReward([vote(0, 0, 0.1)])), 1);
    assert.equal(kept(withMetaReward([vote(0, 0, 0.1), vote(1, 1, 0.9)])), 2);
  });

  it('leaves votes that could not be read, and those dropped for another reason, as they are and out of the median', () => {
    const unread: Vote = { critique: 'what?' };
    const quarantined: Vote = { value: 1, dropped: 'the candidate speaks to the judge' };
    const votes = withMetaReward([
      unread,
      quarantined,
      vote(0.2, 0.1, 0.3),
      vote(0.3, 0.2, 0.4),
      vote(0.25, 0.2, 0.3),
    ]);
    assert.deepEqual(votes.slice(0, 2), [unread, quarantined]);
    assert.equal(kept(votes), 4);
    assert.deepEqual(
      votes.map(({ validity }) => validity !== undefined),
      [false, false, true, true, true],
    );
  });

  it('looks anew at all votes when more have come', () => {
    const before = withMetaReward([vote(0.9, 0.8, 1), vote(0.1, 0, 0.2), vote(0.8, 0.7, 0.9)]);
    assert.ok(before[1]?.dropped);
    const after = withMetaReward([...before, vote(0.1, 0, 0.2), vote(0.2, 0.1, 0.3), vote(0.1, 0, 0.2)]);
    assert.equal(after[1]?.dropped, undefined);
    assert.ok(after[0]?.dropped);
  });

  it('gives no votes for none', () => assert.deepEqual(withMetaReward([]), []));
});
