import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { LiveRow } from '../../src/bench/live.ts';
import { liveTable, summaryOf } from '../../src/bench/liveSummary.ts';

const base = { seed: 1, verified: true, stop: 'verified', calls: 1, seconds: 4 } as const;
const mine: readonly LiveRow[] = [
  { ...base, task: 'a', policy: 'auto', solved: true, tokens: 100 },
  { ...base, task: 'b', policy: 'auto', solved: true, tokens: 400 },
];
const draw = (solved: boolean) => ({ tokens: 100, verified: solved, solved });
const theirs: readonly LiveRow[] = [
  {
    ...base,
    task: 'a',
    policy: 'uniform',
    solved: true,
    tokens: 400,
    drawn: [true, false, true, true].map(draw),
  },
  {
    ...base,
    task: 'b',
    policy: 'uniform',
    solved: true,
    tokens: 400,
    drawn: [false, false, true, false].map(draw),
  },
];

describe('the summary of live runs', () => {
  const summary = summaryOf([...mine, ...theirs]);

  it('tells best-of-N for every N, paid in full or until one passes', () => {
    assert.deepEqual(
      summary.bestOf.map(({ solved, tokens, seconds }) => [solved, tokens, seconds]),
      [
        [0.5, 100, 1],
        [0.5, 200, 2],
        [1, 300, 3],
        [1, 400, 4],
      ],
    );
    assert.deepEqual(
      summary.bestOfUntilPassed.map(({ solved, tokens }) => [solved, tokens]),
      [
        [0.5, 100],
        [0.5, 150],
        [1, 200],
        [1, 200],
      ],
    );
  });

  it('compares at equal tokens, between two N', () => {
    const { equalTokens } = summary;
    assert.deepEqual(equalTokens?.between, [2, 3]);
    assert.deepEqual([equalTokens?.tokens, equalTokens?.solved, equalTokens?.difference], [250, 0.75, 0.25]);
    const [lo, hi] = equalTokens?.ci95 ?? [];
    assert.deepEqual([lo, hi], [0, 0.5]);
    assert.match(liveTable(summary), /at equal tokens \(250 a run\).*N = 2 and 3, solves 0\.750/);
  });

  it('says when best-of-N never spends as much', () => {
    const dear = summaryOf([...mine.map(row => ({ ...row, tokens: 900 })), ...theirs]);
    assert.equal(dear.equalTokens, undefined);
    assert.match(liveTable(dear), /no N of best-of-N spends as many tokens/);
  });
});
