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

/** Finds out before the minutes that a measurement takes whether its result can be written. Rejects with BadInput. */
export async function requireFolderOf(file: string): Promise<void> {
  const folder = path.dirname(path.resolve(file));
  const writable = await fs.access(folder, fs.constants.W_OK).then(
    () => true,
    () => false,
  );
  if (!writable)
    throw new BadInput(`${file} cannot be written: ${folder} is no folder that can be written to.`);
}
