import type { ArmTask, PricedArm } from './playArms.ts';

/** Share of tasks solved and mean price of an order of arms that stops at the first pass. */
export type OrderValue = { readonly solved: number; readonly price: number };

/** Every order of at most `most` draws, the empty one first. */
export function allOrders(arms: readonly PricedArm[], most: number): readonly (readonly string[])[] {
  let longest: readonly (readonly string[])[] = [[]];
  const orders = [...longest];
  for (let length = 1; length <= most; length++) {
    longest = longest.flatMap(order => arms.map(arm => [...order, arm.id]));
    orders.push(...longest);
  }
  return orders;
}

/** What an order gets on tasks, exactly: the mean over all ways to draw the recorded runs without putting them back. */
export function valueOfOrder(
  order: readonly string[],
  tasks: readonly ArmTask[],
  arms: readonly PricedArm[],
): OrderValue {
  const prices = new Map(arms.map(arm => [arm.id, arm.price]));
  let [solved, price] = [0, 0];
  for (const task of tasks) {
    const left = new Map(
      Object.entries(task.arms).map(([id, draws]) => [
        id,
        { failed: draws.filter(draw => !draw.right).length, all: draws.length },
      ]),
    );
    let open = 1;
    for (const id of order) {
      const runs = left.get(id);
      if (!runs || runs.all === 0) continue;
      price += open * (prices.get(id) ?? 0);
      open *= Math.max(0, runs.failed) / runs.all;
      left.set(id, { failed: runs.failed - 1, all: runs.all - 1 });
    }
    solved += 1 - open;
  }
  return { solved: solved / tasks.length, price: price / tasks.length };
}

/** The order that is best by P(solved) minus price at `lambda`. */
export function bestOrder(
  orders: readonly (readonly string[])[],
  values: readonly OrderValue[],
  lambda: number,
): readonly string[] {
  let [best, top] = [orders[0] ?? [], Number.NEGATIVE_INFINITY];
  for (const [i, { solved, price }] of values.entries()) {
    const worth = solved - lambda * price;
    if (worth > top) [best, top] = [orders[i] ?? [], worth];
  }
  return best;
}
