import { createHash } from 'node:crypto';
import path from 'node:path';
import type { HistoryRow, Tries } from '../engine/history.ts';
import { appendLine, type InWorkspace, type ReadLines, readLines } from './jsonLines.ts';

/** A row as it is kept. */
export type KeptRow = InWorkspace & { readonly row: HistoryRow };

/** The file of what runs showed, in the data folder: one JSON object a line. */
export function historyFileOf(dataDir: string): string {
  return path.join(dataDir, 'history.jsonl');
}

/** A name for a workspace that does not tell its place; empty where there is none. */
export function workspaceKey(workspace: string | undefined): string {
  if (workspace === undefined) return '';
  return createHash('sha256').update(path.resolve(workspace)).digest('hex').slice(0, 16);
}

/** Adds a row. Returns why it could not be kept, with what to do; never throws. */
export function addRow(file: string, { workspace, row }: KeptRow): string | undefined {
  return appendLine(file, workspace, row, 'What this run showed is not kept.');
}

/** The latest rows, oldest first; what is no row is left out and told of. */
export function readHistory(file: string): ReadLines<KeptRow> {
  return readLines(file, (workspace, row) => (isRow(row) ? { workspace, row } : undefined), {
    lines: 'rows',
    without: 'nothing is known of earlier runs',
  });
}

function isRow(value: object): value is HistoryRow {
  const {
    kind,
    size,
    model,
    policy,
    status,
    hasTests,
    tokens,
    samples,
    refined,
    critics = {},
    searched,
  } = value as Partial<HistoryRow>;
  return (
    (kind === 'code' || kind === 'prompt') &&
    isCount(size) &&
    isCount(tokens) &&
    typeof model === 'string' &&
    typeof policy === 'string' &&
    typeof status === 'string' &&
    typeof hasTests === 'boolean' &&
    isTriesBy(samples) &&
    isTriesBy(critics) &&
    [refined, searched].every(tries => tries === undefined || isTries(tries))
  );
}

function isTriesBy(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.values(value).every(isTries);
}

function isTries(value: unknown): value is Tries {
  if (typeof value !== 'object' || value === null) return false;
  const { number, right, before, distinct, tokens, first } = value as Partial<Tries>;
  const isFirst = first === undefined || typeof first === 'boolean';
  const counts = [number, right, before, distinct, tokens];
  return counts.every(isCount) && isFirst && (right ?? 0) <= (number ?? 0);
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && value >= 0 && Number.isFinite(value);
}
