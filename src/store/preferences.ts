import path from 'node:path';
import type { Contestant, PersonPick } from '../engine/judging/labels/preferences.ts';
import { appendLine, type InWorkspace, lastOfEach, type ReadLines, readLines } from './jsonLines.ts';

/** A pick as it is kept. */
export type KeptPick = InWorkspace & { readonly pick: PersonPick };

/** The file of the person's picks in the data folder: one JSON object a line. */
export function preferencesFileOf(dataDir: string): string {
  return path.join(dataDir, 'preferences.jsonl');
}

/** Adds a pick. Returns why it could not be kept, with what to do; never throws. */
export function addPick(file: string, { workspace, pick }: KeptPick): string | undefined {
  return appendLine(file, workspace, pick, 'What you preferred is not kept.');
}

/** The latest picks; one with the key of an earlier one stands for it. What is none is left out and told of. */
export function readPreferences(file: string): ReadLines<KeptPick> {
  const read = readLines(file, (workspace, pick) => (isPick(pick) ? { workspace, pick } : undefined), {
    lines: 'preferences',
    without: 'nothing is known of what you prefer',
  });
  return { ...read, items: lastOfEach(read.items, ({ workspace, pick }) => `${workspace} ${pick.key}`) };
}

function isPick(value: object): value is PersonPick {
  const { key, model, winner, loser } = value as Partial<PersonPick>;
  return typeof key === 'string' && typeof model === 'string' && isContestant(winner) && isContestant(loser);
}

const origins: readonly unknown[] = [
  'sample',
  'searched',
  'refine',
  'extend',
] satisfies Contestant['origin'][];

function isContestant(value: unknown): value is Contestant {
  if (typeof value !== 'object' || value === null) return false;
  const { arm, origin } = value as Partial<Contestant>;
  return typeof arm === 'string' && origins.includes(origin);
}
