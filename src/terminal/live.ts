import type { TraceEvent } from '../engine/trace.ts';
import type { Run, RunOutcome } from '../ponder.ts';
import { narrator, unaskedLines } from './progress.ts';

/** A terminal and npm both pass a Ctrl+C on; two signals within this many milliseconds are one. */
const sameInterrupt = 500;

/**
 * Follows a run on stderr to its end, and says why judges that were named were not asked. Ctrl+C stops it, and a later
 * second one ends the program at once.
 */
export async function follow(run: Run, named: readonly string[] = []): Promise<RunOutcome> {
  const tell = narrator();
  const events: TraceEvent[] = [];
  const unsubscribe = run.subscribe(event => {
    events.push(event);
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
    const outcome = await run.result;
    if (named.length > 0)
      for (const line of unaskedLines(events, named)) process.stderr.write(`ponder: ${line}\n`);
    return outcome;
  } finally {
    process.off('SIGINT', interrupt);
    process.off('SIGTERM', interrupt);
    unsubscribe();
  }
}
