import type { Dirent } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** Most files that are looked at in one walk. */
export const mostFiles = 5000;

const skipped = new Set([
  'node_modules',
  'bower_components',
  'dist',
  'build',
  'out',
  'coverage',
  'target',
  'vendor',
  'venv',
  'env',
  'site-packages',
  '__pycache__',
]);

export type Walk = {
  readonly files: readonly string[];
  /** There are more files than were looked at. */
  readonly wasCut: boolean;
};

/**
 * The files below a folder that `wants` takes, by absolute path: first those in the folders from `near` upward, then
 * the shallow before the deep. Leaves out hidden folders, dependencies, build output and folders that `skips` takes;
 * follows no links.
 */
export async function walkFiles(
  root: string,
  options: {
    readonly near: string;
    readonly wants: (name: string) => boolean;
    readonly skips?: (folder: string) => Promise<boolean>;
    /** Its reason is thrown as soon as it fires. */
    readonly signal?: AbortSignal;
  },
): Promise<Walk> {
  const files: string[] = [];
  const visited = new Set<string>();
  const open = [...upward(options.near, root)];
  let seen = 0;
  for (let folder = open.shift(); folder !== undefined; folder = open.shift()) {
    options.signal?.throwIfAborted();
    if (visited.has(folder)) continue;
    visited.add(folder);
    if (folder !== root && (await options.skips?.(folder))) continue;
    for (const entry of await entriesOf(folder)) {
      if (entry.isDirectory() && !skipped.has(entry.name) && !entry.name.startsWith('.')) {
        open.push(join(folder, entry.name));
      }
      if (!entry.isFile()) continue;
      if (++seen > mostFiles) return { files, wasCut: true };
      if (options.wants(entry.name)) files.push(join(folder, entry.name));
    }
  }
  return { files, wasCut: false };
}

function* upward(near: string, root: string): Generator<string> {
  for (let folder = near; folder !== root && dirname(folder) !== folder; folder = dirname(folder))
    yield folder;
  yield root;
}

async function entriesOf(folder: string): Promise<readonly Dirent[]> {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    return entries.sort((left, right) => (left.name < right.name ? -1 : 1));
  } catch {
    return [];
  }
}
