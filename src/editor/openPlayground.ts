import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import { exists } from './openDocuments.ts';

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
  const { fs } = vscode.workspace;
  const copy = vscode.Uri.joinPath(storage, 'playground');
  if (await exists(copy)) return copy;
  const partial = vscode.Uri.joinPath(storage, `playground.${randomUUID()}`);
  await fs.createDirectory(storage);
  try {
    await fs.copy(playground, partial);
    await fs.rename(partial, copy);
  } catch (error) {
    await fs.delete(partial, { recursive: true }).then(undefined, () => {});
    if (!(await exists(copy))) throw error;
  }
  return copy;
}
