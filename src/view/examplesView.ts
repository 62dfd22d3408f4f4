import { doubtfulExamples as doubtfulOf, examplesIn, examplesPassed } from '../engine/rewards/docExamples.ts';
import type { CandidateView, RunView } from '../protocol.ts';

/** The calls of examples that may be wrong, as all attempts fail them; nothing where there is none. */
export function doubtfulIn(candidates: readonly CandidateView[]): Pick<RunView, 'doubtfulExamples'> {
  const usable = candidates.filter(({ fate }) => fate.type !== 'unusable');
  const doubtful = [...doubtfulOf(usable)];
  return doubtful.length === 0 ? {} : { doubtfulExamples: doubtful };
}

/** What a candidate makes of the examples of its documentation, as the rest of a sentence; undefined where there is none. */
export function examplesText(evidence: Parameters<typeof examplesIn>[0]): string | undefined {
  const total = examplesIn(evidence).length;
  const passed = examplesPassed(evidence);
  if (total === 0) return undefined;
  if (passed < total) return `passes ${passed} of the ${total} examples of its documentation`;
  return total === 1
    ? 'passes the example of its documentation'
    : `passes the ${total} examples of its documentation`;
}

/** The same in two words: "2/3 examples". */
export function examplesCount(evidence: Parameters<typeof examplesIn>[0]): string {
  return `${examplesPassed(evidence)}/${examplesIn(evidence).length} examples`;
}
