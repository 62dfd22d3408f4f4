import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { isAlive } from './isAlive.ts';

const prefix = 'ponder-prompts-';
/** Folders of dead processes are only removed when they are older than this. Milliseconds. */
const leftOverAfter = 3_600_000;

/** Makes a folder for evaluated prompts, which only this user can read, and removes those that dead processes left. */
export function makePromptStateDir(): string {
  for (const name of fs.readdirSync(os.tmpdir())) {
    const pid = new RegExp(`^${prefix}(\\d+)-`).exec(name)?.[1];
    if (pid !== undefined && !isAlive(Number(pid))) removeWhenOld(path.join(os.tmpdir(), name));
  }
  return fs.mkdtempSync(path.join(os.tmpdir(), `${prefix}${process.pid}-`));
}

/** Removes such a folder; it may be gone already. What cannot be removed is left to a later start: it never throws. */
export function removePromptStateDir(dir: string): void {
  try {
    fs.rmSync(dir, { recursive: true, force: true });
  } catch {
    // Something is still open in it, as after a kill on Windows.
  }
}

function removeWhenOld(dir: string): void {
  try {
    if (Date.now() - fs.statSync(dir).mtimeMs > leftOverAfter) removePromptStateDir(dir);
  } catch {
    // Another user's, or another process was faster.
  }
}
