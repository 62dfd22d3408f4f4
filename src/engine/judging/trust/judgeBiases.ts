import { meanOf } from '../../mean.ts';
import type { JudgeLabel, PairLabel } from '../labels/judgeLabels.ts';
import { isDecided, preferredOf } from './judgeFit.ts';

/** Share of pairs read in both orders on which both gave the same. */
export function orderConsistencyOf(labels: readonly JudgeLabel[]): number | undefined {
  return shareOf(readTwice(labels), ({ leftFirst, rightFirst }) => leftFirst === rightFirst);
}

/**
 * Among pairs on which the two orders preferred different ones, the share where each time the one shown first was
 * preferred: 1/2 is no bias, 1 always the first, 0 always the last.
 */
export function positionBiasOf(labels: readonly JudgeLabel[]): number | undefined {
  const turned = readTwice(labels).filter(
    ({ leftFirst, rightFirst }) => leftFirst !== rightFirst && leftFirst !== 'tie' && rightFirst !== 'tie',
  );
  return shareOf(turned, ({ leftFirst }) => leftFirst === 'left');
}

/** How much more often the longer of two was preferred than it was right; among labelled pairs with a preference. */
export function lengthBiasOf(labels: readonly JudgeLabel[]): number | undefined {
  const pairs = labels.filter(label => label.type === 'pair');
  const unlike = pairs.filter(
    label => isDecided(label) && label.right !== undefined && label.size.left !== label.size.right,
  );
  const longer = ({ size }: PairLabel) => (size.left > size.right ? 'left' : 'right');
  const preferred = shareOf(unlike, label => preferredOf(label) === longer(label));
  const right = shareOf(unlike, label => label.right === longer(label));
  return preferred === undefined || right === undefined ? undefined : preferred - right;
}

/** Pearson correlation of score and ln(size) among wrong candidates; from three of different scores and sizes. */
export function scoreByLength(labels: readonly JudgeLabel[]): number | undefined {
  const points = labels.flatMap(label =>
    label.type === 'votes' && label.right === false && label.score !== undefined
      ? [{ x: Math.log(Math.max(1, label.size)), y: label.score }]
      : [],
  );
  if (points.length < 3) return undefined;
  const [x, y] = [meanOf(points.map(point => point.x)), meanOf(points.map(point => point.y))];
  const moment = (of: (point: { x: number; y: number }) => number) => meanOf(points.map(of));
  const spread = moment(point => (point.x - x) ** 2) * moment(point => (point.y - y) ** 2);
  return spread > 1e-12 ? moment(point => (point.x - x) * (point.y - y)) / Math.sqrt(spread) : undefined;
}

function readTwice(labels: readonly JudgeLabel[]): readonly PairLabel[] {
  return labels.filter(
    (label): label is PairLabel =>
      label.type === 'pair' && label.leftFirst !== undefined && label.rightFirst !== undefined,
  );
}

function shareOf<One>(all: readonly One[], is: (one: One) => boolean): number | undefined {
  return all.length === 0 ? undefined : all.filter(is).length / all.length;
}
