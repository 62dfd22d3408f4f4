import { meanOf } from '../../engine/mean.ts';
import { shuffled } from '../../engine/probes/shuffled.ts';
import { seededRandom } from '../../engine/random.ts';
import { intervalOfMean } from '../recorded/interval.ts';
import type { Interval } from '../recorded/suite.ts';
import { leastRest } from './judgeSuite.ts';
import type { PairReading } from './pairReading.ts';
import type { BothOrders, JudgePrompt, PairJudge, PairSet } from './pairSet.ts';
import { marginOf, type PairVerdict, tallied } from './pairVerdict.ts';

/** An aggregate against a plainer way on the same pairs; no choice counts half. */
export type Comparison = {
  readonly judge: string;
  readonly aggregate: string;
  readonly pairs: number;
  readonly calls: number;
  readonly accuracy: number;
  /** The best by hindsight: the judge's best prompt, or the best judge. */
  readonly against: string;
  readonly againstCalls: number;
  readonly againstAccuracy: number;
  /** Paired over pairs. */
  readonly difference: Interval;
  readonly verdict: 'better' | 'worse' | 'not told apart';
};

type Side = { readonly name: string; readonly calls: number; readonly credits: readonly number[] };

function compared(judge: string, aggregate: Side, against: Side): Comparison {
  const { credits } = aggregate;
  const difference = intervalOfMean(credits.map((value, i) => value - (against.credits[i] ?? 0)));
  return {
    ...{ judge, aggregate: aggregate.name, pairs: credits.length },
    ...{ calls: aggregate.calls, accuracy: meanOf(credits) },
    ...{ against: against.name, againstCalls: against.calls, againstAccuracy: meanOf(against.credits) },
    ...{ difference, verdict: difference[0] > 0 ? 'better' : difference[1] < 0 ? 'worse' : 'not told apart' },
  };
}

/** Both orders against one, two prompts against one at two calls, and all prompts in both orders against one. */
export function comparisonsOf(judge: PairJudge, set: PairSet): readonly Comparison[] {
  const [first] = judge.prompts;
  if (!first) return [];
  const prompts = judge.prompts.length > 1 ? shared(judge.prompts) : judge.prompts;
  const pairs = [...first.verdicts.keys()].filter(pair =>
    prompts.every(({ verdicts }) => verdicts.has(pair)),
  );
  const credits = (verdicts: (pair: number) => readonly PairVerdict[]) =>
    pairs.map(pair => creditOf(marginOf(tallied(verdicts(pair))), pair, set));
  const of = (prompt: JudgePrompt, pair: number): BothOrders => prompt.verdicts.get(pair) ?? ['none', 'none'];
  const ones = prompts.map(
    (prompt): Side => ({
      ...{ name: `${prompt.name} in one order`, calls: 1 },
      credits: credits(pair => of(prompt, pair).slice(0, 1)),
    }),
  );
  const boths = prompts.map(
    (prompt): Side => ({
      ...{ name: `${prompt.name} in both`, calls: 2 },
      credits: credits(pair => of(prompt, pair)),
    }),
  );
  const bestOne = bestSide(ones);
  const same = boths[ones.indexOf(bestOne)] ?? bestSide(boths);
  const both = compared(judge.name, { ...same, name: 'both orders' }, bestOne);
  if (prompts.length < 2) return [both];
  const couples = prompts.flatMap(one =>
    prompts.filter(other => other !== one).map(other => [one, other] as const),
  );
  const coupled = couples.map(([one, other]) => credits(pair => [of(one, pair)[0], of(other, pair)[1]]));
  const mean = pairs.map((_, i) => meanOf(coupled.map(values => values[i] ?? 0)));
  const every = credits(pair => prompts.flatMap(prompt => [...of(prompt, pair)]));
  const best = bestSide(boths);
  const all = `all ${prompts.length} prompts, both orders`;
  return [
    both,
    compared(judge.name, { name: 'two prompts, one order each', calls: 2, credits: mean }, best),
    compared(judge.name, { name: all, calls: 2 * prompts.length, credits: every }, best),
  ];
}

/**
 * Each ensemble with so many labels against its best judge in both orders, on the pairs that this judge was asked about; and
 * each against those before it. On pairs without label, means over draws of labels.
 */
export function ensembleComparisons(
  ensembles: readonly PairReading[],
  members: readonly PairReading[],
  set: PairSet,
  labels: number,
  seeds: number,
): readonly Comparison[] {
  const sides = ensembles
    .filter(({ pairs }) => pairs.length - labels >= leastRest)
    .map(ensemble => ({ ...ensemble, credits: meanCredits(ensemble, set, labels, seeds) }));
  const singles = members.map(member => ({ ...member, credits: meanCredits(member, set, 0, 1) }));
  return sides.flatMap((one, place) => {
    const alone = singles.filter(({ pairs }) => pairs.some(pair => one.credits.has(pair)));
    const best = alone.toSorted(
      (l, r) => meanOf([...r.credits.values()]) - meanOf([...l.credits.values()]),
    )[0];
    return [...(best ? [best] : []), ...sides.slice(0, place)].map(other => {
      const pairs = one.pairs.filter(pair => one.credits.has(pair) && other.credits.has(pair));
      const on = ({ credits }: { readonly credits: ReadonlyMap<number, number> }) =>
        pairs.map(pair => credits.get(pair) ?? 0);
      return compared(
        one.judge,
        { name: `${one.protocol} with ${labels} labels`, calls: one.calls, credits: on(one) },
        { name: `${other.judge}, ${other.protocol}`, calls: other.calls, credits: on(other) },
      );
    });
  });
}

/** By pair: the mean credit over draws of labels that leave it without. */
function meanCredits(
  reading: PairReading,
  set: PairSet,
  labels: number,
  seeds: number,
): ReadonlyMap<number, number> {
  const found = new Map<number, number[]>();
  for (let seed = 0; seed < seeds; seed++) {
    const order = shuffled(seededRandom(`judge/${labels}/${seed}`), reading.pairs);
    const stated = reading.stated(order.slice(0, labels));
    for (const pair of order.slice(labels))
      found.set(pair, [...(found.get(pair) ?? []), creditOf(stated(pair).choice, pair, set)]);
  }
  return new Map([...found].map(([pair, credits]) => [pair, meanOf(credits)]));
}

function creditOf(margin: number, pair: number, set: PairSet): number {
  return (1 + Math.sign(margin) * (set.labels[pair] === 'A' ? 1 : -1)) / 2;
}

/** The side with most credits. Throws RangeError where there is none. */
function bestSide(sides: readonly Side[]): Side {
  const [first] = sides;
  if (!first) throw new RangeError('There is no side to compare with.');
  return sides.reduce((top, one) => (meanOf(one.credits) > meanOf(top.credits) ? one : top), first);
}

/** The prompts that were asked about half as many pairs as the first at least, so that enough pairs have them all. */
function shared(prompts: readonly JudgePrompt[]): readonly JudgePrompt[] {
  const most = prompts[0]?.verdicts.size ?? 0;
  return prompts.filter(({ verdicts }) => verdicts.size * 2 >= most);
}
