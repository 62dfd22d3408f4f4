import { addCosts, type Cost, scaledCost } from './cost.ts';

/** Mean cost of each kind of action so far, from a guess that weighs like one of them. */
export class MeanCosts {
  readonly #seen = new Map<string, { readonly sum: Cost; readonly count: number }>();

  add(kind: string, cost: Cost): void {
    const before = this.#seen.get(kind);
    this.#seen.set(kind, {
      sum: before ? addCosts(before.sum, cost) : cost,
      count: (before?.count ?? 0) + 1,
    });
  }

  expected(kind: string, guess: Cost): Cost {
    const seen = this.#seen.get(kind);
    return seen ? scaledCost(addCosts(seen.sum, guess), 1 / (seen.count + 1)) : scaledCost(guess, 1);
  }
}
