import type { Cost } from './cost.ts';
import { totalTokens } from './cost.ts';

/** The price of compute (lambda): how much P(correct) a unit must be expected to buy to be worth it. */
export type Price = { readonly perToken: number; readonly perSandboxSecond: number };

export const efforts = ['quick', 'balanced', 'thorough'] as const;
export type Effort = (typeof efforts)[number];

/** What a correct answer is worth, in tokens; the inverse of the price. */
const worthInTokens: Readonly<Record<Effort, number>> = {
  quick: 4_000,
  balanced: 12_000,
  thorough: 50_000,
};

/** One second of a sandboxed process counts like this many tokens. */
const tokensPerSandboxSecond = 10;

export function priceOf(effort: Effort): Price {
  const perToken = 1 / worthInTokens[effort];
  return { perToken, perSandboxSecond: perToken * tokensPerSandboxSecond };
}

/** A cost under a price, in P(correct). */
export function chargeOf(cost: Cost, price: Price): number {
  return totalTokens(cost) * price.perToken + cost.sandboxSeconds * price.perSandboxSecond;
}

/** How many samples a policy of fixed size draws. */
export function samplesOf(effort: Effort): number {
  return { quick: 4, balanced: 8, thorough: 16 }[effort];
}
