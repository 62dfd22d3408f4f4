import type { Cost } from './cost.ts';

/**
 * One action's right to spend. Whoever does paid work on behalf of an action gets its Call,
 * charges what was really used (also when the work failed), and stops when the signal fires.
 */
export type Call = {
  readonly signal: AbortSignal;
  /** Books what was used to this action. May be called many times. */
  charge(used: Cost): void;
  /** Asks for more than was reserved for this action (a retry is one more request). False: do not do it. */
  extend(more: Cost): boolean;
};
