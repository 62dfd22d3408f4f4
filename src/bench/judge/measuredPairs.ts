import { meanOf } from '../../engine/mean.ts';
import { BadOption } from '../../runConfig.ts';
import { type Comparison, comparisonsOf, ensembleComparisons } from './comparison.ts';
import { comparedLabels, type EceMeans, eceMeans } from './eceMeans.ts';
import type { JudgeRow } from './judgeSuite.ts';
import { type EceFigures, labelledRows } from './labelledRows.ts';
import { creditsOf, type MalformedFigures, malformedFigures } from './malformed.ts';
import { ensemblesOf, pairsOf, readingsOf } from './pairReading.ts';
import { constantJudge, invertedJudge, type PairJudge, type PairSet } from './pairSet.ts';
import { type SharedPairs, sharedPairs } from './sharedPairs.ts';

/** A judge, how many pairs it was asked about, and how many of them another was asked about, too. */
export type Asked = { readonly judge: string; readonly pairs: number; readonly shared: number };

/** All figures of one set of pairs. */
export type Measured = {
  readonly name: string;
  readonly pairs: number;
  readonly best: string;
  readonly rows: readonly JudgeRow[];
  readonly asked: readonly Asked[];
  readonly eces: readonly EceFigures[];
  readonly eceMeans: readonly EceMeans[];
  readonly malformed: MalformedFigures;
  readonly comparisons: readonly Comparison[];
  readonly product: readonly SharedPairs[];
};

/** Measures the judges of a set, one of them or all, with the synthetic ones and the ensembles; names carry the prefix. */
export async function measuredSet(
  set: PairSet,
  judge: string | undefined,
  seeds: number,
  signal: AbortSignal,
  prefix: string,
): Promise<Measured> {
  const best = bestOf(set);
  const synthetic = [invertedJudge(best), constantJudge(best)].map(one => ({
    ...one,
    name: prefix + one.name,
  }));
  const spoiled = `${prefix}all, inverted, constant`;
  const shown = set.judges.filter(({ name }) => judge === undefined || name === judge);
  const readings = [
    ...[...shown, ...synthetic].flatMap(one => readingsOf(one, set)),
    ...(set.judges.length < 2
      ? []
      : [
          ...ensemblesOf(`${prefix}all`, set.judges, set),
          ...ensemblesOf(spoiled, [...set.judges, ...synthetic], set),
        ]),
  ];
  const rows: JudgeRow[] = [];
  const eces: EceFigures[] = [];
  for (const reading of readings.filter(one => one.pairs.length > 0)) {
    await new Promise(resolve => setImmediate(resolve));
    signal.throwIfAborted();
    for (const { row, figures } of labelledRows(reading, set, seeds)) {
      rows.push(row);
      eces.push(figures);
    }
  }
  const ensembles = [`${prefix}all`, spoiled].map(name => readings.filter(reading => reading.judge === name));
  const members = set.judges.flatMap(one => readingsOf(one, set)).filter(isBothOrders);
  return {
    name: set.name,
    pairs: set.labels.length,
    asked: askedOf(set),
    best: best.name,
    rows,
    eces,
    eceMeans: eceMeans(set.name, eces, [...synthetic.map(one => one.name), spoiled]),
    malformed: malformedFigures(set, seeds),
    comparisons: [
      ...shown.flatMap(one => comparisonsOf(one, set)),
      ...ensembles.flatMap(some => ensembleComparisons(some, members, set, comparedLabels, seeds)),
    ],
    product: sharedPairs(set, seeds),
  };
}

function isBothOrders({ protocol }: { readonly protocol: string }): boolean {
  return protocol === 'both-orders';
}

function askedOf(set: PairSet): readonly Asked[] {
  const asked = set.judges.map(judge => new Set(pairsOf(judge)));
  return set.judges.map(({ name }, i) => {
    const mine = [...(asked[i] ?? [])];
    const isShared = (pair: number) => asked.some((pairs, j) => j !== i && pairs.has(pair));
    return { judge: name, pairs: mine.length, shared: mine.filter(isShared).length };
  });
}

function bestOf(set: PairSet): PairJudge {
  const ranked = set.judges
    .map(one => ({ one, accuracy: meanOf([...creditsOf([one], set).values()]) }))
    .sort((left, right) => right.accuracy - left.accuracy);
  const best = ranked[0]?.one;
  if (!best) throw new BadOption('There is no judge in the recorded verdicts.');
  return best;
}
