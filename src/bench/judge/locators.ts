import { checkedSteps } from '../../engine/judging/steps/equations.ts';
import type { Chain } from './readChains.ts';

/** The step with the first mistake, null for none; undefined where nothing is said. */
export type Located = number | null | undefined;

/** Names the first mistake of a chain without a model. */
export type Locator = { readonly name: string; locate(chain: Chain): Located };

/** The first step with a false equation; none where equations were computed and all hold; else nothing is said. */
const equations: Locator = {
  name: 'equations',
  locate({ steps }) {
    const checked = checkedSteps(steps);
    const first = checked.findIndex(({ faults }) => faults.length > 0);
    if (first >= 0) return first;
    return checked.some(one => one.checked > 0) ? null : undefined;
  },
};

/** A verdict turned round: no mistake where it names a step, the last step where it names none. */
export function turnedPlace(said: Located, { steps }: Chain): Located {
  return said === undefined ? undefined : said === null ? steps.length - 1 : null;
}

/** What is measured; the baselines look at no step, and constant always says that there is no mistake. */
export const locators: readonly Locator[] = [
  equations,
  { name: 'first-step', locate: () => 0 },
  { name: 'last-step', locate: ({ steps }) => steps.length - 1 },
  { name: 'inverted', locate: chain => turnedPlace(equations.locate(chain), chain) },
  { name: 'constant', locate: () => null },
];
