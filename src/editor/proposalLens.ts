import * as vscode from 'vscode';
import { counted } from '../view/counted.ts';
import type { EditorDiagnostics } from './editorDiagnostics.ts';
import { documentOf } from './openDocuments.ts';
import { placeOf } from './proposal.ts';
import type { ProposalDesk } from './proposalDesk.ts';
import type { ProposalView } from './proposalView.ts';
import { verdictOf } from './verdict.ts';

/**
 * Accept, Reject, Next candidate and Why, above the proposal and above the function in its file; and above an accepted one
 * the problems that the editor's tools find in it.
 */
export class ProposalLens implements vscode.CodeLensProvider, vscode.Disposable {
  readonly #desk: ProposalDesk;
  readonly #view: ProposalView;
  readonly #diagnostics: EditorDiagnostics;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #subscriptions: readonly vscode.Disposable[];
  readonly onDidChangeCodeLenses = this.#changed.event;

  constructor(desk: ProposalDesk, view: ProposalView, diagnostics: EditorDiagnostics) {
    this.#desk = desk;
    this.#view = view;
    this.#diagnostics = diagnostics;
    this.#subscriptions = [desk, diagnostics].map(part => part.onDidChange(() => this.#changed.fire()));
  }

  provideCodeLenses(document: vscode.TextDocument): vscode.CodeLens[] {
    const line = this.#lineIn(document);
    if (line === undefined) return this.#problems(document);
    const range = new vscode.Range(line, 0, line, 0);
    return this.#commands(document).map(command => new vscode.CodeLens(range, command));
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
    this.#changed.dispose();
  }

  #problems(document: vscode.TextDocument): vscode.CodeLens[] {
    const { found } = this.#diagnostics;
    if (!found || document.uri.toString() !== found.uri.toString()) return [];
    const { line, count } = found;
    return [
      new vscode.CodeLens(new vscode.Range(line, 0, line, 0), {
        title: `$(warning)\u2002${counted(count, 'new problem')}`,
        tooltip:
          "What this editor's tools say of the accepted code and did not say before. Opens the Problems view.",
        command: 'workbench.actions.view.problems',
      }),
    ];
  }

  #lineIn(document: vscode.TextDocument): number | undefined {
    const { current } = this.#desk;
    const uri = document.uri.toString();
    if (!current) return undefined;
    if (uri === this.#view.place?.uri.toString()) return this.#view.place.line;
    if (uri !== current.source.uri.toString()) return undefined;
    const start = placeOf(current, document.getText())?.start ?? current.starts[current.index] ?? 0;
    return document.positionAt(start).line;
  }

  #commands(document: vscode.TextDocument): vscode.Command[] {
    const { current } = this.#desk;
    const { candidate } = this.#desk;
    if (!current || !candidate) return [];
    const inFile = document.uri.toString() === current.source.uri.toString();
    const file = inFile ? document : documentOf(current.source.uri);
    const isGone = file !== undefined && placeOf(current, file.getText()) === undefined;
    const sign = candidate.reward?.verified ? '$(pass)' : '$(warning)';
    const count = `${current.index + 1} of ${current.offered.length}`;
    return [
      ...(inFile ? [{ title: 'Show proposal', command: 'ponder.showProposal' }] : []),
      ...(isGone
        ? [{ title: '$(warning)\u2002The function has changed since: compare', command: 'ponder.showDiff' }]
        : [{ title: 'Accept', command: 'ponder.accept' }]),
      { title: 'Reject', command: 'ponder.reject' },
      ...(current.offered.length > 1
        ? [{ title: `Next candidate (${count})`, command: 'ponder.nextCandidate' }]
        : []),
      { title: 'Why', command: 'ponder.why' },
      { title: `${sign}\u2002${verdictOf(candidate)} (${candidate.id})`, command: 'ponder.why' },
    ];
  }
}
