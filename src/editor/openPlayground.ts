import * as vscode from 'vscode';

/** Ponder: Open Playground. Opens the person's copy of the sample workspace. */
export async function openPlayground(playground: vscode.Uri, storage: vscode.Uri): Promise<void> {
  const copy = await playgroundCopy(playground, storage);
  const isOpen = vscode.workspace.workspaceFolders?.some(({ uri }) => uri.fsPath === copy.fsPath);
  if (isOpen) {
    await vscode.commands.executeCommand('markdown.showPreview', vscode.Uri.joinPath(copy, 'README.md'));
    return;
  }
  const forceNewWindow = (vscode.workspace.workspaceFolders?.length ?? 0) > 0;
  await vscode.commands.executeCommand('vscode.openFolder', copy, { forceNewWindow });
}

/** The person's own copy of the sample workspace, made when there is none; what they did in it stays. */
export async function playgroundCopy(playground: vscode.Uri, storage: vscode.Uri): Promise<vscode.Uri> {
  const copy = vscode.Uri.joinPath(storage, 'playground');
  if (await exists(copy)) return copy;
  const partial = vscode.Uri.joinPath(storage, `playground.${process.pid}`);
  await vscode.workspace.fs.createDirectory(storage);
  await vscode.workspace.fs.copy(playground, partial, { overwrite: true });
  await vscode.workspace.fs.rename(partial, copy);
  return copy;
}

async function exists(uri: vscode.Uri): Promise<boolean> {
  try {
    await vscode.workspace.fs.stat(uri);
    return true;
  } catch {
    return false;
  }
}
