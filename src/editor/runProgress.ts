import * as vscode from 'vscode';
import { totalTokens } from '../engine/cost.ts';
import { counted } from '../view/counted.ts';
import type { RunDesk, RunRecord } from './runDesk.ts';

/** Tokens settled so far and attempts drawn, in a few words. */
function spendText(record: RunRecord): string {
  let tokens = 0;
  let attempts = 0;
  for (const event of record.events) {
    if (event.type !== 'action-ended') continue;
    tokens += totalTokens(event.cost);
    if (event.result.type === 'candidate') attempts += 1;
  }
  return `${counted(attempts, 'attempt')}, ${tokens.toLocaleString('en')} tokens`;
}

/** Shows each run in a notification that can stop it, and in the status bar. */
export function showRunProgress(desk: RunDesk): vscode.Disposable {
  const item = vscode.window.createStatusBarItem('ponder.run', vscode.StatusBarAlignment.Right, 100);
  item.name = 'Ponder';
  item.command = 'ponder.showPanel';
  const began = desk.onDidBegin(record => {
    const started = Date.now();
    const text = () => `${spendText(record)}, ${Math.round((Date.now() - started) / 1000)} s`;
    void vscode.window.withProgress(
      {
        location: vscode.ProgressLocation.Notification,
        cancellable: true,
        title: `Ponder: ${record.label}`,
      },
      async (progress, token) => {
        const show = () => {
          progress.report({ message: text() });
          item.text = `$(loading~spin) Ponder: ${text()}`;
          item.tooltip = `${record.label}: press for the panel`;
        };
        token.onCancellationRequested(() => record.run.stop());
        show();
        item.show();
        const timer = setInterval(show, 1000);
        await record.run.result.catch(() => undefined);
        clearInterval(timer);
        item.hide();
      },
    );
  });
  return vscode.Disposable.from(began, item);
}
