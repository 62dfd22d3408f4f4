import { meanOf } from '../../engine/mean.ts';
import { intervalOfMean } from './interval.ts';
import type { Played } from './playArms.ts';
import type { Plot, SuiteRow } from './suite.ts';

/** What one policy with its options got, by task; sums over seeds. */
export type Tally = {
  readonly policy: string;
  readonly options: Readonly<Record<string, unknown>>;
  readonly right: Float64Array;
  readonly price: Float64Array;
  draws: number;
  tokens: number;
  millis: number;
  decisions: number;
  readonly stops: Map<string, number>;
};

/** Collects what is played, a tally for each policy with its options. */
export class Tallies {
  readonly #tasks: number;
  readonly #tallies = new Map<string, Tally>();

  constructor(tasks: number) {
    this.#tasks = tasks;
  }

  get all(): readonly Tally[] {
    return [...this.#tallies.values()];
  }

  add(policy: string, options: Readonly<Record<string, unknown>>, task: number, played: Played): void {
    const key = `${policy} ${JSON.stringify(options)}`;
    const tally = this.#tallies.get(key) ?? this.#begin(policy, options);
    this.#tallies.set(key, tally);
    tally.right[task] = (tally.right[task] ?? 0) + (played.right ? 1 : 0);
    tally.price[task] = (tally.price[task] ?? 0) + played.price;
    tally.draws += played.draws;
    tally.tokens += played.tokens;
    tally.millis += played.millis;
    tally.decisions += played.draws + 1;
    tally.stops.set(played.stop, (tally.stops.get(played.stop) ?? 0) + 1);
  }

  #begin(policy: string, options: Readonly<Record<string, unknown>>): Tally {
    const [right, price] = [new Float64Array(this.#tasks), new Float64Array(this.#tasks)];
    return { policy, options, right, price, draws: 0, tokens: 0, millis: 0, decisions: 0, stops: new Map() };
  }
}

/** A tally as a row; `budget` is the most draws a task could have. */
export function rowOfTally(tally: Tally, seeds: number, budget: number): SuiteRow {
  const share = Array.from(tally.right, value => value / seeds);
  const plays = tally.right.length * seeds;
  return {
    policy: tally.policy,
    options: tally.options,
    budget,
    unit: 'draws',
    accuracy: meanOf(share),
    ci95: intervalOfMean(share),
    tokens: tally.tokens / plays,
    draws: tally.draws / plays,
    testDraws: 0,
    price: meanOf(Array.from(tally.price, value => value / seeds)),
    stopReasons: Object.fromEntries(tally.stops),
    millisPerDecision: tally.millis / Math.max(1, tally.decisions),
  };
}

/** Accuracy against price, a curve for each policy. */
export function priceCurve(title: string, all: readonly Tally[], seeds: number): Plot {
  const names = [...new Set(all.map(tally => tally.policy))];
  const pointOf = ({ right, price }: Tally) => ({
    x: meanOf(Array.from(price, value => value / seeds)),
    y: meanOf(Array.from(right, value => value / seeds)),
  });
  return {
    title,
    x: { label: 'price of a task' },
    y: { label: 'share right' },
    series: names.map(name => ({
      name,
      points: all
        .filter(tally => tally.policy === name)
        .map(pointOf)
        .sort((left, right) => left.x - right.x),
    })),
  };
}
