import path from 'node:path';
import { type Labels, withLabel } from '../engine/calibration.ts';
import type { Verdict } from '../engine/history.ts';
import { appendLine, type InWorkspace, readLines } from './jsonLines.ts';

/** The ground truth about a candidate that a reward model had given a score. */
export type Label = Verdict & InWorkspace;

/** The labels of a workspace's reward models by their names, and what was wrong with the file, for a person. */
export type Calibrations = {
  readonly labels: ReadonlyMap<string, Labels>;
  readonly problem?: string;
};

/** The file of all labels in the data folder: one JSON object a line, so that windows can add theirs at the same time. */
export function calibrationsFileOf(dataDir: string): string {
  return path.join(dataDir, 'calibrations.jsonl');
}

/** Adds a label. Returns why it could not be kept, with what to do; never throws. */
export function addLabel(file: string, { workspace, ...verdict }: Label): string | undefined {
  return appendLine(file, workspace, verdict, 'What you said of this run is not kept.');
}

/** Reads what is known of the reward models in a workspace. Lines that are no labels are left out and told of. */
export function readCalibrations(file: string, workspace: string): Calibrations {
  const words = { lines: 'labels', without: 'rewards start uncalibrated' };
  const { items, problem } = readLines(file, labelIn, words);
  const labels = new Map<string, Labels>();
  for (const { reward, score, right } of items.filter(label => label.workspace === workspace)) {
    labels.set(reward, withLabel(labels.get(reward) ?? [], score, right));
  }
  return { labels, ...(problem !== undefined && { problem }) };
}

function labelIn(
  workspace: string,
  { reward, score, right }: Readonly<Record<string, unknown>>,
): Label | undefined {
  if (typeof reward !== 'string' || typeof right !== 'boolean') return undefined;
  if (typeof score !== 'number' || !(score >= 0 && score <= 1)) return undefined;
  return { workspace, reward, score, right };
}
