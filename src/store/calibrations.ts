import path from 'node:path';
import { type Labels, withLabel } from '../engine/calibration.ts';
import type { Verdict } from '../engine/history.ts';
import { appendLine, type ReadLine, readLines } from './jsonLines.ts';

/** The ground truth about a candidate that a reward model had given a score. */
export type Label = Verdict & {
  /** Which workspace it was in, as `workspaceKey` names it. */
  readonly workspace: string;
};

/** The labels of a workspace's reward models by their names, and what was wrong with the file, for a person. */
export type Calibrations = {
  readonly labels: ReadonlyMap<string, Labels>;
  readonly problem?: string;
};

const version = 1;
const most = 10_000;

/** The file of all labels in the data folder: one JSON object a line, so that windows can add theirs at the same time. */
export function calibrationsFileOf(dataDir: string): string {
  return path.join(dataDir, 'calibrations.jsonl');
}

/** Adds a label. Returns why it could not be kept, with what to do; never throws. */
export function addLabel(file: string, { reward, score, right, workspace }: Label): string | undefined {
  const problem = appendLine(file, { version, workspace, reward, score, right });
  return (
    problem && `${problem} What you said of this run is not kept. Make room or make the folder writable.`
  );
}

/** Reads what is known of the reward models in a workspace. Lines that are no labels are left out and told of. */
export function readCalibrations(file: string, workspace: string): Calibrations {
  const words = { line: 'labels', without: 'rewards start uncalibrated' };
  const { items, problem } = readLines(file, labelOf, { ...words, most });
  const labels = new Map<string, Labels>();
  for (const { reward, score, right } of items.filter(label => label.workspace === workspace)) {
    labels.set(reward, withLabel(labels.get(reward) ?? [], score, right));
  }
  return { labels, ...(problem !== undefined && { problem }) };
}

function labelOf(value: Readonly<Record<string, unknown>>): ReadLine<Label> {
  const { version: written, workspace, reward, score, right } = value;
  if (typeof written === 'number' && written > version) return 'newer';
  if (written !== version || typeof reward !== 'string' || typeof right !== 'boolean') return 'broken';
  if (typeof score !== 'number' || !(score >= 0 && score <= 1)) return 'broken';
  return typeof workspace === 'string' ? { workspace, reward, score, right } : 'broken';
}
