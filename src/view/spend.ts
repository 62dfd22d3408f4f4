import { addCosts, type Cost, zeroCost } from '../engine/cost.ts';
import type { SpendPart } from '../protocol.ts';

/** Nothing spent yet, a part for each purpose. */
export const noSpend: readonly SpendPart[] = (
  ['baseline', 'attempts', 'judging', 'duplicate', 'unusable', 'failed', 'cancelled'] as const
).map(purpose => ({ purpose, actions: 0, cost: zeroCost }));

/** Books one action's cost to its purpose. */
export function addSpend(
  parts: readonly SpendPart[],
  purpose: SpendPart['purpose'],
  cost: Cost,
): readonly SpendPart[] {
  return parts.map(part =>
    part.purpose === purpose ? { purpose, actions: part.actions + 1, cost: addCosts(part.cost, cost) } : part,
  );
}
