import { readFile } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import ignore, { type Ignore } from 'ignore';
import { nearestFolder } from './findWorkspace.ts';

/** Whether git leaves out a path below the workspace; folders end with a separator. Absolute paths. */
export type Ignores = (path: string) => Promise<boolean>;

/**
 * The rules of the .gitignore files from the repository's root down. Rules above the workspace are dropped when they
 * leave out the workspace itself: then somebody opened it in spite of them.
 */
export async function gitIgnore(workspace: string): Promise<Ignores> {
  const root = nearestFolder(workspace, ['.git']) ?? workspace;
  const fromRoot = ignoring(root);
  return root !== workspace && (await fromRoot(workspace + sep)) ? ignoring(workspace) : fromRoot;
}

function ignoring(root: string): Ignores {
  const rules = new Map<string, Promise<Ignore | undefined>>();
  const decided = new Map<string, Promise<boolean>>();
  const ignores: Ignores = path => {
    const known = decided.get(path) ?? decide(path);
    if (path.endsWith(sep)) decided.set(path, known);
    return known;
  };
  return ignores;

  async function decide(path: string): Promise<boolean> {
    const folder = dirname(path);
    if (folder !== root && folder.startsWith(root + sep) && (await ignores(folder + sep))) return true;
    let isIgnored = false;
    for (const one of foldersDown(root, folder)) {
      const rule = await rulesOf(one);
      const verdict = rule?.test(below(one, path));
      if (verdict?.ignored) isIgnored = true;
      if (verdict?.unignored) isIgnored = false;
    }
    return isIgnored;
  }

  function rulesOf(folder: string): Promise<Ignore | undefined> {
    const known = rules.get(folder) ?? readRules(folder);
    rules.set(folder, known);
    return known;
  }
}

/** From the root down to a folder in it, both among them. */
function foldersDown(root: string, folder: string): readonly string[] {
  const folders: string[] = [];
  for (let next = folder; next.startsWith(root); next = dirname(next)) {
    folders.unshift(next);
    if (next === root) break;
  }
  return folders;
}

function below(folder: string, path: string): string {
  return relative(folder, path).split(sep).join('/') + (path.endsWith(sep) ? '/' : '');
}

async function readRules(folder: string): Promise<Ignore | undefined> {
  const text = await readFile(join(folder, '.gitignore'), 'utf8').catch(() => undefined);
  return text === undefined ? undefined : ignore().add(text);
}
