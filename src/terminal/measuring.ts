import type { Stats } from 'node:fs';
import fs from 'node:fs/promises';
import path from 'node:path';
import { BadInput, exitCodes } from './badInput.ts';

/** The exit code of a measurement that stops at Ctrl+C. */
export async function untilInterrupted(measure: (signal: AbortSignal) => Promise<void>): Promise<number> {
  const stop = new AbortController();
  const interrupted = () => stop.abort(new DOMException('stopped by you', 'AbortError'));
  process.once('SIGINT', interrupted);
  try {
    await measure(stop.signal);
    return 0;
  } catch (error) {
    if (!stop.signal.aborted) throw error;
    process.stderr.write('ponder: stopped by you\n');
    return exitCodes.cancelled;
  } finally {
    process.removeListener('SIGINT', interrupted);
  }
}

/** Writes a result to the file of --json, where one was named. */
export async function writeResult(file: string | undefined, result: unknown): Promise<void> {
  if (file !== undefined) await fs.writeFile(file, `${JSON.stringify(result, null, 1)}\n`);
}

/** Finds out before the minutes that a measurement takes whether its result can be written. Rejects with BadInput. */
export async function requireWritable(file: string | undefined): Promise<void> {
  if (file === undefined) return;
  const place = path.resolve(file);
  const there = await stats(place);
  if (there?.isDirectory())
    throw new BadInput(`"${file}" is a folder; --json takes the name of a file to write.`);
  if (there !== undefined) {
    if (await isWritable(place)) return;
    throw new BadInput(`${file} cannot be written. Check its permissions.`);
  }
  const folder = path.dirname(place);
  if ((await stats(folder))?.isDirectory() && (await isWritable(folder))) return;
  throw new BadInput(`${file} cannot be written: ${folder} is no folder that can be written to.`);
}

async function stats(place: string): Promise<Stats | undefined> {
  return await fs.stat(place).catch(() => undefined);
}

async function isWritable(place: string): Promise<boolean> {
  return await fs.access(place, fs.constants.W_OK).then(
    () => true,
    () => false,
  );
}
