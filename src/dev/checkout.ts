import os from 'node:os';
import path from 'node:path';

/** The folder that holds package.json. */
export const root = path.resolve(import.meta.dirname, '../..');

/** Scratch of this checkout, ignored by git: the working copy of the playground, the editor's data. */
export const scratch = path.join(root, '.cache');

/** What all checkouts of a person share: the VS Code server. */
export function userCache(): string {
  const base = process.env.XDG_CACHE_HOME || path.join(os.homedir(), '.cache');
  return path.join(base, 'ponder');
}
