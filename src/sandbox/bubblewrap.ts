import { lstat, readlink } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Limits } from './limits.ts';
import type { SharedFolder } from './workspaceCopy.ts';

export type BubblewrapRequest = {
  /** Absolute path of bwrap. */
  readonly program: string;
  /** The real workspace's path; the copy stands there. */
  readonly workspace: string;
  readonly copy: { readonly folder: string; readonly bytes: number; readonly files: number };
  readonly shared: readonly SharedFolder[];
  /** Folder with the files to lay over the copy. */
  readonly files: string;
  /** Folder with passwd, group and hosts. */
  readonly etc: string;
  /** Absolute paths that can be read where they are. */
  readonly needs: readonly string[];
  readonly limits: Limits;
};

/** Where the launcher finds the copy and the files inside. */
export const insideCopy = '/run/sandbox/copy';
export const insideFiles = '/run/sandbox/files';

const systemFolders = [
  '/usr',
  '/bin',
  '/sbin',
  '/lib',
  '/lib32',
  '/lib64',
  '/libx32',
  '/nix/store',
  '/gnu/store',
];
const systemSettings = [
  'ld.so.cache',
  'ld.so.conf',
  'ld.so.conf.d',
  'alternatives',
  'localtime',
  'timezone',
  'nsswitch.conf',
  'mime.types',
  'ssl/certs',
  'ssl/openssl.cnf',
  'pki/tls/certs',
  'ca-certificates',
];
const writableProc = ['/proc/mtrr', '/proc/sysrq-trigger', '/proc/kcore', '/proc/keys', '/proc/timer_list'];

/**
 * The bubblewrap command line, up to the program to run; descriptor 4 must hold the system call filter.
 *
 * Bubblewrap is driven directly and not through @anthropic-ai/sandbox-runtime, whose Linux side shows the whole file
 * system but for a list of denied places. Here nothing is visible but what is named: the system's programs, the
 * interpreter, the dependencies, and an empty file system of limited size at the workspace's own path that the
 * launcher fills from the copy. So runs cannot see each other, nothing is left behind when they are killed, the disk
 * is bounded, absolute paths (virtual environments, linked packages) hold, and the network has no way out at all.
 * That runtime binds places only onto themselves, has scratch space of half the memory, starts proxies outside
 * that the sandbox can reach, and as root leaves /proc/sys writable (bubblewrap only protects it from other users),
 * which is a way out of the sandbox through kernel.core_pattern.
 */
export async function bubblewrapCommand(request: BubblewrapRequest): Promise<[string, ...string[]]> {
  const { workspace, copy, limits } = request;
  const space = Math.ceil(limits.diskBytes / 2);
  const workspaceSpace = space + copy.bytes + (copy.files + 1024) * 4096;
  const needs = [...request.needs].sort((left, right) => left.length - right.length);
  return [
    request.program,
    ...[
      '--unshare-all',
      '--unshare-user',
      '--disable-userns',
      '--uid',
      '1000',
      '--gid',
      '1000',
      '--hostname',
      'sandbox',
    ],
    ...['--die-with-parent', '--new-session', '--cap-drop', 'ALL', '--seccomp', '4'],
    ...(await systemMounts()),
    ...systemSettings.flatMap(name => ['--ro-bind-try', `/etc/${name}`, `/etc/${name}`]),
    ...['passwd', 'group', 'hosts'].flatMap(name => ['--ro-bind', join(request.etc, name), `/etc/${name}`]),
    ...['--proc', '/proc', '--ro-bind', '/proc/sys', '/proc/sys', ...(await masked(writableProc))],
    ...['--dev', '/dev', '--size', String(Math.min(space, 64 * 1024 * 1024)), '--tmpfs', '/dev/shm'],
    ...['--size', String(space), '--tmpfs', '/tmp'],
    ...needs.flatMap(path => ['--ro-bind', path, path]),
    ...['--size', String(workspaceSpace), '--tmpfs', workspace],
    ...request.shared.flatMap(({ path, target }) => ['--ro-bind', target, join(workspace, path)]),
    ...(await cacheMounts([...needs, ...request.shared.map(({ path }) => join(workspace, path))])),
    ...['--ro-bind', copy.folder, insideCopy, '--ro-bind', request.files, insideFiles],
    ...['--remount-ro', '/dev', '--remount-ro', '/', '--chdir', '/', '--'],
  ];
}

async function systemMounts(): Promise<readonly string[]> {
  const mounts = await Promise.all(
    systemFolders.map(async path => {
      const found = await lstat(path).catch(() => undefined);
      if (found?.isSymbolicLink()) return ['--symlink', await readlink(path), path];
      return found?.isDirectory() ? ['--ro-bind', path, path] : [];
    }),
  );
  return mounts.flat();
}

/** Room to write where tools keep caches among the dependencies; only where the folder is there already. */
async function cacheMounts(folders: readonly string[]): Promise<readonly string[]> {
  const modules = folders.filter(folder => basename(folder) === 'node_modules');
  const caches = modules.flatMap(folder => ['.cache', '.vite', '.vite-temp'].map(name => join(folder, name)));
  return (await present(caches)).flatMap(path => ['--size', String(16 * 1024 * 1024), '--tmpfs', path]);
}

async function masked(paths: readonly string[]): Promise<readonly string[]> {
  return (await present(paths)).flatMap(path => ['--ro-bind', '/dev/null', path]);
}

async function present(paths: readonly string[]): Promise<readonly string[]> {
  const found = await Promise.all(paths.map(path => lstat(path).catch(() => undefined)));
  return paths.filter((_, i) => found[i] !== undefined && !found[i]?.isSymbolicLink());
}
