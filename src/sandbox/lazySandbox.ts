import { untilAborted } from '../engine/untilAborted.ts';
import { openSandbox, type Sandbox, type SandboxOptions } from './sandbox.ts';

/** A sandbox that is opened when it is first needed. */
export type LazySandbox = {
  /** Rejects with SandboxError, and then may be asked again; or with the signal's reason, without ending the opening. */
  open(signal: AbortSignal): Promise<Sandbox>;
  /** Removes the copy; nothing may run in it. */
  close(): Promise<void>;
};

export function lazySandbox(options: SandboxOptions): LazySandbox {
  const closing = new AbortController();
  let opening: Promise<Sandbox> | undefined;
  return {
    open(signal) {
      opening ??= openSandbox(options, closing.signal).catch(error => {
        opening = undefined;
        throw error;
      });
      return untilAborted(opening, signal);
    },
    async close() {
      closing.abort();
      await (await opening?.catch((): undefined => undefined))?.close();
    },
  };
}
