import { examplesIn } from '../engine/rewards/docExamples.ts';
import type { RunView } from '../protocol.ts';
import { chosenOf } from './chosenOf.ts';
import { examplesText } from './examplesView.ts';
import { plain, wrap } from './textTable.ts';

/** The examples of its documentation that the best candidate fails, and which of them may be wrong. */
export function examples(view: RunView, width: number): readonly string[] {
  const best = chosenOf(view);
  const lines = examplesIn(best?.evidence ?? []).flatMap(({ call, expected, output, passed }) => {
    const isDoubtful = view.doubtfulExamples?.includes(call);
    const doubt = isDoubtful ? ' (doubtful: no attempt gives that, so it does not decide)' : '';
    return passed ? [] : wrap(plain(`x ${call} gives ${output}, expected ${expected}${doubt}`), width, '  ');
  });
  return best && lines.length > 0
    ? [...wrap(plain(`${best.id} ${examplesText(best.evidence)}`), width), ...lines]
    : [];
}
