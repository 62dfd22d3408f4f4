import path from 'node:path/posix';
import * as vscode from 'vscode';
import { type MergedText, mergedText } from './change.ts';
import { documentOf, editorOf, openedDocument } from './openDocuments.ts';
import { changeBefore, type Proposal, placeOf } from './proposal.ts';
import type { ProposalDesk } from './proposalDesk.ts';
import { closeTabs, VirtualDocuments } from './virtualDocuments.ts';

/** Documents of this scheme show a file with the removed and the added lines of a proposal. */
export const proposalScheme = 'ponder-proposal';

type Shown = { readonly uri: vscode.Uri; readonly merged: MergedText; readonly line: number };

/**
 * Shows the proposal as an inline change: the file with removed and added lines marked, in the place of the file's
 * editor. It is a read-only document of its own, because lines put into the file's buffer would be saved, backed up
 * and run before anyone has accepted them. The tab of another proposal than the one that Accept would take is closed.
 */
export class ProposalView implements vscode.Disposable {
  readonly #desk: ProposalDesk;
  readonly #documents = new VirtualDocuments(proposalScheme);
  readonly #marks: Marks;
  readonly #parts: readonly vscode.Disposable[];
  #shown: Shown | undefined;

  constructor(desk: ProposalDesk, media: vscode.Uri) {
    this.#desk = desk;
    this.#marks = new Marks(media);
    this.#parts = [
      desk.onDidChange(() => this.#update()),
      vscode.workspace.onDidChangeTextDocument(({ document }) => this.#mark(document.uri)),
      vscode.window.onDidChangeVisibleTextEditors(() => this.#mark(this.#shown?.uri)),
      this.#documents,
      this.#marks,
    ];
  }

  /** The document in which the proposal is shown and the 0-based line of the function in it. */
  get place(): { readonly uri: vscode.Uri; readonly line: number } | undefined {
    return this.#shown;
  }

  /** Opens the proposal where the file is shown, and moves the cursor to the change. */
  async show(): Promise<void> {
    const { current } = this.#desk;
    this.#update();
    if (!current || !this.#shown) return;
    const { uri, merged, line } = this.#shown;
    const source = editorOf(current.source.uri);
    const editor = await vscode.window.showTextDocument(uri, {
      preview: false,
      ...(source?.viewColumn !== undefined && { viewColumn: source.viewColumn }),
      selection: new vscode.Range(merged.first, 0, merged.first, 0),
    });
    const top = source?.visibleRanges[0]?.start.line;
    if (top !== undefined)
      editor.revealRange(new vscode.Range(top, 0, top, 0), vscode.TextEditorRevealType.AtTop);
    const last = Math.max(merged.first, ...merged.removed, ...merged.added);
    editor.revealRange(
      new vscode.Range(line, 0, last, 0),
      vscode.TextEditorRevealType.InCenterIfOutsideViewport,
    );
    this.#mark(uri);
  }

  /** Puts the proposal away without a verdict, and its tab. */
  async close(): Promise<void> {
    this.#desk.close();
    await closeTabs(proposalScheme);
  }

  /** Leaves the proposal for the file, with the cursor on the function. */
  async showSource({ source, ...proposal }: Proposal): Promise<void> {
    const shown = vscode.window.visibleTextEditors.find(
      ({ document }) => document.uri.scheme === proposalScheme,
    );
    const document = await openedDocument(source.uri);
    if (document) {
      const start = document.positionAt(proposal.starts[proposal.index] ?? 0);
      await vscode.window.showTextDocument(document, {
        preview: false,
        ...(shown?.viewColumn !== undefined && { viewColumn: shown.viewColumn }),
        selection: new vscode.Range(start, start),
      });
    }
    await closeTabs(proposalScheme, this.#shown?.uri);
  }

  dispose(): void {
    for (const part of this.#parts) part.dispose();
  }

  #update(): void {
    const { current } = this.#desk;
    if (!current) {
      this.#shown = undefined;
      return;
    }
    const { merged, line } = mergedOf(current);
    const file = current.source.uri.path;
    const name = path.join(path.dirname(file), `Proposal for ${path.basename(file)}`);
    const uri = this.#documents.set(name, current.record.run.id, merged.text);
    const isAnother = uri.toString() !== this.#shown?.uri.toString();
    this.#shown = { uri, merged, line };
    if (isAnother) void closeTabs(proposalScheme, uri);
    this.#mark(uri);
  }

  #mark(uri: vscode.Uri | undefined): void {
    const shown = this.#shown;
    if (!shown || uri?.toString() !== shown.uri.toString()) return;
    for (const editor of vscode.window.visibleTextEditors) {
      if (editor.document.uri.toString() !== shown.uri.toString()) continue;
      const isCurrent = editor.document.getText().replaceAll('\r\n', '\n') === shown.merged.text;
      if (isCurrent) this.#marks.draw(editor, shown.merged);
    }
  }
}

/** The merged text of a proposal; where the function has changed meanwhile, in the file as it was. */
function mergedOf(proposal: Proposal): { merged: MergedText; line: number } {
  const change = changeBefore(proposal);
  const now = documentOf(proposal.source.uri)?.getText();
  const base = proposal.source.found.text;
  const placeNow = now === undefined ? undefined : placeOf(proposal, now);
  const start = change?.start ?? 0;
  const place = placeNow ?? { start, end: start + (change?.before.length ?? 0) };
  const text = placeNow && now !== undefined ? now : base;
  const line = text.slice(0, place.start).split('\n').length - 1;
  return { merged: mergedText(text, place, change?.after ?? ''), line };
}

/** The looks of removed and added lines: the colours of the diff editor, and a sign in the gutter for those who see none. */
class Marks implements vscode.Disposable {
  readonly #removed: vscode.TextEditorDecorationType;
  readonly #added: vscode.TextEditorDecorationType;

  constructor(media: vscode.Uri) {
    this.#removed = lineMark('removed', media);
    this.#added = lineMark('inserted', media);
  }

  draw(editor: vscode.TextEditor, merged: MergedText): void {
    const lines = (numbers: readonly number[]) => numbers.map(line => editor.document.lineAt(line).range);
    editor.setDecorations(this.#removed, lines(merged.removed));
    editor.setDecorations(this.#added, lines(merged.added));
  }

  dispose(): void {
    this.#removed.dispose();
    this.#added.dispose();
  }
}

function lineMark(kind: 'removed' | 'inserted', media: vscode.Uri): vscode.TextEditorDecorationType {
  const icon = (theme: string) => vscode.Uri.joinPath(media, 'marks', `${kind}-${theme}.svg`);
  return vscode.window.createTextEditorDecorationType({
    isWholeLine: true,
    backgroundColor: new vscode.ThemeColor(`diffEditor.${kind}LineBackground`),
    borderColor: new vscode.ThemeColor(`ponder.${kind}LineBorder`),
    borderStyle: 'solid',
    borderWidth: '0 0 0 4px',
    overviewRulerColor: new vscode.ThemeColor(`diffEditorOverview.${kind}Foreground`),
    overviewRulerLane: vscode.OverviewRulerLane.Full,
    dark: { gutterIconPath: icon('dark') },
    light: { gutterIconPath: icon('light') },
    gutterIconSize: '80%',
  });
}
