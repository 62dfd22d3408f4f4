import type { Run, RunOutcome } from '../ponder.ts';
import { narrator } from './progress.ts';

/** A terminal and npm both pass a Ctrl+C on; two signals within this many milliseconds are one. */
const sameInterrupt = 500;

/** Follows a run on stderr to its end; Ctrl+C stops it, and a later second one ends the program at once. */
export async function follow(run: Run): Promise<RunOutcome> {
  const tell = narrator();
  const unsubscribe = run.subscribe(event => {
    const line = tell(event);
    if (line !== undefined) process.stderr.write(`${line}\n`);
  });
  let interrupted: number | undefined;
  const interrupt = () => {
    if (interrupted === undefined) run.stop();
    else if (performance.now() - interrupted > sameInterrupt) process.exit(130);
    interrupted ??= performance.now();
  };
  process.on('SIGINT', interrupt);
  process.on('SIGTERM', interrupt);
  try {
    return await run.result;
  } finally {
    process.off('SIGINT', interrupt);
    process.off('SIGTERM', interrupt);
    unsubscribe();
  }
}
