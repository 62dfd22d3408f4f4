import type { Candidate, CandidateId } from './candidate.ts';
import type { Forecast } from './forecast.ts';
import { isAlive, stepValue } from './roundPolicy.ts';

/** How much a judge's value of a prefix weighs, in continuations of it. */
const judgeWeight = 2;
/** How much the belief that the judge is right on average weighs at each step, in lineages. */
const trustWeight = 2;
/** After so many promises that a lineage has broken, the rest of it is worth half. */
const patience = 4;

/** A prefix that can be continued. */
export type Opened = {
  readonly candidate: Candidate;
  /** As the judge said. */
  readonly value: number;
  readonly steps: number;
  /** What each continuation was worth: the judge's value of a prefix, 1 or 0 for a complete candidate. */
  readonly children: readonly number[];
};

type Grown = Opened & {
  readonly children: number[];
  readonly parent: Grown | undefined;
  readonly lineage: Lineage;
  /** Sums over the continuations: complete and right; the judge's values of all; the chances of all. */
  right: number;
  kept: number;
  chanceOfChildren: number;
  chance: number;
};

/** All that grew from one first step. */
type Lineage = {
  broken: number;
  readonly promised: number[];
  readonly kept: number[];
  readonly many: number[];
};

/**
 * What prefixes are worth: P(a continuation carried to its end is right). A judge's values are corrected by what came of
 * them: at each step by the ratio of the children's values to the parents', from the verified end backwards; at each
 * prefix by its own continuations; in a lineage by the promises that its complete candidates broke.
 */
export class StepValues {
  readonly #opened = new Map<CandidateId, Grown>();
  readonly #lineages: Lineage[] = [];
  #factors: readonly number[] = [];
  #stale = false;

  get opened(): readonly Opened[] {
    return [...this.#opened.values()];
  }

  /** A prefix that can be continued, by its id. */
  find(id: CandidateId): Opened | undefined {
    return this.#opened.get(id);
  }

  /**
   * How many lineages have not kept what the judge promised of them: the sum of its values of all prefixes whose
   * completion failed, at most 1 for each lineage.
   */
  get broken(): number {
    return this.#lineages.reduce((sum, lineage) => sum + Math.min(1, lineage.broken), 0);
  }

  /** Takes in a candidate, and what it says of the prefix it continues; gives the judge's value of it. */
  add(candidate: Candidate, parentId: CandidateId | undefined): number {
    const parent = parentId === undefined ? undefined : this.#opened.get(parentId);
    const complete = candidate.prefix === undefined;
    const value = complete
      ? Number(candidate.reward?.verified === true)
      : stepValue(candidate, parent?.value ?? 0.5);
    this.#stale = true;
    if (parent) tellParent(parent, value, complete);
    if (complete || !isAlive(candidate)) return value;
    this.#opened.set(candidate.id, {
      candidate,
      value,
      steps: (parent?.steps ?? 0) + 1,
      children: [],
      parent,
      lineage: parent?.lineage ?? this.#begun(),
      right: 0,
      kept: 0,
      chanceOfChildren: 0,
      chance: 0,
    });
    return value;
  }

  /** What a judged value of a prefix of so many steps must be multiplied with. */
  factor(steps: number): number {
    this.#refresh();
    return this.#factors[steps] ?? 1;
  }

  /** P(one more continuation of a prefix is right in the end) when so many under way are taken to fail. */
  chanceOf(prefix: Opened, waiting = 0): number {
    this.#refresh();
    const grown = this.#opened.get(prefix.candidate.id);
    if (!grown) return 0;
    const weight = judgeWeight + grown.children.length;
    return (grown.chance * weight) / (weight + waiting) / (1 + grown.lineage.broken / patience);
  }

  #begun(): Lineage {
    const lineage: Lineage = { broken: 0, promised: [], kept: [], many: [] };
    this.#lineages.push(lineage);
    return lineage;
  }

  /** From the deepest prefixes to the first steps; a prefix always comes after the one it continues. */
  #refresh(): void {
    if (!this.#stale) return;
    this.#stale = false;
    const all = [...this.#opened.values()];
    this.#factors = factorsOf(this.#lineages);
    for (const prefix of all) prefix.chanceOfChildren = prefix.right;
    for (let at = all.length - 1; at >= 0; at--) {
      const prefix = all[at];
      if (!prefix) continue;
      const judged = judgeWeight * prefix.value * (this.#factors[prefix.steps] ?? 1);
      const chance = (judged + prefix.chanceOfChildren) / (judgeWeight + prefix.children.length);
      prefix.chance = Math.min(1, chance);
      if (prefix.parent) prefix.parent.chanceOfChildren += prefix.chance;
    }
  }
}

function tellParent(parent: Grown, value: number, complete: boolean): void {
  const { lineage, steps } = parent;
  const before = parent.children.length;
  const keptBefore = before === 0 ? 0 : parent.kept / before;
  parent.children.push(value);
  parent.kept += value;
  if (complete && value > 0) parent.right += 1;
  if (complete && value === 0) lineage.broken += parent.value;
  if (before === 0) {
    lineage.many[steps] = (lineage.many[steps] ?? 0) + 1;
    lineage.promised[steps] = (lineage.promised[steps] ?? 0) + parent.value;
  }
  lineage.kept[steps] = (lineage.kept[steps] ?? 0) + parent.kept / (before + 1) - keptBefore;
}

/**
 * By step: the mean value of the children of continued prefixes over the prefixes' own, times the factor of the step
 * after. Every lineage counts once, however much was grown from it.
 */
function factorsOf(lineages: readonly Lineage[]): readonly number[] {
  const deepest = lineages.reduce((most, { many }) => Math.max(most, many.length), 0);
  const factors: number[] = [];
  let factor = 1;
  for (let step = deepest - 1; step >= 0; step--) {
    let [promised, kept, counted] = [0, 0, 0];
    for (const lineage of lineages) {
      const many = lineage.many[step];
      if (many === undefined) continue;
      promised += (lineage.promised[step] ?? 0) / many;
      kept += (lineage.kept[step] ?? 0) / many;
      counted += 1;
    }
    const believed = counted === 0 ? 0 : (trustWeight * promised) / counted;
    if (promised > 0) factor *= (kept + believed) / (promised + believed);
    factors[step] = factor;
  }
  return factors;
}

/**
 * The worth of a success at which a start is just worth it, when its first step tells its chance: E[(p w - rest)+] =
 * first, for the charges of the first step and of the rest of an attempt. Exact, in one pass over the sorted chances;
 * infinite where every chance is 0. The reservation value of the start is 1 - w.
 */
export function worthOfStart(chances: Forecast, first: number, rest: number): number {
  const sorted = [...chances].sort((left, right) => right.value - left.value);
  let [mass, mean] = [0, 0];
  for (const [index, { value, weight }] of sorted.entries()) {
    mass += weight;
    mean += weight * value;
    if (mean <= 0) break;
    const worth = (first + rest * mass) / mean;
    const next = sorted[index + 1];
    if (next === undefined || worth * next.value <= rest) return worth;
  }
  return Number.POSITIVE_INFINITY;
}
