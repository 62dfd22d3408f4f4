import type { Random } from '../../engine/random.ts';
import { type Resampling, resample } from '../../engine/resampling.ts';
import { effectiveSampleSize, logMeanExp, normalized } from '../../engine/weights.ts';

/**
 * A chain whose value function is known and whose judge has an exact Bellman error. The first token says whether a path
 * is gold (rare under the model) or a trap; under the target both have 1/2. Each later token is a fair game for the value:
 * times 1 + swing or 1 - swing. The judge over-values traps by (1 + error)^min(t, T - t) and under-values gold by as
 * much: it is exact at both ends, and its Bellman error is `error` at every step between.
 */
export type GoldChain = {
  readonly steps: number;
  readonly error: number;
  /** P(gold) under the model. Not 1/2, or a single particle would already have the target law. */
  readonly rare: number;
  readonly swing: number;
};

export type Resampler = {
  readonly method: Resampling /** Share of the particles; Infinity: always. */;
  readonly gate: number;
};

/** The share of gold among the particles after one run with ratio weights; 1/2 under the target. */
export function goldShare(
  chain: GoldChain,
  particles: number,
  random: Random,
  { method, gate }: Resampler,
): number {
  let gold: readonly boolean[] = Array.from({ length: particles }, () => random.next() < chain.rare);
  let logWeights: readonly number[] = gold.map(() => 0);
  for (let step = 1; step <= chain.steps; step++) {
    const gains = gainsAt(chain, step);
    logWeights = logWeights.map((weight, index) => {
      const swing = random.next() < 0.5 ? gains.up : gains.down;
      return weight + swing + (gold[index] ? gains.gold : gains.trap);
    });
    const weights = normalized(logWeights) ?? [];
    const last = step === chain.steps;
    if (!last && effectiveSampleSize(weights) >= gate * particles) continue;
    const even = logMeanExp(logWeights);
    const before = gold;
    gold = resample(method, weights, particles, random).map(index => before[index] ?? false);
    logWeights = logWeights.map(() => even);
  }
  return gold.filter(Boolean).length / particles;
}

/** What the log weight of a path gains at a step. */
function gainsAt({ steps, error, rare, swing }: GoldChain, step: number) {
  const tilt = (at: number) => Math.min(at, steps - at) * Math.log1p(error);
  const tilted = tilt(step) - tilt(step - 1);
  const first = step === 1;
  return {
    up: Math.log1p(swing),
    down: Math.log1p(-swing),
    gold: (first ? Math.log(0.5 / rare) : 0) - tilted,
    trap: (first ? Math.log(0.5 / (1 - rare)) : 0) + tilted,
  };
}

/** The distance in total variation of the law of gold, averaged over runs, from the target. */
export function distanceFromTarget(
  chain: GoldChain,
  particles: number,
  random: Random,
  resampler: Resampler,
  runs: number,
): number {
  let sum = 0;
  for (let run = 0; run < runs; run++) sum += goldShare(chain, particles, random, resampler);
  return Math.abs(sum / runs - 0.5);
}

/**
 * The particles the bound of Zhu and Lu (2026, theorem 5.1) asks for: L^6 T (1 + e)^(6 (T - 1)) / (2 distance), with
 * every ratio of values within [1 / L, L].
 */
export function particleBound(ratio: number, steps: number, error: number, distance: number): number {
  return Math.round((ratio ** 6 * steps * (1 + error) ** (6 * (steps - 1))) / (2 * distance));
}
