import { meanOf } from './mean.ts';

/** What became of candidates that a reward model gave about this score. Plain data: it is stored. */
export type Level = {
  /** On [0, 1], in steps of a hundredth. */
  readonly score: number;
  readonly right: number;
  readonly wrong: number;
};

/** All that is known of a reward model's scores, by rising score; empty before the first label. */
export type Labels = readonly Level[];

/** The labels with one more: a candidate of this score turned out right or wrong. Throws RangeError for no score on [0, 1]. */
export function withLabel(labels: Labels, score: number, right: boolean): Labels {
  if (!(score >= 0 && score <= 1)) throw new RangeError(`A score is ${score}; scores are on [0, 1].`);
  const place = Math.round(score * 100) / 100;
  const known = labels.find(level => level.score === place) ?? { score: place, right: 0, wrong: 0 };
  const next = right ? { ...known, right: known.right + 1 } : { ...known, wrong: known.wrong + 1 };
  const others = labels.filter(level => level.score !== place);
  return [...others, next].sort((left, right) => left.score - right.score);
}

/**
 * What a score is taken to mean before any label: P(correct) from a tenth at 0 to nine tenths at 1, at eleven scores,
 * each weighing like one label.
 */
const prior = Array.from({ length: 11 }, (_, i) => ({
  score: i / 10,
  mean: 0.1 + 0.08 * i,
  weight: 1,
}));

/**
 * P(correct) of a score, from the labels: never falling as the score rises (isotonic regression), with a Beta prior at
 * every tenth so that it works from no label at all. Never 0 or 1: certainty is a verifier's.
 */
export function calibrated(labels: Labels): (score: number) => number {
  const seen = new Map<number, { mean: number; weight: number }>();
  const add = (score: number, mean: number, weight: number) => {
    const old = seen.get(score) ?? { mean: 0, weight: 0 };
    const sum = old.weight + weight;
    seen.set(score, { mean: (old.mean * old.weight + mean * weight) / sum, weight: sum });
  };
  for (const { score, mean, weight } of prior) add(score, mean, weight);
  for (const { score, right, wrong } of labels) {
    if (right + wrong > 0) add(score, right / (right + wrong), right + wrong);
  }
  const scores = [...seen.keys()].sort((left, right) => left - right);
  const fitted = isotonic(scores.map(score => seen.get(score) ?? { mean: 0, weight: 0 }));
  return score => interpolated(scores, fitted, score);
}

/**
 * The never falling means closest to those given, in weighted squares, by pooling neighbours that are out of order
 * (pool adjacent violators; Ayer et al. 1955). Weights are above 0.
 */
export function isotonic(
  points: readonly { readonly mean: number; readonly weight: number }[],
): readonly number[] {
  const blocks: { mean: number; weight: number; many: number }[] = [];
  for (const { mean, weight } of points) {
    let block = { mean, weight, many: 1 };
    for (let last = blocks.at(-1); last && last.mean >= block.mean; last = blocks.at(-1)) {
      const sum = last.weight + block.weight;
      const pooled = (last.mean * last.weight + block.mean * block.weight) / sum;
      block = { mean: pooled, weight: sum, many: last.many + block.many };
      blocks.pop();
    }
    blocks.push(block);
  }
  return blocks.flatMap(({ mean, many }) => Array<number>(many).fill(mean));
}

function interpolated(scores: readonly number[], values: readonly number[], score: number): number {
  const after = scores.findIndex(one => one >= score);
  const [low, high] = [values[after - 1], values[after]];
  if (high === undefined) return values.at(-1) ?? 0;
  if (low === undefined) return high;
  const [from, to] = [scores[after - 1] ?? 0, scores[after] ?? 1];
  return low + ((high - low) * (score - from)) / (to - from);
}

/** A stated P(correct) and what came of it. */
export type Prediction = { readonly chance: number; readonly right: boolean };

/** Mean squared difference between the chance and what came of it; 0 is best, 1/4 is what always saying 1/2 gives. */
export function brierScore(predictions: readonly Prediction[]): number {
  return meanOf(predictions.map(({ chance, right }) => (chance - (right ? 1 : 0)) ** 2));
}

/** Predictions of about the same chance together. */
export type ReliabilityBin = {
  /** Mean chance that was stated. */
  readonly stated: number;
  /** Share that was right. */
  readonly right: number;
  readonly number: number;
};

/**
 * A reliability diagram: bins of equal size (equal mass) by rising chance, none of them empty. Predictions of the same
 * chance share what came of them, so that the order in which they are given does not matter where a bin ends among them.
 */
export function reliabilityBins(predictions: readonly Prediction[], bins: number): readonly ReliabilityBin[] {
  const sorted = tied(predictions);
  return Array.from({ length: bins }, (_, bin) => {
    const from = Math.floor((bin * sorted.length) / bins);
    const members = sorted.slice(from, Math.floor(((bin + 1) * sorted.length) / bins));
    const stated = meanOf(members.map(({ chance }) => chance));
    return { stated, right: meanOf(members.map(({ share }) => share)), number: members.length };
  }).filter(({ number }) => number > 0);
}

/**
 * Expected calibration error: how far the mean chance is from the share that was right, over the bins of a reliability
 * diagram, weighted by their size.
 */
export function calibrationError(predictions: readonly Prediction[], bins: number): number {
  const error = reliabilityBins(predictions, bins).reduce(
    (sum, { stated, right, number }) => sum + Math.abs(stated - right) * number,
    0,
  );
  return predictions.length === 0 ? 0 : error / predictions.length;
}

/** By rising chance, each with the share that was right among all of its chance. */
function tied(predictions: readonly Prediction[]): readonly { chance: number; share: number }[] {
  const counts = new Map<number, { right: number; all: number }>();
  for (const { chance, right } of predictions) {
    const count = counts.get(chance) ?? { right: 0, all: 0 };
    counts.set(chance, { right: count.right + (right ? 1 : 0), all: count.all + 1 });
  }
  return [...counts]
    .sort(([left], [right]) => left - right)
    .flatMap(([chance, { right, all }]) =>
      Array<{ chance: number; share: number }>(all).fill({ chance, share: right / all }),
    );
}
