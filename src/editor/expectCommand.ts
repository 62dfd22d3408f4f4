import { viewOf } from '../view/runView.ts';
import type { RunRecord } from './runDesk.ts';
import type { WindowParts } from './windowParts.ts';

/**
 * Keeps what the person said a call gives. Where the candidate before them does something else, the best one that does it
 * takes its place.
 */
export async function expectOutput(
  { proposals, proposalView }: WindowParts,
  record: RunRecord,
  call: string,
  expected: string,
): Promise<void> {
  await record.run.expect(call, expected);
  const [best, ...others] = viewOf(record.events)?.meeting ?? [];
  const { current, candidate: shown } = proposals;
  if (best === undefined || current?.record !== record || !shown) return;
  if (shown.id === best || others.includes(shown.id)) return;
  if (proposals.open(record, best)) await proposalView.show();
}
