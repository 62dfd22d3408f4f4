/** V of nothing: before the first step an attempt is as likely right as wrong. */
export const valueOfNothing = 0.5;

export type RedistributionOptions = {
  /** V before the first step. */
  readonly nothing?: number;
  /** How much of a credit is the difference, on [0, 1]; the rest is the reward of the whole. */
  readonly share?: number;
};

/**
 * The reward of the whole redistributed over its steps (RED, arXiv 2411.08302): the credit of a step is
 * share (V_t - V_(t-1)) + (1 - share) V_T. With a share of 1 the credits sum to V_T less the value of nothing. A step
 * without a value has no credit, and the next one is measured from the last value before it.
 */
export function credits(
  values: readonly (number | undefined)[],
  { nothing = valueOfNothing, share = 1 }: RedistributionOptions = {},
): readonly (number | undefined)[] {
  const whole = values.findLast(value => value !== undefined) ?? nothing;
  let before = nothing;
  return values.map(value => {
    if (value === undefined) return undefined;
    const difference = value - before;
    before = value;
    return share * difference + (1 - share) * whole;
  });
}
