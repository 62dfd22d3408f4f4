import * as vscode from 'vscode';
import { personAtWindow } from './editor/person.ts';
import type { Services } from './editor/services.ts';
import { type StartedEditor, startEditor } from './editor/startEditor.ts';
import { dataDir } from './store/dataDir.ts';

let started: StartedEditor | undefined;

/** Called by VS Code. Registers, and leaves all that is heavy until it is first used. Tests get hold of the parts. */
export function activate(context: vscode.ExtensionContext): { readonly forTest?: StartedEditor } {
  const log = vscode.window.createOutputChannel('Ponder', { log: true });
  context.subscriptions.push(log);
  started = startEditor(context, log, localServices(context), { ...personAtWindow });
  return context.extensionMode === vscode.ExtensionMode.Test ? { forTest: started } : {};
}

/** Called by VS Code. Ends the processes behind the service. */
export async function deactivate(): Promise<void> {
  await started?.parts.holder.dispose();
}

function localServices(context: vscode.ExtensionContext): Services {
  return {
    build: async () => {
      throw new Error('not yet');
    },
    functionsOf: async () => [],
    models: async () => [],
    installRuntime: async () => {},
    probeSandbox: async () => ({ type: 'available', kind: '' }),
    playground: vscode.Uri.joinPath(context.extensionUri, 'media', 'playground'),
    traces: vscode.Uri.joinPath(vscode.Uri.file(dataDir()), 'traces'),
  };
}
