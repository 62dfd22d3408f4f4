import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import type { Person, Tone } from '../../src/editor/person.ts';
import type { RunRecord } from '../../src/editor/runDesk.ts';
import type { StartedEditor } from '../../src/editor/startEditor.ts';
import type { Ponder } from '../../src/ponder.ts';

/** The parts of the activated extension, which it hands out in test mode only. */
export async function extensionParts(): Promise<StartedEditor> {
  const extension = vscode.extensions.getExtension('ponder-dev.ponder');
  assert.ok(extension, 'the extension is not loaded');
  const { forTest } = await extension.activate();
  assert.ok(forTest, 'the extension hands out no parts; it is not in test mode');
  return forTest;
}

export type Told = { readonly tone: Tone; readonly message: string; readonly buttons: readonly string[] };

/** A person who answers as told: presses the button, or types the text, that comes next. Turns away when none is left. */
export class ScriptedPerson implements Person {
  readonly told: Told[] = [];
  readonly asked: vscode.InputBoxOptions[] = [];
  readonly picks: (readonly vscode.QuickPickItem[])[] = [];
  presses: string[] = [];
  types: string[] = [];
  file: vscode.Uri | undefined;

  async tell<Button extends string>(tone: Tone, message: string, buttons: readonly Button[]) {
    this.told.push({ tone, message, buttons });
    return this.#press(buttons);
  }

  async confirm<Button extends string>(message: string, detail: string, buttons: readonly Button[]) {
    this.told.push({ tone: 'warning', message: `${message} ${detail}`, buttons });
    return this.#press(buttons);
  }

  async ask(options: vscode.InputBoxOptions) {
    this.asked.push(options);
    return this.types.shift();
  }

  async pick<Item extends vscode.QuickPickItem>(items: readonly Item[]) {
    this.picks.push(items);
    const wanted = this.types.shift();
    return items.find(item => wanted !== undefined && item.label.includes(wanted));
  }

  async chooseFile() {
    return this.file;
  }

  #press<Button extends string>(buttons: readonly Button[]): Button | undefined {
    const at = this.presses.findIndex(press => buttons.includes(press as Button));
    const [press] = at < 0 ? [] : this.presses.splice(at, 1);
    return buttons.find(button => button === press);
  }
}

/** Puts a made-up service and a scripted person in the place of the real ones. */
export async function stage(ponder: Ponder | Error): Promise<StartedEditor & { person: ScriptedPerson }> {
  const { parts, panel } = await extensionParts();
  const person = new ScriptedPerson();
  for (const name of ['tell', 'confirm', 'ask', 'pick', 'chooseFile'] as const) {
    Object.assign(parts.person, { [name]: person[name].bind(person) });
  }
  const build = async () => {
    if (ponder instanceof Error) throw ponder;
    return ponder;
  };
  Object.assign(parts.services, { build });
  await parts.runs.stop();
  await parts.holder.dispose();
  parts.proposals.close();
  await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  await vscode.workspace.getConfiguration('files').update('autoSave', 'off', true);
  return { parts, panel, person };
}

/** The folder the tests run in. */
export function workspaceFolder(): string {
  const folder = vscode.workspace.workspaceFolders?.[0];
  assert.ok(folder, 'no folder is open');
  return folder.uri.fsPath;
}

/** Writes a new file of these bytes into the workspace. */
export function newFile(bytes: string | Buffer, extension = 'js'): vscode.Uri {
  const folder = fs.mkdtempSync(path.join(workspaceFolder(), 'made-up-'));
  const file = path.join(folder, `case.${extension}`);
  fs.writeFileSync(file, bytes);
  return vscode.Uri.file(file);
}

export async function openFile(uri: vscode.Uri): Promise<vscode.TextEditor> {
  return await vscode.window.showTextDocument(uri, { preview: false });
}

/** Solves at a line of a file through the command, and resolves with the run when it has ended. */
export async function solveAt(
  { parts }: StartedEditor,
  uri: vscode.Uri,
  line = 1,
): Promise<RunRecord | undefined> {
  const before = parts.runs.records.at(-1);
  await vscode.commands.executeCommand('ponder.solve', { uri, line });
  const last = parts.runs.records.at(-1);
  return last === before ? undefined : last;
}

/** Resolves as soon as a condition holds; rejects after five seconds. */
export async function until(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  const end = Date.now() + 5000;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`It did not come true in five seconds: ${what}`);
    await new Promise(resolve => setTimeout(resolve, 20));
  }
}
