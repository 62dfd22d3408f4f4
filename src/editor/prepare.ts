import * as vscode from 'vscode';
import type { Ponder, Run } from '../ponder.ts';
import { failureOfError, tellFailure } from './failureMessage.ts';
import type { CodeSource, RunRecord } from './runDesk.ts';
import type { WindowParts } from './windowParts.ts';

/** An AbortSignal that fires with a cancellation token. */
export function signalOf(token: vscode.CancellationToken): AbortSignal {
  const abort = new AbortController();
  if (token.isCancellationRequested) abort.abort();
  token.onCancellationRequested(() => abort.abort());
  return abort.signal;
}

/** Makes sure that no run is under way: asks whether to stop the one that is. False when it is to go on. */
export async function isFreeToRun({ runs, person }: WindowParts): Promise<boolean> {
  const { active } = runs;
  if (!active) return true;
  const stop = 'Stop It and Go On';
  const pressed = await person.tell('warning', `Ponder is still at work: ${active.label}.`, [stop]);
  if (pressed !== stop) return false;
  await runs.giveWay(active.run.id);
  return true;
}

/**
 * Starts a run once no other is under way and the service is there, with nothing waited for in between, and follows it to
 * its end. Undefined when another run is to go on or there is no service, and the person has been told.
 */
export async function followAlone(
  parts: WindowParts,
  start: (ponder: Ponder) => Run,
  label: string,
  source?: CodeSource,
): Promise<RunRecord | undefined> {
  for (;;) {
    const { ready } = parts.holder;
    if (ready && !parts.runs.active) return await parts.runs.follow(start(ready), label, source);
    if (!(await isFreeToRun(parts)) || !(await preparePonder(parts))) return undefined;
  }
}

/** The service, with a notification while it is made; undefined when it cannot be, and the person has been told. */
export async function preparePonder(parts: WindowParts): Promise<Ponder | undefined> {
  return await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, cancellable: true, title: 'Ponder' },
    async (progress, token) => {
      const signal = signalOf(token);
      try {
        return await parts.holder.get(message => progress.report({ message }), signal);
      } catch (error) {
        if (signal.aborted) return undefined;
        parts.log.error(error instanceof Error ? error : String(error));
        void tellFailure(parts.person, failureOfError(error));
        return undefined;
      }
    },
  );
}
