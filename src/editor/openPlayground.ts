import * as vscode from 'vscode';

/** Ponder: Open Playground. Opens a copy of the sample workspace that is the person's own; what they did in it stays. */
export async function openPlayground(playground: vscode.Uri, storage: vscode.Uri): Promise<void> {
  const copy = vscode.Uri.joinPath(storage, 'playground');
  if (!(await exists(copy))) {
    await vscode.workspace.fs.createDirectory(storage);
    await vscode.workspace.fs.copy(playground, copy);
  }
  const isOpen = vscode.workspace.workspaceFolders?.some(({ uri }) => uri.fsPath === copy.fsPath);
  if (isOpen) {
    await vscode.commands.executeCommand('markdown.showPreview', vscode.Uri.joinPath(copy, 'README.md'));
    return;
  }
  const forceNewWindow = (vscode.workspace.workspaceFolders?.length ?? 0) > 0;
  await vscode.commands.executeCommand('vscode.openFolder', copy, { forceNewWindow });
}

async function exists(uri: vscode.Uri): Promise<boolean> {
  try {
    await vscode.workspace.fs.stat(uri);
    return true;
  } catch {
    return false;
  }
}
