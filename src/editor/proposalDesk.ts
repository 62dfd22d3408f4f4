import * as vscode from 'vscode';
import type { Candidate, CandidateId } from '../engine/candidate.ts';
import { type Change, changeOf, distinctChanges, type Range, shifted } from './change.ts';
import { openedDocument } from './openDocuments.ts';
import { type Offered, type Proposal, placeOf } from './proposal.ts';
import type { RunRecord } from './runDesk.ts';

/** A candidate in its file: its lines from 0, and by how many those behind it were moved. */
export type Applied = {
  readonly record: RunRecord;
  readonly candidate: Candidate;
  readonly document: vscode.TextDocument;
  readonly first: number;
  readonly last: number;
  readonly moved: number;
};

/** What came of accepting or rejecting. */
export type Resolution =
  | { readonly type: 'accepted'; readonly applied: Applied }
  | { readonly type: 'rejected' }
  /** The text that the candidate replaces is not there any more, or not only once. */
  | { readonly type: 'changed' }
  /** The editor refused the edit (a read-only file). */
  | { readonly type: 'refused' }
  | { readonly type: 'none' }
  /** An earlier acceptance is still being made; nothing was done. */
  | { readonly type: 'under-way' };

/**
 * Holds the proposal of this window. The person's file is left alone until they accept: nothing unaccepted can be
 * saved, backed up or run by a watcher, rejecting leaves every byte as it was, and accepting is one edit.
 */
export class ProposalDesk implements vscode.Disposable {
  #current: Proposal | undefined;
  #isAccepting = false;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #edits: vscode.Disposable;
  /** Fires when the proposal, its candidate or the text around it has changed. */
  readonly onDidChange = this.#changed.event;

  constructor() {
    this.#edits = vscode.workspace.onDidChangeTextDocument(event => this.#follow(event));
  }

  get current(): Proposal | undefined {
    return this.#current;
  }

  /** The candidate before the person. */
  get candidate(): Candidate | undefined {
    return this.#current?.offered[this.#current.index]?.candidate;
  }

  /** Puts the candidates of a run before the person, the given one first. False when it, or all of them, change nothing. */
  open(record: RunRecord, first?: CandidateId): boolean {
    const { source, outcome } = record;
    if (!source || !outcome) return false;
    const { text, range } = source.found;
    const offered = distinctChanges(text, range, outcome.candidates);
    if (offered.length === 0) return false;
    const wanted = outcome.candidates.find(({ id }) => id === (first ?? outcome.chosen?.id));
    const change = wanted && JSON.stringify(changeOf(text, range, wanted));
    const place = offered.findIndex(one => JSON.stringify(one.change) === change);
    if (place < 0 && first !== undefined) return false;
    const index = Math.max(0, place);
    const starts = offered.map(({ change }) => change.start);
    this.#set({ record, source, offered, index, starts });
    return true;
  }

  next(): void {
    const { current } = this;
    if (current) this.#set({ ...current, index: (current.index + 1) % current.offered.length });
  }

  /** True while a change is being made in the file. */
  get isAccepting(): boolean {
    return this.#isAccepting;
  }

  /** Makes the change in the file as one undo step, wherever its place has moved to. */
  async accept(): Promise<Resolution> {
    const { current } = this;
    const offered = current?.offered[current.index];
    if (this.#isAccepting) return { type: 'under-way' };
    if (!current || !offered) return { type: 'none' };
    this.#isAccepting = true;
    try {
      return await this.#accept(current, offered);
    } finally {
      this.#isAccepting = false;
    }
  }

  async reject(): Promise<Resolution> {
    const { current } = this;
    const offered = current?.offered[current.index];
    if (this.#isAccepting) return { type: 'under-way' };
    if (!current || !offered) return { type: 'none' };
    this.#set(undefined);
    await current.record.run.choose(offered.candidate.id, 'rejected');
    return { type: 'rejected' };
  }

  /** Puts the proposal away without a verdict. */
  close(): void {
    if (this.#current) this.#set(undefined);
  }

  dispose(): void {
    this.#edits.dispose();
    this.#changed.dispose();
  }

  async #accept(proposal: Proposal, { candidate, change }: Offered): Promise<Resolution> {
    const { record, source } = proposal;
    const document = await openedDocument(source.uri);
    const place = document && placeOf(proposal, document.getText());
    if (!document || !place) return { type: 'changed' };
    const edit = new vscode.WorkspaceEdit();
    edit.replace(document.uri, rangeIn(document, place), change.after);
    const linesBefore = document.lineCount;
    if (!(await vscode.workspace.applyEdit(edit))) return { type: 'refused' };
    if (this.#current?.record === record) this.#set(undefined);
    const lines = linesOf(document, place.start, change, candidate);
    const moved = document.lineCount - linesBefore;
    await record.run.choose(candidate.id, 'accepted');
    return { type: 'accepted', applied: { record, candidate, document, ...lines, moved } };
  }

  #set(proposal: Proposal | undefined): void {
    this.#current = proposal;
    void vscode.commands.executeCommand('setContext', 'ponder.proposalVisible', proposal !== undefined);
    this.#changed.fire();
  }

  #follow({ document, contentChanges }: vscode.TextDocumentChangeEvent): void {
    const { current } = this;
    if (!current || contentChanges.length === 0) return;
    if (document.uri.toString() !== current.source.uri.toString()) return;
    const edits = contentChanges.map(({ rangeOffset, rangeLength, text }) => ({
      offset: rangeOffset,
      length: rangeLength,
      inserted: text.length,
    }));
    this.#current = { ...current, starts: current.starts.map(start => edits.reduce(shifted, start)) };
    this.#changed.fire();
  }
}

/** The lines of a candidate's code, once its change stands at this place. */
function linesOf(
  document: vscode.TextDocument,
  start: number,
  { after }: Change,
  { code = '' }: Candidate,
): Pick<Applied, 'first' | 'last'> {
  const at = after.indexOf(code);
  const [before, own] = at < 0 ? ['', after] : [after.slice(0, at), code];
  const first = document.positionAt(start).line + breaksIn(before);
  return { first, last: first + breaksIn(own) };
}

function breaksIn(text: string): number {
  return text.split('\n').length - 1;
}

function rangeIn(document: vscode.TextDocument, { start, end }: Range): vscode.Range {
  return new vscode.Range(document.positionAt(start), document.positionAt(end));
}
