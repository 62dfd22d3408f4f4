import type { Random } from '../../random.ts';

/**
 * The reward below which a candidate is never taken: the threshold at which the mean excess over it is beta
 * (inference-time pessimism, Huang et al. 2025, arXiv 2503.21878). Beta above 0: towards 0 the best is taken, towards
 * infinity all are alike. Throws RangeError without rewards.
 */
export function pessimisticThreshold(rewards: readonly number[], beta: number): number {
  if (rewards.length === 0 || !(beta > 0)) {
    throw new RangeError(
      `A threshold needs rewards and a beta above 0; there are ${rewards.length}, ${beta}.`,
    );
  }
  const rising = rewards.toSorted((left, right) => left - right);
  let kept = rising.length;
  let sum = rising.reduce((total, reward) => total + reward, 0);
  for (const reward of rising) {
    const threshold = (sum - beta * rising.length) / kept;
    if (threshold <= reward || kept === 1) return threshold;
    sum -= reward;
    kept -= 1;
  }
  return rising.at(-1) ?? 0;
}

/**
 * Which reward is taken: the first of a shuffled order that is accepted with the chance of its excess over the
 * threshold out of the greatest excess that there can be, else the first. `greatest` is the highest reward there can be.
 */
export function pessimisticPick(
  rewards: readonly number[],
  { beta, greatest, random }: { readonly beta: number; readonly greatest: number; readonly random: Random },
): number {
  const threshold = pessimisticThreshold(rewards, beta);
  const bound = Math.max(greatest, ...rewards) - threshold;
  const order = rewards.map((reward, at) => ({ reward, at, place: random.next() }));
  order.sort((left, right) => left.place - right.place);
  const taken = order.find(({ reward }) => random.next() * bound < reward - threshold);
  return (taken ?? order[0])?.at ?? 0;
}
