import path from 'node:path/posix';
import * as vscode from 'vscode';
import { exists } from './openDocuments.ts';
import type { RunRecord } from './runDesk.ts';
import { type CallTest, type TestText, testFileName, testText } from './testText.ts';
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
  const document = await vscode.workspace.openTextDocument(
    vscode.Uri.joinPath(root, name).with({ scheme: 'untitled' }),
  );
  await addTo(document, testText(given, name));
  await vscode.window.showTextDocument(document, { preview: false });
}

/** Adds a test that is not there yet; an edit that another one came before is made anew. */
async function addTo(document: vscode.TextDocument, { head, test }: TestText): Promise<void> {
  for (;;) {
    const { version } = document;
    const text = document.getText();
    if (text.includes(test.trim())) return;
    const edit = new vscode.WorkspaceEdit();
    const end = document.lineAt(document.lineCount - 1).range.end;
    edit.insert(document.uri, end, text === '' ? head + test : test);
    if ((await vscode.workspace.applyEdit(edit)) || document.version === version) return;
  }
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
