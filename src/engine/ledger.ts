import { addCosts, type Cost, totalTokens, zeroCost } from './cost.ts';

/** Hard caps; a missing one does not limit. `seconds` is wall time of the run. */
export type Budget = {
  /** Prompt and completion tokens together. */
  readonly tokens?: number;
  readonly calls?: number;
  readonly sandboxSeconds?: number;
  readonly microDollars?: number;
  readonly seconds?: number;
};

/** The part of a budget that a ledger holds; wall time is the run's. */
export type Cap = Exclude<keyof Budget, 'seconds'>;

/** The first cap under which less is available than this cost needs. */
export function obstacleTo(worst: Cost, available: (cap: Cap) => number): Cap | undefined {
  return caps.find(cap => measure[cap](worst) > available(cap));
}

/** The hold of one action: what may still be charged before it is settled. */
export type Hold = {
  readonly reserved: Cost;
  readonly used: Cost;
  charge(used: Cost): void;
  /** Reserves more for the same action; false when it does not fit. */
  extend(more: Cost): boolean;
  /** Gives back what was not used. Charging a settled hold is an error. */
  settle(): Cost;
};

const measure: Readonly<Record<Cap, (cost: Cost) => number>> = {
  tokens: totalTokens,
  calls: cost => cost.calls,
  sandboxSeconds: cost => cost.sandboxSeconds,
  microDollars: cost => cost.microDollars,
};
const caps = Object.keys(measure) as Cap[];

/**
 * Reserve, then spend, then settle: the sum of what is spent and what is held never passes a cap, so no
 * number of actions in flight can overspend.
 */
export class Ledger {
  readonly #budget: Budget;
  #settled: Cost = zeroCost;
  readonly #holds = new Set<OpenHold>();

  constructor(budget: Budget) {
    for (const [name, value] of Object.entries(budget)) {
      if (!(value >= 0))
        throw new RangeError(`The budget's ${name} is ${value}; give a number of 0 or more.`);
    }
    this.#budget = budget;
  }

  /** Everything charged so far, settled or not. */
  get spent(): Cost {
    let sum = this.#settled;
    for (const hold of this.#holds) sum = addCosts(sum, hold.used);
    return sum;
  }

  /** What can still be reserved under a cap; Infinity without one. */
  available(cap: Cap): number {
    const limit = this.#budget[cap];
    if (limit === undefined) return Number.POSITIVE_INFINITY;
    let taken = measure[cap](this.#settled);
    for (const hold of this.#holds) taken += Math.max(measure[cap](hold.reserved), measure[cap](hold.used));
    return limit - taken;
  }

  /** The first cap that this cost does not fit under, or undefined when it fits. */
  obstacle(worst: Cost): Cap | undefined {
    return obstacleTo(worst, cap => this.available(cap));
  }

  /** Holds the worst case of an action, or returns undefined when it does not fit. */
  reserve(worst: Cost): Hold | undefined {
    if (this.obstacle(worst)) return undefined;
    const hold = new OpenHold(
      worst,
      more => this.obstacle(more) === undefined,
      used => this.#close(hold, used),
    );
    this.#holds.add(hold);
    return hold;
  }

  #close(hold: OpenHold, used: Cost): void {
    this.#holds.delete(hold);
    this.#settled = addCosts(this.#settled, used);
  }
}

class OpenHold implements Hold {
  reserved: Cost;
  used: Cost = zeroCost;
  #open = true;
  readonly #fits: (more: Cost) => boolean;
  readonly #close: (used: Cost) => void;

  constructor(reserved: Cost, fits: (more: Cost) => boolean, close: (used: Cost) => void) {
    this.reserved = reserved;
    this.#fits = fits;
    this.#close = close;
  }

  charge(used: Cost): void {
    if (!this.#open) throw new Error('A settled hold was charged; spend before settling.');
    this.used = addCosts(this.used, used);
  }

  extend(more: Cost): boolean {
    if (!this.#open || !this.#fits(more)) return false;
    this.reserved = addCosts(this.reserved, more);
    return true;
  }

  settle(): Cost {
    if (this.#open) {
      this.#open = false;
      this.#close(this.used);
    }
    return this.used;
  }
}
