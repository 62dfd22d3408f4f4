import { type Aggregate, prefixValues } from '../../engine/judging/steps/stepAggregate.ts';
import type { ValuedState } from './liveStates.ts';

/** The states with what their values and those of the states they grew from make of them, in place of their own. */
export function pathValues(states: readonly ValuedState[], aggregate: Aggregate): readonly ValuedState[] {
  const nameOf = (task: number, text: string) => `${task} ${text.trim()}`;
  const known = new Map(states.map(state => [nameOf(state.task, state.text), state]));
  const path = ({ task, parent, value }: ValuedState): readonly (number | undefined)[] => {
    const before = known.get(nameOf(task, parent));
    return [...(before ? path(before) : []), value];
  };
  return states.map(state => ({ ...state, value: prefixValues(path(state), aggregate).at(-1) }));
}
