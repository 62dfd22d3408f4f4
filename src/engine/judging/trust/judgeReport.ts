import {
  brierScore,
  calibrationError,
  type Prediction,
  type ReliabilityBin,
  reliabilityBins,
} from '../../calibration.ts';
import { flatJudge } from '../../judgeModel.ts';
import type { JudgeName } from '../judge.ts';
import type { JudgeLabel } from '../labels/judgeLabels.ts';
import { lengthBiasOf, orderConsistencyOf, positionBiasOf, scoreByLength } from './judgeBiases.ts';
import { fitJudge, isTold, type WeighedLabel } from './judgeFit.ts';
import { calibratedChance, statedChance } from './statedChance.ts';

/** How far the stated chances were from what came: both 0 at best, Brier 1/4 for always saying one half. */
export type Calibration = { readonly ece: number; readonly brier: number };

/** What a judge turned out to be worth. What is missing could not be measured yet. */
export type JudgeReport = {
  readonly judge: JudgeName;
  /** Whose judgements they were, as the provider names it. */
  readonly model: string;
  /** Verdicts that were asked for. */
  readonly asked: number;
  /** Share of them that could be read. */
  readonly parsed?: number;
  /** Readable ones that the meta reward was against. */
  readonly dropped: number;
  /** Candidates and pairs whose truth is known. */
  readonly labels: number;
  /** What it stated against what came, in at most 5 bins of equal mass: mean score, or 3/4 for the preferred of a pair. */
  readonly reliability: readonly ReliabilityBin[];
  /** Of what it stated, over those bins. */
  readonly stated?: Calibration;
  /** Of the chances that the labels before each made of its verdicts. */
  readonly calibrated?: Calibration;
  /** Share of pairs on which both orders gave the same. */
  readonly orderConsistency?: number;
  /** Among pairs on which the order decided, the share for the one shown first; 1/2 is no bias. */
  readonly positionBias?: number;
  /** How much more often it preferred the longer of two than the longer was right, from -1 to 1. */
  readonly lengthBias?: number;
  /** Correlation of its scores with the logarithm of the length among wrong candidates. */
  readonly scoreByLength?: number;
  /** Log odds that its verdicts move, by these labels alone and the flat prior; 0 is no budget. */
  readonly weight: number;
  /** The same after so many labels, from the first on. */
  readonly weights: readonly { readonly labels: number; readonly weight: number }[];
};

const bins = 5;
/** Numbers of labels at which the weight is shown. */
const stations: ReadonlySet<number> = new Set([1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000]);

/** A report on every judge and model that labels speak of, from the first label to the last; the most labelled first. */
export function judgeReports(labels: readonly JudgeLabel[]): readonly JudgeReport[] {
  const groups = Map.groupBy(labels, ({ judge, model }) => JSON.stringify([judge, model]));
  return [...groups.values()]
    .flatMap(group => (group[0] ? [reportOf(group[0], group)] : []))
    .sort((left, right) => right.labels - left.labels || right.asked - left.asked);
}

function reportOf({ judge, model }: JudgeLabel, said: readonly JudgeLabel[]): JudgeReport {
  const asked = said.reduce((sum, label) => sum + label.asked, 0);
  const unread = said.reduce((sum, label) => sum + label.unread, 0);
  const stated = said.flatMap(label => statedChance(label) ?? []);
  const course = courseOf(said);
  const { weight, labels } = fitJudge(flatJudge, weighed(said));
  return {
    judge,
    model,
    asked,
    ...known('parsed', asked === 0 ? undefined : 1 - unread / asked),
    dropped: said.reduce((sum, label) => sum + (label.type === 'votes' ? label.dropped : 0), 0),
    labels,
    reliability: reliabilityBins(stated, bins),
    ...known('stated', calibrationOf(stated)),
    ...known('calibrated', calibrationOf(course.predictions)),
    ...known('orderConsistency', orderConsistencyOf(said)),
    ...known('positionBias', positionBiasOf(said)),
    ...known('lengthBias', lengthBiasOf(said)),
    ...known('scoreByLength', scoreByLength(said)),
    weight,
    weights: [
      ...course.weights.filter(station => station.labels < labels),
      ...(labels > 0 ? [{ labels, weight }] : []),
    ],
  };
}

/** As labels came: what the fit at the last station made of each, and the weight at every station. */
function courseOf(said: readonly JudgeLabel[]) {
  const weights: { readonly labels: number; readonly weight: number }[] = [];
  const predictions: Prediction[] = [];
  let model = flatJudge;
  let [told, right, judged] = [0, 0, 0];
  for (const [i, label] of said.entries()) {
    if (!isTold(label)) continue;
    const prediction = calibratedChance(label, model, (right + 1) / (judged + 2));
    if (prediction) predictions.push(prediction);
    told += 1;
    judged += label.type === 'votes' ? 1 : 0;
    right += label.right === true ? 1 : 0;
    if (!stations.has(told)) continue;
    const fit = fitJudge(flatJudge, weighed(said.slice(0, i + 1)));
    weights.push({ labels: told, weight: fit.weight });
    model = fit.model;
  }
  return { weights, predictions };
}

function calibrationOf(predictions: readonly Prediction[]): Calibration | undefined {
  if (predictions.length === 0) return undefined;
  return { ece: calibrationError(predictions, bins), brier: brierScore(predictions) };
}

function weighed(labels: readonly JudgeLabel[]): readonly WeighedLabel[] {
  return labels.map(label => ({ label, weight: 1 }));
}

function known<Key extends string, Value>(key: Key, value: Value | undefined) {
  return value === undefined ? {} : ({ [key]: value } as Readonly<Record<Key, Value>>);
}
