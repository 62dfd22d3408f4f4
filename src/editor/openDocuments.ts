import * as vscode from 'vscode';

/** The open document of a file, if there is one. */
export function documentOf(uri: vscode.Uri): vscode.TextDocument | undefined {
  return vscode.workspace.textDocuments.find(document => document.uri.toString() === uri.toString());
}

/** The visible editor of a file, if there is one. */
export function editorOf(uri: vscode.Uri): vscode.TextEditor | undefined {
  return vscode.window.visibleTextEditors.find(({ document }) => document.uri.toString() === uri.toString());
}

/** The text of a file as it is in the editor or else on disk; undefined when the file is gone. */
export async function textOf(uri: vscode.Uri): Promise<string | undefined> {
  try {
    return (documentOf(uri) ?? (await vscode.workspace.openTextDocument(uri))).getText();
  } catch {
    return undefined;
  }
}
