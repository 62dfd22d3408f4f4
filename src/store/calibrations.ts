import fs from 'node:fs';
import path from 'node:path';
import { type Labels, withLabel } from '../engine/calibration.ts';

/** The ground truth about a candidate that a reward model had given a score. */
export type Label = {
  /** Name of the reward model. */
  readonly reward: string;
  /** On [0, 1]. */
  readonly score: number;
  readonly right: boolean;
};

/** The labels of every reward model by its name, and what was wrong with the file, for a person. */
export type Calibrations = {
  readonly labels: ReadonlyMap<string, Labels>;
  readonly problem?: string;
};

const version = 1;

/** The file of all labels in the data folder: one JSON object a line, so that windows can add theirs at the same time. */
export function calibrationsFileOf(dataDir: string): string {
  return path.join(dataDir, 'calibrations.jsonl');
}

/**
 * Adds a label: one write of one line at the end of the file, which no other window's can tear or lose. Returns why it
 * could not be kept, with what to do; never throws.
 */
export function addLabel(file: string, { reward, score, right }: Label): string | undefined {
  const line = JSON.stringify({ version, reward, score, right });
  try {
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.appendFileSync(file, `${endsInLine(file) ? '' : '\n'}${line}\n`, { mode: 0o600 });
    return undefined;
  } catch (error) {
    return `${file} cannot be written (${messageOf(error)}): what this run showed about its rewards is not kept. Make room or make the folder writable.`;
  }
}

/**
 * Reads what is known of the reward models. Lines that are no labels are left out and told of; a file without any is
 * put aside, and learning starts anew.
 */
export function readCalibrations(file: string): Calibrations {
  let text: string;
  try {
    text = fs.readFileSync(file, 'utf8');
  } catch (error) {
    const absent = (error as NodeJS.ErrnoException).code === 'ENOENT';
    const problem = `${file} cannot be read (${messageOf(error)}); rewards start uncalibrated.`;
    return { labels: new Map(), ...(!absent && { problem }) };
  }
  const lines = text.split('\n').filter(line => line.trim() !== '');
  const read = lines.map(labelOf);
  const labels = new Map<string, Labels>();
  for (const label of read) {
    if (typeof label === 'string') continue;
    labels.set(label.reward, withLabel(labels.get(label.reward) ?? [], label.score, label.right));
  }
  const broken = read.filter(label => label === 'broken').length;
  const newer = read.filter(label => label === 'newer').length;
  if (broken > 0 && broken === lines.length) return { labels, problem: putAside(file) };
  const problems = [
    ...(broken > 0 ? [`${broken} lines of ${file} are no labels and were left out.`] : []),
    ...(newer > 0 ? [`${newer} lines of ${file} are from a newer version of Ponder and were left out.`] : []),
  ];
  return { labels, ...(problems.length > 0 && { problem: problems.join(' ') }) };
}

function labelOf(line: string): Label | 'broken' | 'newer' {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return 'broken';
  }
  if (typeof value !== 'object' || value === null) return 'broken';
  const { version: written, reward, score, right } = value as Record<string, unknown>;
  if (typeof written === 'number' && written > version) return 'newer';
  if (written !== version || typeof reward !== 'string' || typeof right !== 'boolean') return 'broken';
  if (typeof score !== 'number' || !(score >= 0 && score <= 1)) return 'broken';
  return { reward, score, right };
}

function putAside(file: string): string {
  const aside = `${file}.broken`;
  try {
    fs.renameSync(file, aside);
    return `${file} held nothing that could be read. It was put aside as ${aside}, and rewards start uncalibrated.`;
  } catch (error) {
    return `${file} holds nothing that can be read and cannot be put aside (${messageOf(error)}); rewards start uncalibrated.`;
  }
}

/** False when a process died while it wrote the last line. */
function endsInLine(file: string): boolean {
  const handle = fs.openSync(file, 'a+', 0o600);
  try {
    const { size } = fs.fstatSync(handle);
    const last = Buffer.alloc(1);
    return size === 0 || (fs.readSync(handle, last, 0, 1, size - 1) === 1 && last[0] === 0x0a);
  } finally {
    fs.closeSync(handle);
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
