/** A prefix's value with the values of all its children that were drawn from the model. */
export type Family = { readonly value: number; readonly children: readonly number[] };

/** Below this number of children a mean says too little about a prefix. */
const fewestChildren = 4;
/** Values are cut from below, so that one zero does not make an error infinite. */
const smallestValue = 1e-3;

/**
 * The Bellman error of a stepwise judge at one prefix (Zhu and Lu, 2026): e = max(r, 1/r) - 1 with r = V(prefix) /
 * mean V(children), 0 for a perfect judge. Undefined with fewer than 4 children. A factor that one standard error of
 * the mean explains is taken off, because a few children of a perfect judge also differ.
 */
export function bellmanErrorAt({ value, children }: Family): number | undefined {
  const n = children.length;
  if (n < fewestChildren) return undefined;
  const mean = Math.max(smallestValue, children.reduce((sum, child) => sum + child, 0) / n);
  const variance = children.reduce((sum, child) => sum + (child - mean) ** 2, 0) / (n - 1);
  const noise = Math.sqrt(variance / n) / mean;
  const ratio = Math.max(smallestValue, value) / mean;
  return Math.max(0, Math.max(ratio, 1 / ratio) / (1 + noise) - 1);
}

/** A high quantile of the errors at the visited prefixes; undefined when none has enough children. */
export function bellmanError(families: Iterable<Family>, quantile = 0.9): number | undefined {
  const errors = [...families]
    .map(bellmanErrorAt)
    .filter(error => error !== undefined)
    .sort((left, right) => left - right);
  return errors[Math.min(errors.length - 1, Math.floor(quantile * errors.length))];
}

/**
 * What a Bellman error says of step search over so many steps. green: e T <= 1, the particles needed grow slower than
 * T. red: e T >= 4, where they were measured to be 16 to 70 times more; whole answers or more votes a step are
 * the better buy. unknown: too few children were seen.
 */
export type StepLight = 'green' | 'amber' | 'red' | 'unknown';

export function stepLight(error: number | undefined, steps: number): StepLight {
  if (error === undefined) return 'unknown';
  if (error * steps <= 1) return 'green';
  return error * steps < 4 ? 'amber' : 'red';
}
