import type { Action, ActionId, Result } from './action.ts';
import type { Call } from './call.ts';
import type { Cost } from './cost.ts';
import type { Cap } from './ledger.ts';

/** What an action may cost at most, and the way to perform it within that; or the cap that leaves no room for it. */
export type Offer =
  | { readonly type: 'offer'; readonly worst: Cost; perform(id: ActionId, call: Call): Promise<Result> }
  | { readonly type: 'refused'; readonly cap: Cap };

/** Turns actions into calls to models, tests and rewards. */
export interface Executor {
  /** The tests are to be run on the code as it stands before anything is bought. */
  readonly needsBaseline: boolean;
  /** Finds out what offers depend on (the length of the prompt). Rejects like a generation does. */
  prepare(signal: AbortSignal): Promise<void>;
  offer(action: Action, available: (cap: Cap) => number): Offer;
}
