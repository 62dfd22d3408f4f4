import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';

/** Processes of this machine whose command line holds the text. */
export function processesWith(text: string): readonly number[] {
  return readdirSync('/proc')
    .filter(name => /^\d+$/.test(name) && Number(name) !== process.pid)
    .filter(name => {
      try {
        return readFileSync(`/proc/${name}/cmdline`, 'utf8').includes(text);
      } catch {
        return false;
      }
    })
    .map(Number);
}

/** Milliseconds until a condition holds; Infinity when it does not within the time given. */
export async function until(condition: () => boolean, milliseconds: number): Promise<number> {
  const started = performance.now();
  while (performance.now() - started < milliseconds) {
    if (condition()) return performance.now() - started;
    await wait(10);
  }
  return Number.POSITIVE_INFINITY;
}
