/** A prefix's value with the values of all its children that were drawn from the model. */
export type Family = { readonly value: number; readonly children: readonly number[] };

/** Below this number of children a mean says too little about a prefix. */
const fewestChildren = 4;
/** The same for the children of all prefixes together. */
const fewestPooled = 8;
/** Standard errors taken off there, as it is looked at after every step and children are copied. */
const pooledErrors = 3;
/** Which of the errors at the visited prefixes stands for all, by its share from below. */
const quantile = 0.9;
/** Values are cut from below, so that one zero does not make an error infinite. */
const smallestValue = 1e-3;

/**
 * The Bellman error of a stepwise judge at one prefix (Zhu and Lu, 2026): e = max(r, 1/r) - 1 with r = V(prefix) /
 * mean V(children), 0 for a perfect judge. Undefined with fewer than 4 children. A factor that so many standard errors of
 * the mean explain is taken off, because a few children of a perfect judge also differ; `spread` is the least
 * standard deviation of children over their mean that is believed (a few may be equal by chance).
 */
export function bellmanErrorAt(
  { value, children }: Family,
  { standardErrors = 1, spread = 0 }: { standardErrors?: number; spread?: number } = {},
): number | undefined {
  const n = children.length;
  if (n < fewestChildren) return undefined;
  const mean = meanOf(children);
  const noise = (standardErrors * Math.max(spread, spreadOf(children))) / Math.sqrt(n);
  const ratio = Math.max(smallestValue, value) / mean;
  return Math.max(0, Math.max(ratio, 1 / ratio) / (1 + noise) - 1);
}

function meanOf(children: readonly number[]): number {
  return Math.max(smallestValue, children.reduce((sum, child) => sum + child, 0) / children.length);
}

/** The standard deviation of children over their mean. */
function spreadOf(children: readonly number[]): number {
  const mean = meanOf(children);
  const squares = children.reduce((sum, child) => sum + (child - mean) ** 2, 0);
  return Math.sqrt(squares / (children.length - 1)) / mean;
}

/**
 * A high quantile of the errors at the visited prefixes; undefined when none has enough children. Children are taken to
 * differ at every prefix as they do over all.
 */
export function bellmanError(families: Iterable<Family>): number | undefined {
  const large = [...families].filter(({ children }) => children.length >= fewestChildren);
  const spread = Math.sqrt(
    large.reduce((sum, { children }) => sum + spreadOf(children) ** 2, 0) / Math.max(1, large.length),
  );
  const errors = large
    .map(family => bellmanErrorAt(family, { spread }) ?? 0)
    .sort((left, right) => left - right);
  return errors[Math.min(errors.length - 1, Math.floor(quantile * errors.length))];
}

/**
 * The error at all prefixes taken together, each child against its own parent: what can be said before a single prefix
 * has enough children. It sees a judge that errs the same way everywhere, and not one whose errors cancel.
 */
function pooledBellmanError(families: Iterable<Family>): number | undefined {
  const ratios = [...families].flatMap(({ value, children }) =>
    children.map(child => child / Math.max(smallestValue, value)),
  );
  return ratios.length < fewestPooled
    ? undefined
    : bellmanErrorAt({ value: 1, children: ratios }, { standardErrors: pooledErrors });
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

/** The measured Bellman error of a run's stepwise judge, with what it says over attempts of so many steps. */
export type StepJudge = { readonly error: number; readonly steps: number; readonly light: StepLight };

/** Undefined where too few children were seen. */
export function stepJudge(families: readonly Family[], steps: number): StepJudge | undefined {
  const error = bellmanError(families) ?? pooledBellmanError(families);
  return error === undefined ? undefined : { error, steps, light: stepLight(error, steps) };
}

/** For a person: the error with its light. */
export function describeStepJudge({ error, steps, light }: StepJudge): string {
  return `the step judge's Bellman error is ${error.toFixed(2)} at ${steps.toFixed(0)} steps (${light})`;
}
