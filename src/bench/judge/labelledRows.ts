import { brierScore, calibrationError, type Prediction } from '../../engine/calibration.ts';
import { meanOf } from '../../engine/mean.ts';
import { shuffled } from '../../engine/probes/shuffled.ts';
import { type Random, seededRandom } from '../../engine/random.ts';
import { intervalOfMean } from '../recorded/interval.ts';
import { eceBins, type JudgeRow, labelCountsFor } from './judgeSuite.ts';
import type { PairReading } from './pairReading.ts';
import type { PairSet } from './pairSet.ts';
import { sharpened, sharpnessOf } from './sharpness.ts';

/** An ECE and what it is to be compared with. */
export type EceFigures = Pick<JudgeRow, 'judge' | 'protocol' | 'labels' | 'ece'> & {
  /** What the same forecasts would show if every chance were the true one: pairs are few. */
  readonly floor: number;
  /** What the same calibration would show if a factor on the log odds were all that is wrong: labels are few, too. */
  readonly reach: number;
  /** Of P(A is better) in place of P(the preferred one is better): it depends on which of a pair is called A. */
  readonly ofFirst: number;
};

export type LabelledRow = { readonly row: JudgeRow; readonly figures: EceFigures };

/** A row for each number of labels that leaves enough pairs to measure on. */
export function labelledRows(reading: PairReading, set: PairSet, seeds: number): readonly LabelledRow[] {
  const truth = truthOf(reading, set);
  return labelCountsFor(reading.pairs.length).map(labels =>
    rowAt(reading, set, labels, labels === 0 ? 1 : seeds, truth),
  );
}

type Sides = (pair: number) => boolean;

function rowAt(
  reading: PairReading,
  set: PairSet,
  labels: number,
  seeds: number,
  truth: (pair: number) => number,
): LabelledRow {
  const isA: Sides = pair => set.labels[pair] === 'A';
  const hits = new Map<number, number[]>(reading.pairs.map(pair => [pair, []]));
  const drawn: Forecasts[] = [];
  const weights: number[] = [];
  for (let seed = 0; seed < seeds; seed++) {
    const order = shuffled(seededRandom(`judge/${labels}/${seed}`), reading.pairs);
    const [labelled, rest] = [order.slice(0, labels), order.slice(labels)];
    const stated = reading.stated(labelled);
    for (const pair of rest) hits.get(pair)?.push(stated(pair).choice === (isA(pair) ? 1 : -1) ? 1 : 0);
    const chances = {
      held: heldOut(reading, labelled),
      rest: rest.map((pair): Chance => [pair, stated(pair).chance]),
    };
    drawn.push(forecast(chances, isA, truth, seededRandom(`floor/${labels}/${seed}`)));
    const weight = reading.weight(labelled);
    if (weight !== null) weights.push(weight);
  }
  const perPair = [...hits.values()].filter(({ length }) => length > 0).map(meanOf);
  const mean = (of: (one: Forecasts) => number) => meanOf(drawn.map(of));
  const row: JudgeRow = {
    judge: reading.judge,
    protocol: reading.protocol,
    labels,
    accuracy: meanOf(perPair),
    ci95: intervalOfMean(perPair),
    calls: reading.calls,
    ece: mean(({ said }) => eceOf(said)),
    brier: mean(({ said }) => brierScore(said)),
    orderConsistency: reading.orderConsistency,
    weight: weights.length === 0 ? null : meanOf(weights),
    parsed: reading.parsed,
  };
  const figures = {
    ...{ judge: row.judge, protocol: row.protocol, labels, ece: row.ece },
    floor: mean(({ perfect }) => eceOf(perfect)),
    reach: mean(({ redrawn }) => eceOf(redrawn)),
    ofFirst: mean(({ said }) => calibrationError(said, eceBins)),
  };
  return { row, figures };
}

/** Predictions that A is better, of the pairs without label. */
type Forecasts = {
  readonly said: readonly Prediction[];
  /** The same, with what came of them drawn from what they say. */
  readonly perfect: readonly Prediction[];
  /** Calibrated and compared with sides that were drawn from the true chances. */
  readonly redrawn: readonly Prediction[];
};

function forecast(chances: Chances, isA: Sides, truth: (pair: number) => number, random: Random): Forecasts {
  const sides = new Map(
    [...chances.held, ...chances.rest].map(([pair]) => [pair, random.next() < truth(pair)]),
  );
  const said = calibrated(chances, isA);
  return {
    said,
    perfect: said.map(({ chance }) => ({ chance, right: random.next() < chance })),
    redrawn: calibrated(chances, pair => sides.get(pair) ?? false),
  };
}

/** A pair and P(A is better) as stated. */
type Chance = readonly [pair: number, chance: number];

/** Of labelled pairs and of the rest. */
type Chances = { readonly held: readonly Chance[]; readonly rest: readonly Chance[] };

function calibrated({ held, rest }: Chances, isA: Sides): readonly Prediction[] {
  const factor = sharpnessOf(held.map(([pair, chance]) => ({ chance, right: isA(pair) })));
  return rest.map(([pair, chance]) => ({ chance: sharpened(chance, factor), right: isA(pair) }));
}

const folds = 5;

/** What is said of labelled pairs by who has not seen their fold: weights would otherwise look better than they are. */
function heldOut(reading: PairReading, labelled: readonly number[]): readonly Chance[] {
  return Array.from({ length: folds }, (_, fold) => {
    const isIn = (place: number) => place % folds === fold;
    const stated = reading.stated(labelled.filter((_, place) => !isIn(place)));
    return labelled.filter((_, place) => isIn(place)).map((pair): Chance => [pair, stated(pair).chance]);
  }).flat();
}

/** P(A is better) as the factor that fits all labels makes it: it stands for the truth where sides are drawn. */
function truthOf(reading: PairReading, set: PairSet): (pair: number) => number {
  const held = heldOut(reading, reading.pairs);
  const factor = sharpnessOf(held.map(([pair, chance]) => ({ chance, right: set.labels[pair] === 'A' })));
  const stated = reading.stated(reading.pairs);
  return pair => sharpened(stated(pair).chance, factor);
}

/** The ECE of P(the preferred one is better), the same whichever is called A. Where none is preferred, half are right. */
function eceOf(predictions: readonly Prediction[]): number {
  const twice = predictions.flatMap(({ chance, right }) => {
    const preferred = {
      chance: Number(Math.max(chance, 1 - chance).toFixed(9)),
      right: right === chance > 0.5,
    };
    return preferred.chance === 0.5
      ? [preferred, { ...preferred, right: !preferred.right }]
      : [preferred, preferred];
  });
  return calibrationError(twice, eceBins);
}
