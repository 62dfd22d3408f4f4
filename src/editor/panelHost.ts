import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import type { Clock } from '../engine/clock.ts';
import {
  isPanelMessage,
  type JudgeReport,
  type PanelContent,
  type PanelMessage,
  type RunView,
} from '../protocol.ts';
import { DeltaBatcher } from '../view/deltaBatcher.ts';
import { panelPage } from '../view/panelPage.ts';
import { fold } from '../view/runView.ts';
import { askableJudges } from './judgeCommand.ts';
import type { RunDesk, RunRecord } from './runDesk.ts';

const clock: Clock = {
  now: () => performance.now(),
  after(milliseconds, callback) {
    const timer = setTimeout(callback, milliseconds);
    return () => clearTimeout(timer);
  },
};

/** Draws the panel in a webview. What comes back is checked before it is handled; `ready` is handled here. */
export function attachPanel(
  webview: vscode.Webview,
  extension: vscode.Uri,
  handle: (message: Exclude<PanelMessage, { type: 'ready' }>) => void,
): DeltaBatcher {
  const dist = vscode.Uri.joinPath(extension, 'dist');
  const uri = (name: string) => webview.asWebviewUri(vscode.Uri.joinPath(dist, name)).toString();
  const batcher = new DeltaBatcher(message => void webview.postMessage(message), clock);
  webview.options = { enableScripts: true, localResourceRoots: [dist] };
  webview.onDidReceiveMessage((message: unknown) => {
    if (!isPanelMessage(message)) return;
    if (message.type === 'ready') batcher.ready();
    else handle(message);
  });
  webview.html = panelPage({
    scriptUri: uri('webview.js'),
    styleUri: uri('webview.css'),
    cspSource: webview.cspSource,
    nonce: randomBytes(16).toString('base64url'),
  });
  return batcher;
}

/** Reads what judges turned out to be worth in a workspace. */
type ReadReports = (workspace: string | undefined) => Promise<readonly JudgeReport[]>;

/** Keeps every open panel up to date with the runs of this window; the host holds what they show. */
export class PanelHost implements vscode.Disposable {
  readonly #runs: RunDesk;
  readonly #extension: vscode.Uri;
  readonly #handle: (message: PanelMessage) => void;
  readonly #views = new Map<string, RunView>();
  readonly #panels = new Set<DeltaBatcher>();
  readonly #subscriptions: readonly vscode.Disposable[];
  readonly #readReports: ReadReports;
  #reports: readonly JudgeReport[] | undefined;
  #chosen: string | undefined;

  constructor(
    runs: RunDesk,
    extension: vscode.Uri,
    handle: (message: PanelMessage) => void,
    readReports: ReadReports = async () => [],
  ) {
    this.#runs = runs;
    this.#readReports = readReports;
    this.#extension = extension;
    this.#handle = handle;
    this.#subscriptions = [
      runs.onDidBegin(record => this.choose(record.run.id)),
      runs.onDidEnd(() => this.#refreshReports()),
      runs.onDidJudge(() => {
        this.#refresh();
        if (!this.#runs.judging) void this.#refreshReports();
      }),
      runs.onDidEvent(({ record, event }) => {
        this.#views.set(record.run.id, fold(this.#views.get(record.run.id), event));
        this.#refresh();
        if (event.type === 'choice') void this.#refreshReports();
      }),
    ];
  }

  /** What the panels show now. */
  get content(): PanelContent {
    const records = this.#runs.records.toReversed();
    const { judging } = this.#runs;
    const view = this.#chosen === undefined ? undefined : this.#views.get(this.#chosen);
    return {
      ...(view && { view }),
      runs: records.map(record => ({ run: record.run.id, label: labelOf(record) })),
      readOnly: false,
      askable: askableJudges,
      ...(this.#reports && { judgeReports: this.#reports }),
      ...(judging && judging.run === this.#chosen && { judging: judging.candidate }),
    };
  }

  /** Draws the panel in a webview and keeps it up to date until it is disposed. */
  attach(panel: vscode.WebviewView | vscode.WebviewPanel): void {
    const batcher = attachPanel(panel.webview, this.#extension, message => this.#receive(message));
    this.#panels.add(batcher);
    batcher.show(this.content);
    panel.onDidDispose(() => {
      batcher.dispose();
      this.#panels.delete(batcher);
    });
  }

  /** Shows another run. */
  choose(run: string): void {
    if (!this.#runs.find(run)) return;
    this.#chosen = run;
    this.#reports = undefined;
    this.#refresh();
    void this.#refreshReports();
  }

  /** Scrolls to the decision that bought a candidate of a run. */
  reveal(run: string, candidate: string): void {
    this.choose(run);
    for (const panel of this.#panels) panel.reveal(candidate);
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
    for (const panel of this.#panels) panel.dispose();
  }

  #receive(message: Exclude<PanelMessage, { type: 'ready' }>): void {
    if (message.type === 'chooseRun') this.choose(message.run);
    else this.#handle(message);
  }

  /** What was learnt of judges changes when runs end and when the person judges; reading it never fails a panel. */
  async #refreshReports(): Promise<void> {
    const run = this.#chosen;
    const record = run === undefined ? undefined : this.#runs.find(run);
    if (!record) return;
    const reports = await this.#readReports(record.source?.found.workspace).catch(() => undefined);
    if (this.#chosen !== run) return;
    this.#reports = reports;
    this.#refresh();
  }

  #refresh(): void {
    for (const panel of this.#panels) panel.show(this.content);
  }
}

function labelOf({ label, events }: RunRecord): string {
  const started = events[0];
  const date = started?.type === 'run-started' ? new Date(started.date) : new Date();
  return `${label}, ${date.toLocaleTimeString()}`;
}
