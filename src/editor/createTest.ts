import path from 'node:path/posix';
import * as vscode from 'vscode';
import type { RunRecord } from './runDesk.ts';
import { type CallTest, testFileName, testText } from './testText.ts';
import type { WindowParts } from './windowParts.ts';

/** Opens a test of a call that the person said something about, in the manner of the workspace and not yet saved. */
export async function createTest(
  { services }: Pick<WindowParts, 'services'>,
  { source, events }: RunRecord,
  call: string,
): Promise<void> {
  const said = events.findLast(event => event.type === 'expectation' && event.call === call);
  if (!source || said?.type !== 'expectation') return;
  const { task, text, workspace } = source.found;
  const framework = await services.testFramework(source.uri.fsPath, workspace, task.language);
  const { language, file, functionName } = task;
  const given: CallTest = {
    language,
    framework,
    file,
    source: text,
    functionName,
    call,
    expected: said.expected,
  };
  const root = rootOf(source.uri, file);
  const name = await freeName(root, given);
  const { head, test } = testText(given, name);
  const document = await vscode.workspace.openTextDocument(
    vscode.Uri.joinPath(root, name).with({ scheme: 'untitled' }),
  );
  const edit = new vscode.WorkspaceEdit();
  const end = document.lineAt(document.lineCount - 1).range.end;
  const isNew = document.getText() === '';
  if (isNew || !document.getText().includes(test.trim()))
    edit.insert(document.uri, end, isNew ? head + test : test);
  await vscode.workspace.applyEdit(edit);
  await vscode.window.showTextDocument(document, { preview: false });
}

/** The workspace as the editor names it: the file's address without its path in the workspace. */
function rootOf(uri: vscode.Uri, file: string): vscode.Uri {
  return vscode.Uri.joinPath(uri, ...file.split('/').map(() => '..'));
}

/** Where the test will stand: in the workspace's folder of tests, else beside the file; not where a file is already. */
async function freeName(root: vscode.Uri, { file, language }: CallTest): Promise<string> {
  let folder = path.dirname(file);
  for (const name of ['test', 'tests']) {
    if (await exists(vscode.Uri.joinPath(root, name))) {
      folder = name;
      break;
    }
  }
  const usual = path.join(folder, testFileName(file, language));
  const isTaken = await exists(vscode.Uri.joinPath(root, usual));
  return isTaken ? path.join(folder, testFileName(file, language, true)) : usual;
}

async function exists(uri: vscode.Uri): Promise<boolean> {
  return await vscode.workspace.fs.stat(uri).then(
    () => true,
    () => false,
  );
}
