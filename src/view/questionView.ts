import { failedOutput } from '../engine/behaviours.ts';
import { type CallOutputs, type DifferingCall, differingCalls } from '../engine/rewards/differingCalls.ts';
import type { ApartCall, CandidateView, QuestionView, RunView } from '../protocol.ts';
import { chosenId } from './chosenOf.ts';

/** Questions that are worth the person's time. */
const most = 3;
/** Outputs to choose from. */
const mostOutputs = 4;
/** Longer calls and outputs are not read with care. Characters. */
const longest = 120;

type Facts = Pick<RunView, 'candidates' | 'chosen' | 'leader' | 'expectations' | 'apart'>;

/**
 * Calls on which the chosen behaviour and the next one give different values, of those that still meet what the person
 * expects; those on which most others differ from the chosen one too come first, of equal ones the shortest.
 */
export function questionsOf(facts: Facts): readonly QuestionView[] {
  const { candidates, apart } = facts;
  const open = candidates.filter(one => isOpen(one, facts));
  const groups = [...Map.groupBy(open, one => one.behaviour).values()].sort(
    (one, other) => other.length - one.length,
  );
  const first = groups.find(group => group.some(({ id }) => id === chosenId(facts))) ?? groups[0];
  const second = groups.find(group => group !== first);
  const [left, right] = [first?.[0], second?.[0]];
  if (!left || !right) return [];
  const against = (other: CandidateView) => differingCalls(shown(left, apart), shown(other, apart));
  const others = open.filter(one => one !== left).flatMap(against);
  const differing = (call: string) => others.filter(one => one.call === call);
  return against(right)
    .filter(one => [one.call, ...Object.values(one.outputs)].every(({ length }) => length <= longest))
    .toSorted((one, other) => differing(other.call).length - differing(one.call).length)
    .slice(0, most)
    .map(one => ({ call: one.call, outputs: outputsOf([one, ...differing(one.call)]) }));
}

function isOpen(one: CandidateView, { expectations }: Facts): boolean {
  const probes = one.evidence.find(each => each.type === 'probes');
  const givesValues = probes?.outputs.some(output => output !== failedOutput) ?? false;
  return (
    givesValues && one.fate.type !== 'unusable' && expectations.every(({ passes }) => passes.includes(one.id))
  );
}

function shown({ id, evidence }: CandidateView, apart: readonly ApartCall[]): CallOutputs {
  return { id, probes: evidence.find(one => one.type === 'probes'), tests: apart };
}

/** The values given on a call, each once, the chosen one's first. */
function outputsOf(differing: readonly DifferingCall[]): readonly string[] {
  return [...new Set(differing.flatMap(({ outputs }) => Object.values(outputs)))].slice(0, mostOutputs);
}
