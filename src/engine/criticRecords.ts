import { fromCriticised } from './auto/refineChances.ts';
import type { HistoryRow, Tries } from './history.ts';
import type { JudgeName } from './judging/judge.ts';
import { type Belief, type CriticRecord, chanceAfter } from './prior.ts';

/** What a run leaves of what runs before it told: a critic that was given up is tried again some day. */
const kept = 0.99;

/** What each critic's repairs came to in these runs, the latest last, against what is believed of as many in the same runs without its words. */
export function criticRecords(
  rows: readonly HistoryRow[],
  refine: Belief,
): Readonly<Record<JudgeName, CriticRecord>> {
  const records = new Map<JudgeName, CriticRecord>();
  for (const { critics = {}, refined } of rows) {
    for (const [name, { expected, right }] of records)
      records.set(name, { expected: kept * expected, right: kept * right });
    for (const [name, tries] of Object.entries(critics)) {
      const { expected, right } = records.get(name) ?? { expected: 0, right: 0 };
      records.set(name, {
        expected: expected + expectedUnaided(refine, tries, refined),
        right: right + tries.right,
      });
    }
  }
  return Object.fromEntries(records);
}

/** How many of a critic's repairs would be right without its words: fewer, the more of the same run had failed before each. */
function expectedUnaided(refine: Belief, { number, right }: Tries, alone: Tries | undefined): number {
  const failed = number - right;
  let expected = 0;
  for (let i = 0; i < number; i++) {
    const seen = (alone?.number ?? 0) + fromCriticised * Math.min(i, failed);
    expected += chanceAfter(refine, seen, alone?.right ?? 0);
  }
  return expected;
}
