import type { TokenLaw } from '../engine/languageModel.ts';

/** How many of the likeliest tokens are kept. */
export const mostLikeliest = 20;
/** Floats end at -103.3; some servers write -9999 or nothing for less than they look at. */
const leastLogprob = -104;

/** A law as it is kept: the likeliest tokens falling, nothing below -104, four decimals. */
export function tokenLaw(logprob: number, likeliest: readonly number[], certainty?: number): TokenLaw {
  return {
    logprob: kept(logprob),
    top: likeliest
      .map(kept)
      .sort((left, right) => right - left)
      .slice(0, mostLikeliest),
    ...(certainty === undefined ? {} : { certainty: rounded(certainty) }),
  };
}

function kept(logprob: number): number {
  return rounded(Math.min(0, Math.max(leastLogprob, logprob)));
}

function rounded(value: number): number {
  return Math.round(value * 10_000) / 10_000 || 0;
}
