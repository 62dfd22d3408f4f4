export const aggregates = ['min', 'product', 'last'] as const;

/** How what a judge said of each step makes the value of them all. */
export type Aggregate = (typeof aggregates)[number];

/**
 * V of every prefix, on [0, 1], from what a judge said of each step: the worst step so far, the product of all steps so
 * far, or the last step alone. A step that could not be read has no value of its own and leaves that of the prefix before
 * it; so undefined before the first that could be read.
 */
export function prefixValues(
  steps: readonly (number | undefined)[],
  aggregate: Aggregate,
): readonly (number | undefined)[] {
  let before: number | undefined;
  return steps.map(step => {
    if (step !== undefined) before = before === undefined ? step : joined(before, step, aggregate);
    return before;
  });
}

/** V of a prefix after one more step. */
function joined(before: number, step: number, aggregate: Aggregate): number {
  switch (aggregate) {
    case 'min':
      return Math.min(before, step);
    case 'product':
      return before * step;
    case 'last':
      return step;
    default:
      return aggregate satisfies never;
  }
}
