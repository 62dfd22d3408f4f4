/** V of nothing: before the first step an attempt is as likely right as wrong. */
const valueOfNothing = 0.5;

/**
 * The reward of the whole redistributed over its steps (RED, arXiv 2411.08302): the credit of a step is what it added,
 * V_t - V_(t-1), so that the credits sum to V_T less the value of nothing. A step without a value has no credit, and the
 * next one is measured from the last value before it.
 */
export function credits(values: readonly (number | undefined)[]): readonly (number | undefined)[] {
  let before = valueOfNothing;
  return values.map(value => {
    if (value === undefined) return undefined;
    const credit = value - before;
    before = value;
    return credit;
  });
}
