import { type Action, type ActionId, type Outcome, sameAction } from './action.ts';
import type { Cost } from './cost.ts';
import { Heap } from './heap.ts';
import type { Hold, Ledger } from './ledger.ts';
import type { Decision, Policy } from './policy.ts';
import type { Random } from './random.ts';

/** A task of a batch: who decides for it, and what an action on it can cost at most. */
export type BatchTask = {
  readonly policy: Policy;
  /** Undefined where it cannot be performed any more; the task then bids no more. */
  readonly worst: (action: Action) => Cost | undefined;
};

export type BatchSetup = {
  readonly tasks: readonly BatchTask[];
  /** The one budget of all tasks. */
  readonly ledger: Ledger;
  /** What a cost is worth in whatever is scarce: a price, tokens, calls. */
  readonly charge: (cost: Cost) => number;
  /** So many actions each task gets before any is left behind, so that a bad prior cannot starve it for good. */
  readonly floor: number;
  /** Orders equal bids. */
  readonly random: Random;
};

/** An action bought for a task; settle its hold before telling. */
export type Purchase = {
  readonly task: number;
  readonly id: ActionId;
  readonly action: Action;
  readonly hold: Hold;
};

/** ended: no task wants anything, whatever is in flight. spent: the best buy does not fit under the budget. */
export type BatchStep =
  | { readonly type: 'bought'; readonly purchase: Purchase }
  | { readonly type: 'ended' | 'spent' };

type Bid = {
  readonly task: number;
  readonly action: Action;
  readonly worst: Cost;
  readonly worth: number;
  readonly tie: number;
};

/**
 * Many tasks under one budget: the next action anywhere is the one with the best gain per cost everywhere. Every task has
 * a policy; what it wants next is its bid, worth its expected gain by its charge (a policy that tells no gain is served in
 * turns). A task that is solved, or whose policy has stopped, bids no more.
 */
export class Batch {
  readonly #setup: BatchSetup;
  readonly #bought: number[];
  readonly #solved = new Set<number>();
  readonly #bids = new BidHeap();
  #actions = 0;

  constructor(setup: BatchSetup) {
    this.#setup = setup;
    this.#bought = setup.tasks.map(() => 0);
    this.revalue();
  }

  /** How many actions were bought for each task. */
  get bought(): readonly number[] {
    return this.#bought;
  }

  /** Asks every task anew; for when something they share has changed. */
  revalue(): void {
    for (const task of this.#setup.tasks.keys()) this.#ask(task);
  }

  /** Buys the best action anywhere. Call again for more at once; what is in flight is known to the policies. */
  next(): BatchStep {
    const bid = this.#bids.best();
    if (!bid) return { type: 'ended' };
    const { task, action, worst } = bid;
    const hold = this.#setup.ledger.reserve(worst);
    if (!hold) return { type: 'spent' };
    this.#actions += 1;
    const id = `a${this.#actions}`;
    this.#bought[task] = (this.#bought[task] ?? 0) + 1;
    this.#task(task).policy.started([{ id, action }]);
    this.#ask(task);
    return { type: 'bought', purchase: { task, id, action, hold } };
  }

  /** What became of a purchase. A task with a verified candidate bids no more, whatever its policy. */
  tell(task: number, outcome: Outcome): void {
    this.#task(task).policy.tell(outcome);
    if (outcome.result.type === 'candidate' && outcome.result.candidate.reward?.verified)
      this.#solved.add(task);
    this.#ask(task);
  }

  #task(task: number): BatchTask {
    const found = this.#setup.tasks[task];
    if (!found) throw new RangeError(`There is no task ${task} among ${this.#setup.tasks.length}.`);
    return found;
  }

  #ask(task: number): void {
    const { policy, worst: worstOf } = this.#task(task);
    const decision = policy.ask(1);
    const [action] = decision.type === 'act' && !this.#solved.has(task) ? decision.actions : [];
    const worst = action && worstOf(action);
    if (!action || !worst) this.#bids.remove(task);
    else {
      const worth = this.#worth(task, decision, action);
      this.#bids.set({ task, action, worst, worth, tie: this.#setup.random.next() });
    }
  }

  #worth(task: number, decision: Decision, action: Action): number {
    const bought = this.#bought[task] ?? 0;
    const inTurns = 1 / (1 + bought);
    if (bought < this.#setup.floor) return Number.MAX_VALUE * inTurns;
    const considered = decision.type === 'act' ? decision.why.considered : [];
    const own = considered.find(one => sameAction(one.action, action));
    return own ? own.value / Math.max(this.#setup.charge(own.expectedCost), Number.MIN_VALUE) : inTurns;
  }
}

/** At most one bid a task, the best on top. A bid that was replaced stays in the heap until it comes up. */
class BidHeap {
  readonly #heap = new Heap<Bid>(isBetter);
  readonly #current = new Map<number, Bid>();

  set(bid: Bid): void {
    this.#current.set(bid.task, bid);
    this.#heap.push(bid);
  }

  remove(task: number): void {
    this.#current.delete(task);
  }

  best(): Bid | undefined {
    while (this.#heap.first && this.#current.get(this.#heap.first.task) !== this.#heap.first)
      this.#heap.pop();
    return this.#heap.first;
  }
}

function isBetter(left: Bid, right: Bid): boolean {
  return left.worth !== right.worth ? left.worth > right.worth : left.tie > right.tie;
}
