import { randomUUID } from 'node:crypto';
import fs from 'node:fs/promises';
import os from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import { isAlive } from './isAlive.ts';

/** A lock that was not touched for this long is left over from a process that died. Milliseconds. */
const staleAfter = 15_000;
const touchEvery = 3_000;
const lookEvery = 200;

type Owner = { readonly pid: number; readonly host: string; readonly token: string };

/**
 * Holds a lock file while the work is done, so that two processes do not do it at once. Waits for another holder; a
 * lock whose process is gone, or that was not touched for 15 s, is taken over. `onWait` is called once when there is
 * somebody to wait for. Rejects with the signal's reason when aborted while waiting.
 */
export async function withFileLock<T>(
  file: string,
  options: { readonly signal: AbortSignal; onWait(): void },
  work: () => Promise<T>,
): Promise<T> {
  const { signal, onWait } = options;
  const owner: Owner = { pid: process.pid, host: os.hostname(), token: randomUUID() };
  for (let tries = 0; !(await take(file, owner)); tries++) {
    if (await removeStale(file)) continue;
    if (tries === 0) onWait();
    await pause(lookEvery, undefined, { signal }).catch(() => signal.throwIfAborted());
  }
  const touching = setInterval(() => void touch(file), touchEvery);
  touching.unref();
  try {
    signal.throwIfAborted();
    return await work();
  } finally {
    clearInterval(touching);
    if ((await read(file))?.token === owner.token) await fs.rm(file, { force: true });
  }
}

async function take(file: string, owner: Owner): Promise<boolean> {
  try {
    await fs.writeFile(file, JSON.stringify(owner), { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** Moves a stale lock away first, so that of two processes which saw it only one removes it. */
async function removeStale(file: string): Promise<boolean> {
  const owner = await read(file);
  if (!(await isStale(file, owner))) return false;
  const aside = `${file}.${randomUUID()}`;
  await fs.rename(file, aside).catch(() => {});
  const moved = await read(aside);
  if (moved && moved.token !== owner?.token) await fs.link(aside, file).catch(() => {});
  await fs.rm(aside, { force: true });
  return true;
}

async function isStale(file: string, owner: Owner | undefined): Promise<boolean> {
  const stat = await fs.stat(file).catch(() => undefined);
  if (!stat) return false;
  if (Date.now() - stat.mtimeMs > staleAfter) return true;
  return owner !== undefined && owner.host === os.hostname() && !isAlive(owner.pid);
}

async function touch(file: string): Promise<void> {
  const now = new Date();
  await fs.utimes(file, now, now).catch(() => {});
}

async function read(file: string): Promise<Owner | undefined> {
  try {
    return JSON.parse(await fs.readFile(file, 'utf8')) as Owner;
  } catch {
    return undefined;
  }
}
