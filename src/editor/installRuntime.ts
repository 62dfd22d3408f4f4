import * as vscode from 'vscode';
import type { Person } from './person.ts';
import { signalOf } from './prepare.ts';
import type { Services } from './services.ts';

type Parts = {
  readonly person: Person;
  readonly services: Services;
  readonly log: vscode.LogOutputChannel;
};

/** Ponder: Install Embedded Runtime. Shows what the installer says; nothing is left half-way in use when cancelled. */
export async function installRuntime(parts: Parts): Promise<void> {
  const options = {
    location: vscode.ProgressLocation.Notification,
    cancellable: true,
    title: 'Ponder: installing the runtime for embedded models',
  };
  await vscode.window.withProgress(options, async (progress, token) => {
    const signal = signalOf(token);
    const line = (message: string) => {
      parts.log.info(message);
      progress.report({ message });
    };
    try {
      await parts.services.installRuntime(line, signal);
      void parts.person.tell('information', 'The runtime for embedded models is installed.', []);
    } catch (error) {
      if (!signal.aborted) void tellProblem(parts, error);
    }
  });
}

async function tellProblem({ person, log }: Parts, error: unknown): Promise<void> {
  log.error(error instanceof Error ? error : String(error));
  const retry = 'Try Again';
  const message = `The runtime could not be installed: ${error instanceof Error ? error.message : error}`;
  const pressed = await person.tell('error', message, [retry]);
  if (pressed === retry) await vscode.commands.executeCommand('ponder.installRuntime');
}
