import type { Vote } from '../../src/protocol.ts';

/** The values of the votes that count: those that could be read and were not dropped. */
export function countedValues(votes: readonly Vote[]): readonly number[] {
  return votes.flatMap(({ value, dropped }) => (dropped === undefined ? (value ?? []) : []));
}
