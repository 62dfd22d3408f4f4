import { chanceAt, fitLogistic, type Trial, type WeightPrior } from './logistic.ts';

/** An arm of a task with a verifier: the price of a draw, and the log odds of a first pass before anything is known. */
export type RoutedArm = { readonly price: number; readonly prior: number };

/** Log odds of a first pass of the cheapest and of the dearest arm, before anything is known. */
const firstPass = { cheapest: 0, dearest: 1.5 };

/** Arms of these prices; a dearer one is taken to be better until draws say otherwise. */
export function routedArms(prices: readonly number[]): readonly RoutedArm[] {
  const [low, high] = [Math.min(...prices), Math.max(...prices)];
  return prices.map(price => {
    const place = high > low ? (price - low) / (high - low) : 0;
    return { price, prior: firstPass.cheapest + place * (firstPass.dearest - firstPass.cheapest) };
  });
}

/** Draws of the task that failed, by arm. */
export type Failures = readonly number[];

/**
 * What P(pass) of a draw rests on: which arm, its own failures, those of the others, and whether the dearest arm has
 * failed where another one is to draw.
 */
export function routingFeatures(
  arms: readonly RoutedArm[],
  arm: number,
  failures: Failures,
): readonly number[] {
  const own = failures[arm] ?? 0;
  const all = failures.reduce((sum, count) => sum + count, 0);
  const dearest = arms.reduce((best, { price }, i) => (price > (arms[best]?.price ?? 0) ? i : best), 0);
  const strongFailed = dearest !== arm && (failures[dearest] ?? 0) > 0;
  return [
    ...arms.map((_, i) => (i === arm ? 1 : 0)),
    Math.log1p(own),
    Math.log1p(all - own),
    strongFailed ? 1 : 0,
  ];
}

/** Failures of an arm say most about the arm itself; they weigh like a handful of draws until others are seen. */
export function routingPrior(arms: readonly RoutedArm[]): WeightPrior {
  return {
    mean: [...arms.map(arm => arm.prior), -1.5, -1, -1],
    precision: [...arms.map(() => 1), 4, 4, 2],
  };
}

/** One model for all arms, learnt across tasks from the verdicts of draws. */
export function fitRouting(
  arms: readonly RoutedArm[],
  verdicts: readonly Trial[],
  start?: readonly number[],
): readonly number[] {
  return fitLogistic(verdicts, routingPrior(arms), start);
}

/** The arm to draw from, with its P(pass); without one no draw is worth its price. */
export type Route = {
  readonly arm: number | undefined;
  readonly chance: number;
  /** Expected P(solved) minus price from here on. */
  readonly surplus: number;
};

/**
 * The best next arm when at most `left` draws follow and `lambda` is P(solved) for a unit of price. A pass ends the
 * task, so the plan needs to look along the failures alone.
 */
export function planRoute(
  arms: readonly RoutedArm[],
  weights: readonly number[],
  failures: Failures,
  { lambda, left }: { readonly lambda: number; readonly left: number },
): Route {
  return planFrom(failures, left, new Map());

  function planFrom(failed: Failures, draws: number, known: Map<string, Route>): Route {
    if (draws === 0) return none;
    const key = failed.join();
    const found = known.get(key);
    if (found) return found;
    let best: Route = none;
    for (const [i, { price }] of arms.entries()) {
      const chance = chanceAt(weights, routingFeatures(arms, i, failed));
      const after = failed.map((count, j) => (j === i ? count + 1 : count));
      const rest = planFrom(after, draws - 1, known).surplus;
      const surplus = chance - lambda * price + (1 - chance) * rest;
      if (surplus > best.surplus) best = { arm: i, chance, surplus };
    }
    known.set(key, best);
    return best;
  }
}

const none: Route = { arm: undefined, chance: 0, surplus: 0 };
