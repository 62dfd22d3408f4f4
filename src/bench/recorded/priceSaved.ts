import { seededRandom } from '../../engine/random.ts';
import type { Tally } from './armRows.ts';

const resamples = 1000;

/**
 * How much less the best of a family of policies pays for what another solves: 1 - its price / the other's, with a
 * bootstrap interval over tasks. Where the family never reaches the share it is not defined; `defined` counts the
 * resamples in which it is.
 */
export type PriceSaved = {
  readonly saved: number | null;
  readonly ci95: readonly [number, number] | null;
  readonly defined: number;
  readonly resamples: number;
};

export function priceSaved(family: readonly Tally[], other: Tally): PriceSaved {
  const tasks = other.right.length;
  const random = seededRandom('price saved');
  const whole = savedAt(family, other, Array<number>(tasks).fill(1));
  const found: number[] = [];
  for (let i = 0; i < resamples; i++) {
    const weights = Array<number>(tasks).fill(0);
    for (let draw = 0; draw < tasks; draw++) {
      const task = random.below(tasks);
      weights[task] = (weights[task] ?? 0) + 1;
    }
    const saved = savedAt(family, other, weights);
    if (saved !== undefined) found.push(saved);
  }
  found.sort((left, right) => left - right);
  const [low, high] = [found[Math.floor(found.length * 0.025)], found[Math.ceil(found.length * 0.975) - 1]];
  return {
    saved: whole ?? null,
    ci95: low === undefined || high === undefined ? null : [low, high],
    defined: found.length,
    resamples,
  };
}

function savedAt(family: readonly Tally[], other: Tally, weights: readonly number[]): number | undefined {
  const { right, price } = pointOf(other, weights);
  const least = priceAt(
    family.map(tally => pointOf(tally, weights)),
    right,
  );
  return least === undefined ? undefined : 1 - least / price;
}

type Point = { readonly right: number; readonly price: number };

function pointOf(tally: Tally, weights: readonly number[]): Point {
  let [right, price] = [0, 0];
  for (const [task, weight] of weights.entries()) {
    right += weight * (tally.right[task] ?? 0);
    price += weight * (tally.price[task] ?? 0);
  }
  return { right, price };
}

/** The price at which the best of the points, cheap to dear, reach this share; interpolated between them. */
export function priceAt(points: readonly Point[], right: number): number | undefined {
  const best: Point[] = [];
  for (const point of points.toSorted((left, other) => left.price - other.price)) {
    if (point.right > (best.at(-1)?.right ?? Number.NEGATIVE_INFINITY)) best.push(point);
  }
  const place = best.findIndex(point => point.right >= right);
  const [below, above] = [best[place - 1], best[place]];
  if (!above) return undefined;
  if (!below) return above.price;
  const share = (right - below.right) / (above.right - below.right);
  return below.price + share * (above.price - below.price);
}
