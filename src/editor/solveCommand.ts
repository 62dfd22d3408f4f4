import * as vscode from 'vscode';
import type { Failure } from '../engine/action.ts';
import type { Ponder } from '../ponder.ts';
import { tellFailure, tellWithActions } from './failureMessage.ts';
import { followAlone, isFreeToRun, preparePonder } from './prepare.ts';
import type { Found, RunRecord } from './runDesk.ts';
import { readRunOptions, readTestCommand } from './settings.ts';
import { showSolveEnd } from './solveEnd.ts';
import type { WindowParts } from './windowParts.ts';

/** Where to solve: a file and a 1-based line in it. Missing: the cursor of the active editor. */
export type SolvePlace = { readonly uri: vscode.Uri; readonly line: number };

/** Ponder: Solve Code Task. Resolves when the run has ended and its result is shown. */
export async function solve(parts: WindowParts, at?: SolvePlace): Promise<RunRecord | undefined> {
  const place = at ?? placeOfCursor();
  if (!place) {
    const message = 'No file is open. Open one and put the cursor in the function that is to be solved.';
    void tellWithActions(parts.person, 'warning', message, ['Open Playground']);
    return undefined;
  }
  const document = await documentToSolve(parts, place.uri);
  const folder = document && folderOf(parts, document);
  if (!document || !folder || !(await isFreeToRun(parts))) return undefined;
  const ponder = await preparePonder(parts);
  const found = ponder && (await discover(parts, ponder, { document, folder, line: place.line }));
  if (!found) return undefined;
  const start = (ready: Ponder) => {
    void parts.proposalView.close();
    return ready.solve(found, readRunOptions(found.task));
  };
  const { functionName } = found.task;
  const record = await followAlone(parts, start, functionName, { uri: document.uri, found });
  if (record) await showSolveEnd(parts, record);
  return record;
}

function placeOfCursor(): SolvePlace | undefined {
  const editor = vscode.window.activeTextEditor;
  return editor && { uri: editor.document.uri, line: editor.selection.start.line + 1 };
}

/** The document when its tests can be run: a file on disk of a trusted workspace; else the person has been told. */
async function documentToSolve(
  parts: WindowParts,
  uri: vscode.Uri,
): Promise<vscode.TextDocument | undefined> {
  if (!vscode.workspace.isTrusted) {
    const message = 'Solving runs the tests of this workspace, and the workspace is not trusted.';
    void tellWithActions(parts.person, 'warning', message, ['Manage Trust']);
    return undefined;
  }
  const document = await vscode.workspace.openTextDocument(uri);
  if (document.isUntitled) return await saved(parts, document);
  if (uri.scheme === 'file' || uri.scheme === 'vscode-remote') return document;
  const message = `This document is not a file on disk (${uri.scheme}), so no test can use it.`;
  void tellWithActions(parts.person, 'warning', message, ['Open Playground']);
  return undefined;
}

async function saved(
  parts: WindowParts,
  document: vscode.TextDocument,
): Promise<vscode.TextDocument | undefined> {
  const save = 'Save';
  const message = 'This file was never saved, so no test can use it. Save it in the workspace first.';
  const pressed = await parts.person.tell('warning', message, [save]);
  const file = pressed === save ? await vscode.workspace.saveAs(document.uri) : undefined;
  return file && (await vscode.workspace.openTextDocument(file));
}

function folderOf(parts: WindowParts, document: vscode.TextDocument): vscode.WorkspaceFolder | undefined {
  const folder = vscode.workspace.getWorkspaceFolder(document.uri);
  if (folder) return folder;
  const message = 'This file belongs to no open folder, so its tests cannot be found.';
  void tellWithActions(parts.person, 'warning', message, ['Open Folder', 'Open Playground']);
  return undefined;
}

type Place = {
  readonly document: vscode.TextDocument;
  readonly folder: vscode.WorkspaceFolder;
  readonly line: number;
};

/** Finds the function and its tests; asks for a test command when there are none. */
async function discover(parts: WindowParts, ponder: Ponder, place: Place): Promise<Found | undefined> {
  const setCommand = readTestCommand(place.document.uri);
  const first = await discovered(parts, ponder, place, setCommand);
  if (!first || first.task.tests) return first;
  const name = 'Name a Test Command...';
  const without = 'Go On Unverified';
  const { functionName } = first.task;
  const message = `No test of ${functionName} was found. Without one no candidate can be verified.`;
  const pressed = await parts.person.tell('warning', message, [name, without]);
  if (pressed === without) return first;
  if (pressed !== name) return undefined;
  const command = await parts.person.ask({
    title: `Command that tests ${functionName}`,
    prompt: 'Runs in the sandbox, in the workspace folder; exit code 0 means passed.',
    placeHolder: 'npm test',
  });
  return command?.trim() ? await discovered(parts, ponder, place, command.trim()) : undefined;
}

async function discovered(
  parts: WindowParts,
  ponder: Ponder,
  { document, folder, line }: Place,
  testCommand: string | undefined,
): Promise<Found | undefined> {
  const discovery = await ponder.discover({
    workspace: folder.uri.fsPath,
    file: document.uri.fsPath,
    text: document.getText(),
    at: { type: 'line', line },
    ...(testCommand !== undefined && { testCommand }),
  });
  if (discovery.type === 'found') return discovery;
  const failure: Failure = discovery;
  void tellFailure(parts.person, failure, 'warning');
  return undefined;
}
