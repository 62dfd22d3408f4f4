import type { Run, RunOutcome } from '../ponder.ts';
import { narrator } from './progress.ts';

/** Follows a run on stderr to its end; Ctrl+C stops it, and a second one ends the program at once. */
export async function follow(run: Run): Promise<RunOutcome> {
  const tell = narrator();
  const unsubscribe = run.subscribe(event => {
    const line = tell(event);
    if (line !== undefined) process.stderr.write(`${line}\n`);
  });
  const interrupt = () => {
    process.once('SIGINT', () => process.exit(130));
    run.stop();
  };
  process.once('SIGINT', interrupt);
  process.once('SIGTERM', interrupt);
  try {
    return await run.result;
  } finally {
    process.off('SIGINT', interrupt);
    process.off('SIGTERM', interrupt);
    unsubscribe();
  }
}
