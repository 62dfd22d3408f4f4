import { constants } from 'node:fs';
import { copyFile, lstat, mkdir, readdir, readlink, realpath, symlink } from 'node:fs/promises';
import { homedir } from 'node:os';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { SandboxError } from '../engine/testRunner.ts';

/** A folder of the workspace that is read where it is and not copied. */
export type SharedFolder = {
  /** Where it stands, relative to the workspace. */
  readonly path: string;
  /** The real folder on this machine. */
  readonly target: string;
};

/** The workspace as it was when the copy was made. */
export type WorkspaceCopy = {
  readonly shared: readonly SharedFolder[];
  readonly files: number;
  readonly bytes: number;
};

const dependencyFolders = new Set(['node_modules', 'site-packages', 'bower_components', '.yarn']);
const skippedFolders = new Set([
  '.git',
  '.hg',
  '.svn',
  '__pycache__',
  '.pytest_cache',
  '.mypy_cache',
  '.ruff_cache',
  '.tox',
  '.nox',
  '.cache',
  '.turbo',
  '.nyc_output',
  '.vscode-test',
]);
const buildFolders = new Set(['dist', 'build', 'out', 'target', 'coverage', '.next', '.nuxt', '.output']);
const largestBuildFolder = 4 * 1024 * 1024;
const secretFile =
  /^(\.env(\..+)?|\.npmrc|\.yarnrc(\.yml)?|\.netrc|\.pypirc|\.git-credentials|id_(rsa|dsa|ecdsa|ed25519))$/;
const harmlessSecretFile = /^\.env\.(example|sample|template|test)$/;

/** The most a copy may hold. */
const copyLimits = { files: 30_000, bytes: 256 * 1024 * 1024 } as const;

/**
 * Copies the workspace's own files into an empty folder. Version control, caches and files that usually hold
 * secrets (.env, .npmrc, ...) are left out; dependencies and big build output are named in `shared` instead.
 * Links are copied as links. Rejects with SandboxError when the workspace is the home folder or holds too much.
 */
export async function copyWorkspace(
  workspace: string,
  into: string,
  signal?: AbortSignal,
): Promise<WorkspaceCopy> {
  refuseHome(workspace);
  const state = { shared: [] as SharedFolder[], files: 0, bytes: 0 };
  await copyFolder(workspace, into);
  return state;

  async function copyFolder(from: string, to: string): Promise<void> {
    signal?.throwIfAborted();
    await mkdir(to, { recursive: true });
    for (const entry of await readdir(from, { withFileTypes: true })) {
      const source = join(from, entry.name);
      const target = join(to, entry.name);
      if (dependencyFolders.has(entry.name) && !entry.isFile()) await share(source);
      else if (entry.isSymbolicLink()) await symlink(await readlink(source), target);
      else if (entry.isDirectory()) await copyOrShare(source, target, entry.name);
      else if (entry.isFile() && !holdsSecret(entry.name)) await copyOne(source, target);
    }
  }

  async function copyOrShare(source: string, target: string, name: string): Promise<void> {
    if (skippedFolders.has(name)) return;
    if (await isFile(join(source, 'pyvenv.cfg'))) await share(source);
    else if (buildFolders.has(name) && (await isLarger(source, largestBuildFolder))) await share(source);
    else await copyFolder(source, target);
  }

  async function copyOne(source: string, target: string): Promise<void> {
    const { size } = await lstat(source);
    state.files += 1;
    state.bytes += size;
    if (state.files > copyLimits.files || state.bytes > copyLimits.bytes) throw tooLarge(workspace);
    await copyFile(source, target, constants.COPYFILE_FICLONE);
  }

  async function share(source: string): Promise<void> {
    const target = await realpath(source).catch(() => undefined);
    if (target === undefined) return;
    state.shared.push({ path: relative(workspace, source), target });
  }
}

/** Whether a path is a folder or something in it. Both absolute. */
export function isInside(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep);
}

/**
 * Dependencies that the workspace reaches although they stand elsewhere: node_modules of the folders above it, where they
 * are a link (a second worktree) its target too, and packages that node_modules only link to (a monorepo, `npm link`).
 * Absolute paths.
 */
export async function outerDependencies(
  workspace: string,
  shared: readonly SharedFolder[],
): Promise<readonly string[]> {
  const above: string[] = [];
  for (let folder = dirname(workspace); folder !== dirname(folder); folder = dirname(folder)) {
    const modules = join(folder, 'node_modules');
    const real = await realpath(modules).catch(() => undefined);
    if (real !== undefined && !isInside(homedir(), real)) above.push(modules, real);
  }
  const found = new Set(above);
  const inner = shared.filter(({ path }) => basename(path) === 'node_modules').map(({ target }) => target);
  for (const modules of new Set([...inner, ...above])) {
    for (const target of await linkedPackages(modules)) {
      const reached =
        isInside(target, workspace) || [...found, ...inner].some(folder => isInside(target, folder));
      if (!reached && (await isFile(join(target, 'package.json'))) && !isInside(homedir(), target))
        found.add(target);
    }
  }
  return [...found];
}

async function linkedPackages(modules: string): Promise<readonly string[]> {
  const links: string[] = [];
  for (const entry of await readdir(modules, { withFileTypes: true }).catch(() => [])) {
    const path = join(modules, entry.name);
    if (entry.isSymbolicLink()) links.push(path);
    else if (entry.isDirectory() && entry.name.startsWith('@')) {
      const scoped = await readdir(path, { withFileTypes: true }).catch(() => []);
      links.push(...scoped.filter(inner => inner.isSymbolicLink()).map(inner => join(path, inner.name)));
    }
  }
  const targets = await Promise.all(links.map(link => realpath(link).catch(() => undefined)));
  return targets.filter(target => target !== undefined);
}

function holdsSecret(name: string): boolean {
  return secretFile.test(name) && !harmlessSecretFile.test(name);
}

async function isFile(path: string): Promise<boolean> {
  return (await lstat(path).catch(() => undefined))?.isFile() ?? false;
}

async function isLarger(folder: string, limit: number): Promise<boolean> {
  let bytes = 0;
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (entry.isFile()) bytes += (await lstat(join(entry.parentPath, entry.name))).size;
    if (bytes > limit) return true;
  }
  return false;
}

function refuseHome(workspace: string): void {
  if (!isInside(resolve(homedir()), workspace)) return;
  throw new SandboxError(
    'setup-failed',
    `The workspace ${workspace} holds the home folder, which must not be copied to where untrusted code runs.`,
    'Open the folder of the project itself.',
  );
}

function tooLarge(workspace: string): SandboxError {
  return new SandboxError(
    'setup-failed',
    `The workspace ${workspace} has more than ${copyLimits.files} files or ${copyLimits.bytes / 1024 / 1024} MB outside of its dependencies.`,
    'Open the folder of the package that holds the function.',
  );
}
