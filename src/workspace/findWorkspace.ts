import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

const markers = [
  '.git',
  'package.json',
  'pyproject.toml',
  'setup.py',
  'setup.cfg',
  'tsconfig.json',
  'deno.json',
  'go.mod',
  'Cargo.toml',
];

/**
 * The nearest folder upward from a file that holds a project (.git, package.json, pyproject.toml and the like);
 * the file's own folder where there is none. The file need not exist.
 */
export function findWorkspace(file: string): string {
  const start = dirname(resolve(file));
  return nearestFolder(start, markers) ?? start;
}

/** The nearest folder, from the given one up to `limit` at most, that holds one of these names. */
export function nearestFolder(folder: string, names: readonly string[], limit?: string): string | undefined {
  for (let next = folder; ; next = dirname(next)) {
    if (names.some(name => existsSync(join(next, name)))) return next;
    if (next === limit || dirname(next) === next) return undefined;
  }
}
