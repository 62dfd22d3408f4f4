/** The work, never done twice at once: who asks for it while it is under way waits for that. */
export function sharedWhilePending<Result>(work: () => Promise<Result>): () => Promise<Result> {
  let pending: Promise<Result> | undefined;
  return () => {
    pending ??= work().finally(() => {
      pending = undefined;
    });
    return pending;
  };
}

/**
 * Does work whenever it is asked for, never twice at once: what is asked for while it runs is done once more after it, so
 * that what is true at the end stands at the end. A failure is told and ends nothing.
 */
export function onceMoreAfter(work: () => Promise<void>, failed: (error: unknown) => void): () => void {
  let isWanted = false;
  let isRunning = false;
  const drain = async () => {
    isRunning = true;
    while (isWanted) {
      isWanted = false;
      await work().catch(failed);
    }
    isRunning = false;
  };
  return () => {
    isWanted = true;
    if (!isRunning) void drain();
  };
}
