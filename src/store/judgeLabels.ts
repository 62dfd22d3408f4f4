import path from 'node:path';
import type { JudgeLabel } from '../engine/judging/labels/judgeLabels.ts';
import { appendLine, type ReadLine, readLines } from './jsonLines.ts';

/** A label as it is kept. */
export type KeptLabel = {
  /** Which workspace it was in, as `workspaceKey` names it. */
  readonly workspace: string;
  readonly label: JudgeLabel;
};

/** Labels, oldest first, and what was wrong with the file, for a person. */
export type KeptLabels = { readonly labels: readonly KeptLabel[]; readonly problem?: string };

const version = 1;
/** So many are learnt from, the latest. */
const most = 10_000;

/** The file of what judges said and what came of it, in the data folder: one JSON object a line. */
export function judgeLabelsFileOf(dataDir: string): string {
  return path.join(dataDir, 'judges.jsonl');
}

/** Adds a label. Returns why it could not be kept, with what to do; never throws. */
export function addJudgeLabel(file: string, { workspace, label }: KeptLabel): string | undefined {
  const problem = appendLine(file, { version, workspace, ...label });
  return (
    problem &&
    `${problem} What a judge turned out to be worth is not kept. Make room or make the folder writable.`
  );
}

/** The latest labels; one with the key of an earlier one stands for it. What is none is left out and told of. */
export function readJudgeLabels(file: string): KeptLabels {
  const words = { line: 'labels of judges', without: 'nothing is known of the judges' };
  const { items, problem } = readLines(file, labelIn, { ...words, most });
  const last = new Map(items.map(kept => [`${kept.workspace} ${kept.label.key}`, kept]));
  return { labels: [...last.values()], ...(problem !== undefined && { problem }) };
}

function labelIn(value: Readonly<Record<string, unknown>>): ReadLine<KeptLabel> {
  const { version: written, workspace, ...label } = value;
  if (typeof written === 'number' && written > version) return 'newer';
  if (written !== version || typeof workspace !== 'string' || !isLabel(label)) return 'broken';
  return { workspace, label };
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
