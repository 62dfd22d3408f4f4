import type { Cost } from './cost.ts';
import { totalTokens } from './cost.ts';

/** The price of compute (lambda): how much P(correct) a unit must be expected to buy to be worth it. */
export type Price = { readonly perToken: number; readonly perSandboxSecond: number };

export const efforts = ['quick', 'balanced', 'thorough'] as const;
export type Effort = (typeof efforts)[number];

/**
 * What a correct answer is worth: so many tokens, and so many samples where samples are long, so that an effort buys
 * about as many of a model that thinks as of one that does not.
 */
const worths: Readonly<Record<Effort, { readonly tokens: number; readonly samples: number }>> = {
  quick: { tokens: 4_000, samples: 20 },
  balanced: { tokens: 12_000, samples: 60 },
  thorough: { tokens: 50_000, samples: 250 },
};

/** One second of a sandboxed process counts like this many tokens. */
const tokensPerSandboxSecond = 10;

/**
 * The price of an effort, or of a correct answer being worth so many tokens. `sampleTokens` is what one sample is
 * expected to use.
 */
export function priceOf(effort: Effort | number, sampleTokens = 0): Price {
  const worth = typeof effort === 'number' ? effort : worthOf(effort, sampleTokens);
  return { perToken: 1 / worth, perSandboxSecond: tokensPerSandboxSecond / worth };
}

function worthOf(effort: Effort, sampleTokens: number): number {
  const { tokens, samples } = worths[effort];
  return Math.max(tokens, samples * sampleTokens);
}

/** A cost under a price, in P(correct). */
export function chargeOf(cost: Cost, price: Price): number {
  return totalTokens(cost) * price.perToken + cost.sandboxSeconds * price.perSandboxSecond;
}

/** How many samples a policy of fixed size draws; for a worth in tokens that of the next effort below. */
export function samplesOf(effort: Effort | number): number {
  const samples = { quick: 4, balanced: 8, thorough: 16 };
  if (typeof effort !== 'number') return samples[effort];
  const below = efforts.findLast(name => worths[name].tokens <= effort);
  return samples[below ?? 'quick'];
}
