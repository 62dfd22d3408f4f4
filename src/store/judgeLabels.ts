import path from 'node:path';
import type { JudgeLabel } from '../engine/judging/labels/judgeLabels.ts';
import { appendLine, type InWorkspace, lastOfEach, type ReadLines, readLines } from './jsonLines.ts';

/** A label as it is kept. */
export type KeptLabel = InWorkspace & { readonly label: JudgeLabel };

/** The file of what judges said and what came of it, in the data folder: one JSON object a line. */
export function judgeLabelsFileOf(dataDir: string): string {
  return path.join(dataDir, 'judges.jsonl');
}

/** Adds a label. Returns why it could not be kept, with what to do; never throws. */
export function addJudgeLabel(file: string, { workspace, label }: KeptLabel): string | undefined {
  return appendLine(file, workspace, label, 'What a judge turned out to be worth is not kept.');
}

/** The latest labels; one with the key of an earlier one stands for it. What is none is left out and told of. */
export function readJudgeLabels(file: string): ReadLines<KeptLabel> {
  const read = readLines(file, (workspace, label) => (isLabel(label) ? { workspace, label } : undefined), {
    lines: 'labels of judges',
    without: 'nothing is known of the judges',
  });
  return { ...read, items: lastOfEach(read.items, ({ workspace, label }) => `${workspace} ${label.key}`) };
}

function isLabel(value: object): value is JudgeLabel {
  const label = value as Partial<JudgeLabel>;
  const { key, judge, model, asked, unread } = label;
  if (![key, judge, model].every(text => typeof text === 'string')) return false;
  if (!isCount(asked) || !isCount(unread) || unread > asked) return false;
  return label.type === 'votes' ? isVotes(label) : label.type === 'pair' && isPair(label);
}

function isVotes({
  asked,
  unread,
  approving,
  votes,
  dropped,
  score,
  of,
  size,
  right,
}: Extract<Partial<JudgeLabel>, { type?: 'votes' }>): boolean {
  const counts = [asked, unread, approving, votes, dropped, size];
  return (
    counts.every(isCount) &&
    (approving ?? 0) <= (votes ?? 0) &&
    (votes ?? 0) <= (asked ?? 0) &&
    (score === undefined || (typeof score === 'number' && score >= 0 && score <= 1)) &&
    (of === undefined || typeof of === 'string') &&
    (right === undefined || typeof right === 'boolean')
  );
}

function isPair({
  leftFirst,
  rightFirst,
  scored,
  of,
  size,
  right,
}: Extract<Partial<JudgeLabel>, { type?: 'pair' }>): boolean {
  const isSide = (side: unknown) => side === undefined || side === 'left' || side === 'right';
  const isPreferred = (side: unknown) => isSide(side) || side === 'tie';
  return (
    [leftFirst, rightFirst, scored].every(isPreferred) &&
    isSide(right) &&
    (of === undefined ||
      (typeof of === 'object' && of !== null && [of.left, of.right].every(one => typeof one === 'string'))) &&
    typeof size === 'object' &&
    size !== null &&
    isCount(size.left) &&
    isCount(size.right)
  );
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0;
}
