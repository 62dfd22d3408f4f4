import { jointWeights } from '../../engine/judging/trust/jointWeights.ts';
import { judgeWeight } from '../../engine/judging/trust/judgeTrust.ts';
import { meanOf } from '../../engine/mean.ts';
import type { JudgeProtocol } from './judgeSuite.ts';
import type { BothOrders, PairJudge, PairSet } from './pairSet.ts';
import { chanceOfFirst, marginOf, type PairVerdict, sameInBothOrders, tallied } from './pairVerdict.ts';
import { chanceOfLogOdds } from './sharpness.ts';

/** P(A is better) before it is sharpened, and the choice: 1 for A, -1 for B, 0 for none. */
export type Stated = { readonly chance: number; readonly choice: -1 | 0 | 1 };

/** A judge or several under a protocol, on the pairs it was asked about. */
export type PairReading = {
  readonly judge: string;
  readonly protocol: JudgeProtocol;
  readonly pairs: readonly number[];
  readonly calls: number;
  readonly parsed: number;
  readonly orderConsistency: number | null;
  /** What it says of a pair, having seen the labels of some. */
  stated(labelled: readonly number[]): (pair: number) => Stated;
  weight(labelled: readonly number[]): number | null;
};

/** The protocols of one judge: its first prompt in one order and in both, and all prompts together where it has several. */
export function readingsOf(judge: PairJudge, set: PairSet): readonly PairReading[] {
  const pairs = pairsOf(judge);
  const several = judge.prompts.length > 1;
  return [
    plain(judge, set, 'single', pairs, pair => ordersOf(judge, pair).slice(0, 1)),
    plain(judge, set, 'both-orders', pairs, pair => ordersOf(judge, pair)),
    ...(several ? [plain(judge, set, 'votes', pairs, pair => allOf(judge, pair))] : []),
  ];
}

/** Several judges, each by its first prompt in both orders, on the pairs that two of them at least were asked about. */
export function ensemblesOf(
  name: string,
  judges: readonly PairJudge[],
  set: PairSet,
): readonly PairReading[] {
  const asked = (pair: number) => judges.filter(judge => ordersOf(judge, pair).length > 0);
  const pairs = set.labels.flatMap((_, pair) => (asked(pair).length > 1 ? [pair] : []));
  const verdicts = (pair: number) => judges.flatMap(judge => ordersOf(judge, pair));
  const weights = weightsOf(judges, set);
  const shape = { judge: name, pairs, orderConsistency: null, weight: () => null, ...sizes(pairs, verdicts) };
  return [
    { ...shape, protocol: 'ensemble', stated: () => pair => equal(verdicts(pair)) },
    {
      ...shape,
      protocol: 'calibrated-ensemble',
      stated: labelled => {
        const learnt = weights(labelled);
        return pair => {
          const odds = marginsOf(judges, pair).reduce((sum, one, i) => sum + one * (learnt[i] ?? 0), 0);
          return { chance: chanceOfLogOdds(odds), choice: signOf(odds) };
        };
      },
    },
  ];
}

/** The weights of judges after some labels, fitted together; a judge that has no weight by itself has none among others. */
function weightsOf(
  judges: readonly PairJudge[],
  set: PairSet,
): (labelled: readonly number[]) => readonly number[] {
  const trusts = judges.map(judge => trustIn(judge, set));
  return labelled => {
    const cases = labelled.map(pair => ({
      said: marginsOf(judges, pair).map(margin => margin * (set.labels[pair] === 'A' ? 1 : -1)),
    }));
    return jointWeights(
      cases,
      trusts.map(trust => (trust(labelled) > 0 ? trust([]) : 0)),
    );
  };
}

function marginsOf(judges: readonly PairJudge[], pair: number): readonly number[] {
  return judges.map(judge => marginOf(tallied(ordersOf(judge, pair))));
}

/** The weight of a judge after some labels, by its first prompt in both orders. */
function trustIn(judge: PairJudge, set: PairSet): (labelled: readonly number[]) => number {
  const sumOf = (pair: number) => tallied(ordersOf(judge, pair)).sum;
  const decided = meanOf(pairsOf(judge).map(pair => Math.abs(Math.sign(sumOf(pair)))));
  return labelled => {
    const sums = labelled.map(pair => sumOf(pair) * (set.labels[pair] === 'A' ? 1 : -1));
    return judgeWeight({
      right: sums.filter(sum => sum > 0).length,
      wrong: sums.filter(sum => sum < 0).length,
      decided,
    });
  };
}

/** The pairs that the judge's first prompt was asked about. */
export function pairsOf({ prompts }: PairJudge): readonly number[] {
  return [...(prompts[0]?.verdicts.keys() ?? [])].sort((left, right) => left - right);
}

function plain(
  judge: PairJudge,
  set: PairSet,
  protocol: JudgeProtocol,
  pairs: readonly number[],
  verdicts: (pair: number) => readonly PairVerdict[],
): PairReading {
  const known = pairs.flatMap(pair => {
    const both = judge.prompts[0]?.verdicts.get(pair);
    const same = both && sameInBothOrders(...both);
    return same === undefined ? [] : [same ? 1 : 0];
  });
  return {
    judge: judge.name,
    protocol,
    pairs,
    ...sizes(pairs, verdicts),
    orderConsistency: known.length === 0 ? null : meanOf(known),
    stated: () => pair => equal(verdicts(pair)),
    weight: trustIn(judge, set),
  };
}

function sizes(pairs: readonly number[], verdicts: (pair: number) => readonly PairVerdict[]) {
  const all = pairs.map(verdicts);
  return {
    calls: meanOf(all.map(({ length }) => length)),
    parsed: meanOf(all.flat().map(verdict => (verdict === 'none' ? 0 : 1))),
  };
}

function equal(verdicts: readonly PairVerdict[]): Stated {
  const tally = tallied(verdicts);
  return { chance: chanceOfFirst(tally), choice: signOf(tally.sum) };
}

function signOf(value: number): -1 | 0 | 1 {
  return value > 0 ? 1 : value < 0 ? -1 : 0;
}

function ordersOf({ prompts }: PairJudge, pair: number): BothOrders | readonly [] {
  return prompts[0]?.verdicts.get(pair) ?? [];
}

function allOf({ prompts }: PairJudge, pair: number): readonly PairVerdict[] {
  return prompts.flatMap(prompt => prompt.verdicts.get(pair) ?? []);
}
