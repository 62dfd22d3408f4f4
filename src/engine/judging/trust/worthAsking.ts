/** Below this many log odds a verdict is nothing. */
export const leastWeight = 0.05;
/** A judge known to be of this weight adds .005 to P(correct) a choice, less its charge, at the price of `thorough`; .0004 at `balanced`. */
const paying = 0.2;
/** And of this one .01 at `balanced`. */
const payingUsually = 0.4;

/**
 * Whether a judge of this weight is worth asking, with the weight's standard deviation, both in log odds. Not where its
 * verdicts would hardly pay at any usual price, and one deviation more would not make them pay at the middle one: few labels
 * are no reason to give up a judge that may be good, since one that is not asked has no labels to recover by. The figures are
 * of simulated judges (`ponder bench trust`).
 */
export function isWorthAsking(weight: number, deviation: number): boolean {
  return weight >= paying || (weight >= leastWeight && weight + deviation >= payingUsually);
}
