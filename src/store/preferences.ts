import path from 'node:path';
import type { Contestant, PersonPick } from '../engine/judging/labels/preferences.ts';
import { appendLine, type ReadLine, readLines } from './jsonLines.ts';

/** A pick as it is kept. */
export type KeptPick = {
  /** Which workspace it was in, as `workspaceKey` names it. */
  readonly workspace: string;
  readonly pick: PersonPick;
};

/** Picks, oldest first, and what was wrong with the file, for a person. */
export type KeptPicks = { readonly picks: readonly KeptPick[]; readonly problem?: string };

const version = 1;
/** So many are learnt from, the latest. */
const most = 10_000;

/** The file of the person's picks in the data folder: one JSON object a line. */
export function preferencesFileOf(dataDir: string): string {
  return path.join(dataDir, 'preferences.jsonl');
}

/** Adds a pick. Returns why it could not be kept, with what to do; never throws. */
export function addPick(file: string, { workspace, pick }: KeptPick): string | undefined {
  const problem = appendLine(file, { version, workspace, ...pick });
  return problem && `${problem} What you preferred is not kept. Make room or make the folder writable.`;
}

/** The latest picks; one with the key of an earlier one stands for it. What is none is left out and told of. */
export function readPreferences(file: string): KeptPicks {
  const words = { line: 'preferences', without: 'nothing is known of what you prefer' };
  const { items, problem } = readLines(file, pickIn, { ...words, most });
  const last = new Map(items.map(kept => [`${kept.workspace} ${kept.pick.key}`, kept]));
  return { picks: [...last.values()], ...(problem !== undefined && { problem }) };
}

function pickIn(value: Readonly<Record<string, unknown>>): ReadLine<KeptPick> {
  const { version: written, workspace, ...pick } = value;
  if (typeof written === 'number' && written > version) return 'newer';
  if (written !== version || typeof workspace !== 'string' || !isPick(pick)) return 'broken';
  return { workspace, pick };
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
