import type { Action } from '../action.ts';
import type { Cost } from '../cost.ts';
import { forecast, reservationValue } from '../forecast.ts';
import type { Considered } from '../policy.ts';
import { chargeOf, type Price } from '../price.ts';

type Buy = {
  readonly action: Action;
  /** Expected gain in P(correct) over the leader's quality. */
  readonly value: number;
  readonly expectedCost: Cost;
  readonly forecast: string;
};

/**
 * An action under a price. Its reservation value is that of a box that holds 1 with the chance that makes this gain, and
 * else what is there already: so that actions of any kind are in the order of gain by charge.
 */
export function consider(buy: Buy, quality: number, price: Price): Considered {
  const charge = chargeOf(buy.expectedCost, price);
  const chance = quality < 1 ? Math.min(1, buy.value / (1 - quality)) : 0;
  const box = forecast([
    { value: 1, weight: chance },
    { value: quality, weight: 1 - chance },
  ]);
  return { ...buy, reservation: reservationValue(box, charge), charge };
}
