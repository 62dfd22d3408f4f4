import type { TokenLaw } from '../languageModel.ts';
import { meanOf } from '../mean.ts';
import { type Evidence, noReward, type Reward } from '../reward.ts';

export type Confidence = Extract<Evidence, { type: 'confidence' }>;

/** The window of the published method, in tokens; shorter texts have shorter ones. */
const longestWindow = 2048;
const shortestWindow = 16;
/** Values along the text, enough for a sparkline. */
const mostWindows = 40;

/**
 * How sure the model was while it wrote: token confidence as the mean of minus the log-probabilities of the likeliest
 * tokens, over all tokens, over the least sure tenth of sliding windows and over the tail (DeepConf, Fu et al. 2025), and
 * self-certainty (Kang et al. 2025). All in nats, higher is surer. Undefined where no law was told.
 */
export function confidenceOf(laws: readonly TokenLaw[] | undefined): Confidence | undefined {
  const told = (laws ?? []).filter(({ top }) => top.length > 0);
  if (told.length === 0) return undefined;
  const tokens = told.map(tokenConfidence);
  const size = windowOf(tokens.length);
  const windows = slidingMeans(tokens, size);
  const lowest = windows.toSorted((left, right) => left - right);
  return {
    type: 'confidence',
    mean: meanOf(tokens),
    bottom: meanOf(lowest.slice(0, Math.max(1, Math.floor(windows.length / 10)))),
    tail: meanOf(tokens.slice(-size)),
    ...selfCertaintyOf(told),
    windows: spread(windows, mostWindows).map(value => Math.round(value * 1000) / 1000),
  };
}

/**
 * A reward with the confidence that the laws show among its evidence; where there was none, one that says nothing for or
 * against. As it was where no law was told.
 */
export function withConfidence(
  reward: Reward | undefined,
  laws: readonly TokenLaw[] | undefined,
): Reward | undefined {
  const confidence = confidenceOf(laws);
  if (!confidence) return reward;
  const before = reward ?? noReward;
  return { ...before, evidence: [...before.evidence, confidence] };
}

/** Mean of minus the log-probabilities of the likeliest tokens: high where all but one are unlikely. */
function tokenConfidence({ top }: TokenLaw): number {
  return -meanOf(top);
}

/** Tokens of a window: an eighth of the text but at least 16, at most a quarter of it and at most 2,048. */
export function windowOf(tokens: number): number {
  const eighth = Math.max(shortestWindow, Math.round(tokens / 8));
  return Math.max(1, Math.min(longestWindow, Math.floor(tokens / 4), eighth));
}

/**
 * Mean divergence of the tokens' laws from the even one. Where only the likeliest tokens are known, that of the law among
 * them stands for it.
 */
function selfCertaintyOf(laws: readonly TokenLaw[]): Pick<Confidence, 'selfCertainty' | 'proxy'> {
  const whole = laws.flatMap(({ certainty }) => certainty ?? []);
  if (whole.length === laws.length) return { selfCertainty: meanOf(whole), proxy: false };
  return { selfCertainty: meanOf(laws.map(({ top }) => certaintyAmong(top))), proxy: true };
}

/** Divergence of the law among these tokens alone from the even one among them: KL(even || law), in nats. */
function certaintyAmong(logprobs: readonly number[]): number {
  const highest = Math.max(...logprobs);
  const mass = logprobs.reduce((sum, logprob) => sum + Math.exp(logprob - highest), 0);
  return highest + Math.log(mass) - meanOf(logprobs) - Math.log(logprobs.length);
}

function slidingMeans(values: readonly number[], size: number): readonly number[] {
  const sums = [0];
  for (const value of values) sums.push((sums.at(-1) ?? 0) + value);
  return sums.slice(size).map((sum, start) => (sum - (sums[start] ?? 0)) / size);
}

/** So many of the values at most, evenly spread, the first and the last among them. */
function spread(values: readonly number[], most: number): readonly number[] {
  if (values.length <= most) return values;
  const step = (values.length - 1) / (most - 1);
  return Array.from({ length: most }, (_, index) => values[Math.round(index * step)] ?? 0);
}
