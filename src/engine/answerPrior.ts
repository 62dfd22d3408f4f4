/**
 * A law of how answers split: Pitman and Yor's. A negative discount with strength = -many * discount is a symmetric
 * Dirichlet law over so many answers; with a discount of 0 or more there is always room for another answer.
 */
export type SplitLaw = { readonly discount: number; readonly strength: number };

/** How answers split before any vote was seen: a mixture of such laws. Weights sum to about 1. */
export type AnswerPrior = readonly (SplitLaw & { readonly weight: number })[];

/**
 * What vote profiles of recorded samples say (GPT-3.5, GPT-4 and Llama 2 on letters, dates and sums; fitted by
 * expectation maximization to the profiles alone, no label was used).
 */
export const recordedAnswerPrior: AnswerPrior = [
  { discount: 0, strength: 0.01, weight: 0.0947 },
  { discount: 0, strength: 0.05, weight: 0.0869 },
  { discount: 0, strength: 0.15, weight: 0.062 },
  { discount: 0, strength: 0.4, weight: 0.023 },
  { discount: 0, strength: 1, weight: 0.0074 },
  { discount: 0, strength: 15, weight: 0.0057 },
  { discount: 0.25, strength: 0.01, weight: 0.0658 },
  { discount: 0.25, strength: 0.05, weight: 0.0525 },
  { discount: 0.25, strength: 0.15, weight: 0.0312 },
  { discount: 0.25, strength: 0.4, weight: 0.0138 },
  { discount: 0.25, strength: 1, weight: 0.0073 },
  { discount: 0.25, strength: 2.5, weight: 0.006 },
  { discount: 0.25, strength: 6, weight: 0.0066 },
  { discount: 0.25, strength: 15, weight: 0.0076 },
  { discount: 0.5, strength: 0.01, weight: 0.0633 },
  { discount: 0.5, strength: 0.05, weight: 0.0541 },
  { discount: 0.5, strength: 0.15, weight: 0.0389 },
  { discount: 0.5, strength: 0.4, weight: 0.0235 },
  { discount: 0.5, strength: 1, weight: 0.0157 },
  { discount: 0.5, strength: 2.5, weight: 0.0136 },
  { discount: 0.5, strength: 6, weight: 0.0127 },
  { discount: 0.5, strength: 15, weight: 0.022 },
  { discount: -0.05, strength: 0.1, weight: 0.0802 },
  { discount: -0.2, strength: 0.4, weight: 0.0292 },
  { discount: -0.6, strength: 1.2, weight: 0.0078 },
  { discount: -0.05, strength: 0.15, weight: 0.066 },
  { discount: -0.2, strength: 0.6, weight: 0.0167 },
  { discount: -0.6, strength: 1.8, weight: 0.0054 },
  { discount: -0.05, strength: 0.25, weight: 0.044 },
  { discount: -0.2, strength: 1, weight: 0.0089 },
];

/** Log probability of a sequence of votes that leaves this profile (the exchangeable partition probability). */
export function logChance(counts: readonly number[], { discount, strength }: SplitLaw): number {
  let log = 0;
  let votes = 0;
  for (const [answer, size] of counts.entries()) {
    for (let vote = 0; vote < size; vote++) {
      if (votes > 0) {
        const weight = vote === 0 ? strength + answer * discount : vote - discount;
        log += Math.log(Math.max(weight, Number.MIN_VALUE)) - Math.log(votes + strength);
      }
      votes += 1;
    }
  }
  return log;
}

/** The prior after the votes of a profile; weights sum to 1. */
export function posterior(counts: readonly number[], prior: AnswerPrior): AnswerPrior {
  const logs = prior.map(law => logChance(counts, law) + Math.log(law.weight));
  const top = Math.max(...logs);
  const chances = logs.map(log => Math.exp(log - top));
  const sum = chances.reduce((total, chance) => total + chance, 0);
  return prior.map((law, index) => ({ ...law, weight: (chances[index] ?? 0) / sum }));
}

/** Chance that the next vote goes to one certain answer of `size` votes, or with size 0 to an answer not seen yet. */
export function chanceOfVote(size: number, counts: readonly number[], after: AnswerPrior): number {
  const votes = counts.reduce((sum, count) => sum + count, 0);
  if (votes === 0) return size === 0 ? 1 : 0;
  let chance = 0;
  for (const { discount, strength, weight } of after) {
    const pull = size === 0 ? Math.max(0, strength + counts.length * discount) : size - discount;
    chance += (weight * pull) / (votes + strength);
  }
  return chance;
}
