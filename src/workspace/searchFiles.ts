import { lstat, readFile, realpath } from 'node:fs/promises';
import { dirname, relative, sep } from 'node:path';
import type { Language } from '../engine/task.ts';
import { gitIgnore } from './gitIgnore.ts';
import { languageOf } from './language.ts';
import { walkFiles } from './walkFiles.ts';

/** A file that a search reads. */
export type SourceFile = {
  /** Absolute. */
  readonly path: string;
  /** Relative to the workspace, with forward slashes. */
  readonly name: string;
  readonly language: Language;
  readonly text: string;
};

/** What one search reads at most. */
export const searchLimits = { fileBytes: 256 * 1024, files: 1500, milliseconds: 3000 } as const;

export type SearchScope = {
  /** Absolute path of the folder that nothing outside of is read. */
  readonly workspace: string;
  /** Absolute path of the file that others are near to. */
  readonly file: string;
  readonly signal: AbortSignal;
};

/**
 * The source files of the same family of languages, the near ones first. Leaves out what git leaves out, dependencies,
 * build output, links, large and binary files, and ends at the limits. Throws the signal's reason when aborted.
 */
export async function* sourceFiles({ workspace, file, signal }: SearchScope): AsyncGenerator<SourceFile> {
  const deadline = performance.now() + searchLimits.milliseconds;
  const ignores = await gitIgnore(workspace);
  const isPython = languageOf(file) === 'python';
  const walk = await walkFiles(workspace, {
    near: (await isWithin(dirname(file), workspace)) ? dirname(file) : workspace,
    wants: name => isOfFamily(name, isPython),
    skips: folder => ignores(folder + sep),
    signal,
  });
  let read = 0;
  for (const path of walk.files) {
    signal.throwIfAborted();
    if (read >= searchLimits.files || performance.now() > deadline) return;
    if (path === file || (await ignores(path))) continue;
    const source = await readSource(path, workspace);
    if (!source) continue;
    read += 1;
    yield source;
  }
}

/** A file as a search may read it; undefined for what is no text of a sensible size in the workspace. */
export async function readSource(path: string, workspace: string): Promise<SourceFile | undefined> {
  const language = languageOf(path);
  const found = await lstat(path).catch(() => undefined);
  if (!language || !found?.isFile() || found.size > searchLimits.fileBytes) return undefined;
  if (!(await isWithin(dirname(path), workspace))) return undefined;
  const text = await readFile(path, 'utf8').catch(() => '\0');
  return text.includes('\0') ? undefined : { path, name: nameIn(workspace, path), language, text };
}

/** A path relative to the workspace, with forward slashes. */
export function nameIn(workspace: string, path: string): string {
  return relative(workspace, path).split(sep).join('/');
}

function isOfFamily(name: string, isPython: boolean): boolean {
  const language = languageOf(name);
  return language !== undefined && (language === 'python') === isPython && !name.includes('.min.');
}

/** Whether a folder really stands in the workspace, links followed. */
async function isWithin(folder: string, workspace: string): Promise<boolean> {
  try {
    const [inner, outer] = [await realpath(folder), await realpath(workspace)];
    return inner === outer || inner.startsWith(outer + sep);
  } catch {
    return false;
  }
}
