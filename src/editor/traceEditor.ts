import path from 'node:path/posix';
import * as vscode from 'vscode';
import { candidatesIn } from '../engine/candidatesIn.ts';
import type { TraceEvent } from '../engine/trace.ts';
import type { PanelContent, PanelMessage, RunView } from '../protocol.ts';
import { readTrace } from '../store/traceFile.ts';
import { fold, interrupted } from '../view/runView.ts';
import { onceMoreAfter } from './atOnce.ts';
import { attachPanel } from './attachPanel.ts';
import type { VirtualDocuments } from './virtualDocuments.ts';
import type { WindowParts } from './windowParts.ts';

/** The name of the custom editor for *.trace.jsonl. */
export const traceEditorId = 'ponder.trace';

/** What a trace shows: its run as far as it can be read, with a warning for each line that cannot. */
export type TraceContent = {
  readonly content: PanelContent;
  readonly events: readonly TraceEvent[];
  readonly problems: readonly string[];
};

/** Reads the text of a trace for the panel. Never throws: what is wrong is among the problems. */
export function traceContent(text: string, isBeingWritten: boolean): TraceContent {
  const { events, problems: unread } = readTrace(text);
  const problems = [...unread];
  let view: RunView | undefined;
  try {
    for (const event of events) view = fold(view, event);
  } catch (error) {
    problems.push(messageOf(error));
  }
  if (events.length === 0) problems.push('The file holds no event of a run.');
  if (view && !isBeingWritten) view = interrupted(view);
  const shown = view && { ...view, warnings: [...problems, ...view.warnings] };
  return { content: { ...(shown && { view: shown }), runs: [], readOnly: true }, events, problems };
}

type TraceDocument = vscode.CustomDocument & { readonly text: string };

/** Draws the panel for a trace file; nothing in it can be applied. */
export class TraceEditor implements vscode.CustomReadonlyEditorProvider<TraceDocument> {
  readonly #parts: Pick<WindowParts, 'runs' | 'person' | 'log' | 'candidates'>;
  readonly #extension: vscode.Uri;

  constructor(parts: Pick<WindowParts, 'runs' | 'person' | 'log' | 'candidates'>, extension: vscode.Uri) {
    this.#parts = parts;
    this.#extension = extension;
  }

  async openCustomDocument(uri: vscode.Uri): Promise<TraceDocument> {
    return { uri, text: await readText(uri), dispose() {} };
  }

  resolveCustomEditor(document: TraceDocument, panel: vscode.WebviewPanel): void {
    const { uri } = document;
    const warn = (error: unknown) => this.#parts.log.warn(`${uri.fsPath}: ${messageOf(error)}`);
    let trace = this.#read(uri, document.text);
    const batcher = attachPanel(panel, this.#extension, message => {
      if (message.type !== 'showDiff') return;
      compare(this.#parts.candidates, uri, trace.events, message).catch(warn);
    });
    batcher.show(trace.content);
    this.#report(uri, trace.problems);
    const watcher = vscode.workspace.createFileSystemWatcher(
      new vscode.RelativePattern(vscode.Uri.joinPath(uri, '..'), path.basename(uri.path)),
    );
    const refresh = onceMoreAfter(async () => {
      trace = this.#read(uri, await readText(uri));
      batcher.show(trace.content);
    }, warn);
    watcher.onDidChange(refresh);
    panel.onDidDispose(() => watcher.dispose());
  }

  #read(uri: vscode.Uri, text: string): TraceContent {
    const run = this.#parts.runs.active?.run.id;
    return traceContent(text, run !== undefined && path.basename(uri.path).startsWith(run));
  }

  #report(uri: vscode.Uri, problems: readonly string[]): void {
    if (problems.length === 0) return;
    for (const text of problems) this.#parts.log.warn(`${uri.fsPath}: ${text}`);
    const more = problems.length > 1 ? ` And ${problems.length - 1} more; the log has them.` : '';
    void this.#parts.person.tell('warning', `${path.basename(uri.path)}: ${problems[0]}${more}`, []);
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

async function readText(uri: vscode.Uri): Promise<string> {
  return new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
}

/** The diff editor on a candidate of a trace: the function as it was against the candidate's. */
async function compare(
  documents: VirtualDocuments,
  trace: vscode.Uri,
  events: readonly TraceEvent[],
  { candidate: id }: Extract<PanelMessage, { type: 'showDiff' }>,
): Promise<void> {
  const started = events.find(event => event.type === 'run-started');
  const candidate = candidatesIn(events).find(one => one.id === id);
  if (started?.task.type !== 'code' || candidate?.code === undefined) return;
  const { file, functionName, original } = started.task;
  const named = (label: string) => `/${label}/${path.basename(file)}`;
  const left = documents.set(named('before'), trace.path, original);
  const right = documents.set(named(id), trace.path, candidate.code);
  await vscode.commands.executeCommand('vscode.diff', left, right, `${functionName}: ${id}`, {
    preview: true,
  });
}
