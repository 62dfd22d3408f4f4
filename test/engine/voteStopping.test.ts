import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { chanceOfVote, logChance, posterior, recordedAnswerPrior } from '../../src/engine/answerPrior.ts';
import { voteProfiles } from '../../src/engine/voteProfiles.ts';
import { recordedVoteTable, voteTable } from '../../src/engine/voteStopping.ts';

describe('vote profiles', () => {
  it('are the partitions of every number of votes up to the horizon', () => {
    const { counts, find } = voteProfiles(20);
    assert.equal(counts.length, 2_714);
    assert.deepEqual(counts.slice(0, 7), [[], [1], [2], [1, 1], [3], [2, 1], [1, 1, 1]]);
    assert.equal(find([12, 9]), undefined);
  });

  it('lead to the profile with one more vote, once for all answers of equal size', () => {
    const { counts, moves, find } = voteProfiles(6);
    const from = moves[find([2, 1, 1]) ?? -1] ?? [];
    assert.deepEqual(
      from.map(({ size, many, to }) => [size, many, counts[to]]),
      [
        [2, 1, [3, 1, 1]],
        [1, 2, [2, 2, 1]],
        [0, 1, [2, 1, 1, 1]],
      ],
    );
    assert.deepEqual(moves[find([6]) ?? -1], []);
  });
});

describe('the law of how answers split', () => {
  it("gives the chances of Ewens' law and of a coin with a uniform share", () => {
    const near = (found: number, expected: number) =>
      assert.ok(Math.abs(Math.exp(found) - expected) < 1e-12, `${found}`);
    near(logChance([2, 1], { discount: 0, strength: 1 }), (1 / 2) * (1 / 3));
    near(logChance([1, 1, 1], { discount: 0, strength: 1 }), (1 / 2) * (1 / 3));
    near(logChance([2, 1], { discount: -1, strength: 2 }), (2 / 3) * (1 / 4));
    near(logChance([1, 1, 1], { discount: -1, strength: 2 }), 0);
  });

  it('makes the chances of all next votes sum to 1 after any votes', () => {
    const { counts, moves } = voteProfiles(8);
    for (const [profile, parts] of counts.entries()) {
      const after = posterior(parts, recordedAnswerPrior);
      const sum = (moves[profile] ?? []).reduce(
        (total, { size, many }) => total + many * chanceOfVote(size, parts, after),
        0,
      );
      if (parts.reduce((total, part) => total + part, 0) < 8)
        assert.ok(Math.abs(sum - 1) < 1e-9, `${parts}: ${sum}`);
    }
  });
});

describe('stopping to vote', () => {
  it('is worth what a walk over all ways to go on says', () => {
    const law = [{ discount: 0.25, strength: 0.4, weight: 1 }];
    const table = voteTable(law, 5);
    const { counts, moves } = voteProfiles(5);
    const share = (parts: readonly number[]) => ((parts[0] ?? 0) - 0.25) / (sum(parts) + 0.4);
    const sum = (parts: readonly number[]) => parts.reduce((total, part) => total + part, 0);
    const worth = (profile: number, charge: number): number => {
      const parts = counts[profile] ?? [];
      const stop = parts.length === 0 ? 0 : share(parts);
      return Math.max(stop, goingOn(profile, charge));
    };
    const goingOn = (profile: number, charge: number): number => {
      const parts = counts[profile] ?? [];
      const ahead = moves[profile] ?? [];
      if (ahead.length === 0) return Number.NEGATIVE_INFINITY;
      const n = sum(parts);
      return ahead.reduce((total, { size, many, to }) => {
        const pull = size === 0 ? 0.4 + parts.length * 0.25 : many * (size - 0.25);
        return total + (n === 0 ? 1 : pull / (n + 0.4)) * worth(to, charge);
      }, -charge);
    };
    for (const parts of [[1], [2], [1, 1], [2, 1], [2, 2]]) {
      const found = table(parts);
      const profile = voteProfiles(5).find(parts) ?? -1;
      assert.ok(found && found.index > 0, `${parts}`);
      assert.ok(goingOn(profile, found.index) > share(parts), `${parts} pays at ${found.index}`);
      assert.ok(goingOn(profile, found.index / 0.94) <= share(parts), `${parts} pays no more above`);
      assert.ok(Math.abs(found.share - share(parts)) < 1e-12);
    }
    assert.equal(table([3, 1])?.index, 0, 'one more vote cannot change the choice');
  });

  it('pays less the longer the answers agree, and more while they differ', () => {
    const table = recordedVoteTable();
    const index = (...counts: number[]) => table(counts)?.index ?? Number.NaN;
    assert.ok(index(1) > index(2) && index(2) > index(3) && index(3) > index(4));
    assert.ok(index(1, 1) > index(1) && index(2, 1) > index(3) && index(2, 2) > index(3, 1));
    assert.ok(index(1, 1) > index(1, 1, 1, 1, 1, 1), 'answers that never agree are given up');
  });

  it('is unknown past the horizon', () => {
    assert.equal(recordedVoteTable()([21]), undefined);
  });
});
