import * as vscode from 'vscode';
import { asDiagnostic, type Changed, newProblems, type Problem } from './newProblems.ts';
import type { Applied } from './proposalDesk.ts';

/** How long tools are given to look at a change: they are done when they say nothing for `quiet` ms, at the latest after `most` ms. */
const patience = { quiet: 1000, most: 8000 } as const;

/** New problems in an accepted candidate, and the line of the function, from 0. */
export type Found = { readonly uri: vscode.Uri; readonly line: number; readonly count: number };

/**
 * What the tools of this editor say of an accepted candidate by themselves: once its change stands in the file, language
 * services and linters look at it. Nothing is opened, run or asked for; the file is left as it is.
 */
export class EditorDiagnostics implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #edits: vscode.Disposable;
  #found: Found | undefined;
  #watch: Watch | undefined;
  /** Fires when there are problems to show, and when there are no more. */
  readonly onDidChange = this.#changed.event;

  constructor() {
    this.#edits = vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      const isFound = document.uri.toString() === this.#found?.uri.toString();
      if (isFound && contentChanges.length > 0) this.#show(undefined);
    });
  }

  /** Until the file is edited again. */
  get found(): Found | undefined {
    return this.#found;
  }

  /** Remembers what is said of a file and listens from now on; only the last file is listened to. */
  listen(uri: vscode.Uri): void {
    this.#watch?.dispose();
    this.#watch = new Watch(uri);
  }

  /** Forgets what was listened for: nothing was changed. */
  stop(): void {
    this.#watch?.dispose();
    this.#watch = undefined;
  }

  /** Waits until the tools have settled, and has the run note the new problems; nothing where the file was edited meanwhile. */
  async applied({ document, first, last, moved, record, candidate }: Applied): Promise<void> {
    const watch = this.#watch;
    if (!watch || watch.uri.toString() !== document.uri.toString()) return;
    const { version } = document;
    const changed: Changed = { first, last, moved };
    await watch.settled;
    if (this.#watch !== watch) return;
    this.stop();
    if (document.isClosed || document.version !== version) return;
    const problems = newProblems(watch.before, problemsOf(document.uri), changed);
    if (problems.length === 0) return;
    this.#show({ uri: document.uri, line: first, count: problems.length });
    await record.run.diagnosed(
      candidate.id,
      problems.map(problem => asDiagnostic(problem, changed)),
    );
  }

  dispose(): void {
    this.stop();
    this.#edits.dispose();
    this.#changed.dispose();
  }

  #show(found: Found | undefined): void {
    this.#found = found;
    this.#changed.fire();
  }
}

/** What was said of a file at first, and when the tools have done with what comes after. */
class Watch implements vscode.Disposable {
  readonly uri: vscode.Uri;
  readonly before: readonly Problem[];
  readonly settled: Promise<void>;
  readonly #settle: () => void;
  readonly #listener: vscode.Disposable;
  readonly #latest: NodeJS.Timeout;
  #quiet: NodeJS.Timeout | undefined;

  constructor(uri: vscode.Uri) {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.uri = uri;
    this.before = problemsOf(uri);
    this.settled = promise;
    this.#settle = resolve;
    this.#latest = setTimeout(resolve, patience.most);
    this.#listener = vscode.languages.onDidChangeDiagnostics(({ uris }) => {
      if (!uris.some(one => one.toString() === uri.toString())) return;
      clearTimeout(this.#quiet);
      this.#quiet = setTimeout(resolve, patience.quiet);
    });
  }

  dispose(): void {
    clearTimeout(this.#latest);
    clearTimeout(this.#quiet);
    this.#listener.dispose();
    this.#settle();
  }
}

function problemsOf(uri: vscode.Uri): readonly Problem[] {
  return vscode.languages.getDiagnostics(uri).flatMap(({ severity, range, message, source = '', code }) => {
    if (severity > vscode.DiagnosticSeverity.Warning) return [];
    const value = typeof code === 'object' ? code.value : code;
    return [
      {
        severity: severity === vscode.DiagnosticSeverity.Error ? 'error' : 'warning',
        line: range.start.line,
        message,
        tool: source,
        code: value === undefined ? '' : String(value),
      } as const,
    ];
  });
}
