import { mkdir, mkdtemp, readdir, realpath, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, isAbsolute, join, normalize } from 'node:path';
import { SandboxError } from '../engine/testRunner.ts';
import { removeTree } from './removeTree.ts';
import { seccompFilter } from './seccomp.ts';
import type { WorkspaceCopy } from './workspaceCopy.ts';

const basePrefix = 'ponder-sandbox-';

/** Makes an empty folder for a sandbox of this process. */
export async function makeBase(): Promise<string> {
  try {
    return await mkdtemp(join(await realpath(tmpdir()), `${basePrefix}${process.pid}-`));
  } catch (cause) {
    const message = `No folder can be made in ${tmpdir()}: ${cause instanceof Error ? cause.message : cause}.`;
    throw new SandboxError(
      'setup-failed',
      message,
      'Make it writable and see that its disk is not full.',
      cause,
    );
  }
}

/** Writes what every execution sees of the system: users, host names, and on Linux the system call filter. */
export async function writeSettings(base: string): Promise<void> {
  const write = (name: string, content: string | Buffer) => writeFile(join(base, name), content);
  await write('passwd', 'sandbox:x:1000:1000::/tmp/home:/bin/sh\n');
  await write('group', 'sandbox:x:1000:\n');
  await write('hosts', '127.0.0.1 localhost sandbox\n::1 localhost\n');
  if (process.platform === 'linux') await write('filter', seccompFilter());
}

/** Writes files below a folder, by their paths relative to it. */
export async function writeFiles(folder: string, files: Readonly<Record<string, string>>): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const [path, content] of Object.entries(files)) {
    const target = join(folder, inWorkspace(path));
    await mkdir(dirname(target), { recursive: true });
    await writeFile(target, content);
  }
}

/** Links the shared folders into a copy that stands on this machine's own file system. */
export async function linkShared(root: string, copy: WorkspaceCopy): Promise<void> {
  await mkdir(root, { recursive: true });
  for (const { path, target } of copy.shared) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await symlink(target, join(root, path));
  }
}

/** A path in normal form; throws RangeError when it leads out of the workspace. */
export function inWorkspace(path: string): string {
  const clean = normalize(path);
  if (!isAbsolute(clean) && clean !== '..' && !clean.startsWith('../')) return clean;
  throw new RangeError(`The path ${path} leaves the workspace; give one relative to it.`);
}

/** Removes what sandboxes of processes that were killed have left, where this person may. */
export async function removeLeftovers(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    const pid = name.startsWith(basePrefix)
      ? Number(name.slice(basePrefix.length).split('-')[0])
      : Number.NaN;
    if (pid > 0 && !isAlive(pid)) await removeTree(join(tmpdir(), name)).catch(() => {});
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
