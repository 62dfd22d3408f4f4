import * as vscode from 'vscode';
import type { Person } from './person.ts';
import type { Services } from './services.ts';

type Parts = { readonly person: Person; readonly services: Services };

const explanation =
  'Code that a model wrote runs only in a sandbox: in a copy of the workspace, without network, your home directory or your environment.';

/** Ponder: Set Up Sandbox. Says whether code can be isolated here, how to get there, and asks before going without. */
export async function setUpSandbox({ person, services }: Parts): Promise<void> {
  const state = await services.probeSandbox();
  const settings = vscode.workspace.getConfiguration('ponder.sandbox');
  if (state.type === 'available') {
    if (settings.get('allowUnisolated')) await settings.update('allowUnisolated', undefined, true);
    void person.tell('information', `The sandbox works here (${state.kind}). ${explanation}`, []);
    return;
  }
  const without = 'Run Without Isolation';
  const again = 'Try Again';
  const missing = state.missing.length > 0 ? `Missing: ${state.missing.join(', ')}. ` : '';
  const detail = `${explanation}\n\n${missing}${state.action}\n\nWithout isolation that code can read and change all that you can, and use the network.`;
  const buttons = vscode.workspace.isTrusted ? ([again, without] as const) : ([again] as const);
  const pressed = await person.confirm('No sandbox is available on this machine.', detail, buttons);
  if (pressed === again) await setUpSandbox({ person, services });
  if (pressed === without) await settings.update('allowUnisolated', true, vscode.ConfigurationTarget.Global);
}
