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
  const { current } = proposals;
  const shown = current?.offered[current.index]?.candidate.id;
  if (best === undefined || current?.record !== record || shown === undefined) return;
  if (shown === best || others.includes(shown)) return;
  if (proposals.open(record, best)) await proposalView.show();
}
