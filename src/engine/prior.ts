import type { ArmId } from './candidate.ts';
import type { JudgeName } from './judging/judge.ts';

/** A chance on [0, 1] that weighs like so many observations. */
export type Belief = { readonly chance: number; readonly weight: number };

/** Repairs that were shown what a judge said, beside what the tests say. */
export type CriticRecord = {
  /** How many of them would have been right without its words, as was believed before each; 0 or more. */
  readonly expected: number;
  /** How many were. */
  readonly right: number;
};

/** What a run believes before it has seen anything; learnt from earlier runs on tasks like this. */
export type Prior = {
  /** P(a first sample is right), by arm; an arm that is missing has that of `flatPrior`. */
  readonly sample: Readonly<Record<ArmId, Belief>>;
  /** P(a refinement of a failed candidate is right). */
  readonly refine: Belief;
  /** What came of refinements that were shown what a judge said of the candidate, by judge; missing where no run has told. */
  readonly critics?: Readonly<Record<JudgeName, CriticRecord>>;
  /** P(a sample that is shown what a search found is right), where samples without it had failed. */
  readonly searched: Belief;
  /**
   * Weights of the joint model of all arms (verifiedRouting.ts), learnt on tasks with the same arms in the same order: what
   * the failures of one arm say about another.
   */
  readonly routing?: readonly number[];
  /** How many earlier runs taught it; missing for one that was not learnt. */
  readonly runs?: number;
};

/** P(a first sample is right) before any run has taught otherwise. */
export const flatSample = { chance: 0.4, weight: 1 } as const satisfies Belief;

export const flatPrior: Prior = {
  sample: {},
  refine: { chance: 0.15, weight: 2 },
  searched: { chance: 0.1, weight: 2 },
};

/** A belief after so many observations, of which so many were right. */
export function chanceAfter({ chance, weight }: Belief, seen: number, right: number): number {
  return (chance * weight + right) / (weight + seen);
}

/** P(a sample of an arm is right) in shares of that of the likeliest arm; 1 where nothing tells them apart. */
export function relativeChance(prior: Prior | undefined, arm: ArmId, arms: readonly ArmId[]): number {
  const chanceOf = (id: ArmId) => prior?.sample[id]?.chance ?? flatSample.chance;
  return chanceOf(arm) / Math.max(chanceOf(arm), ...arms.map(chanceOf));
}
