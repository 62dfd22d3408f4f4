import { type Change, type distinctChanges, locate, type Range } from './change.ts';
import type { CodeSource, RunRecord } from './runDesk.ts';

/** A candidate that changes something. */
export type Offered = ReturnType<typeof distinctChanges>[number];

/** The candidates of a run, one of them before the person, and its place in the file as it is now. */
export type Proposal = {
  readonly record: RunRecord;
  readonly source: CodeSource;
  readonly offered: readonly Offered[];
  readonly index: number;
  /** Where each candidate's change is expected to start, moved along with edits of the file. */
  readonly starts: readonly number[];
};

/** The change before the person. */
export function changeBefore(proposal: Proposal): Change | undefined {
  return proposal.offered[proposal.index]?.change;
}

/** Where the candidate before the person belongs in the text of the file, or undefined when its place is gone. */
export function placeOf(proposal: Proposal, text: string): Range | undefined {
  const change = changeBefore(proposal);
  return change && locate(text, change, proposal.starts[proposal.index] ?? change.start);
}
