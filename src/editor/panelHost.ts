import type * as vscode from 'vscode';
import type { PanelContent, PanelMessage, RunView } from '../protocol.ts';
import type { DeltaBatcher } from '../view/deltaBatcher.ts';
import { fold, interrupted } from '../view/runView.ts';
import { attachPanel, type PanelPlace } from './attachPanel.ts';
import { askableJudges } from './judgeCommand.ts';
import type { RunDesk, RunRecord } from './runDesk.ts';
import { type ReadReports, ShownReports } from './shownReports.ts';

/** Keeps every open panel up to date with the runs of this window; the host holds what they show. */
export class PanelHost implements vscode.Disposable {
  readonly #runs: RunDesk;
  readonly #extension: vscode.Uri;
  readonly #handle: (message: PanelMessage) => void;
  readonly #views = new Map<string, RunView>();
  readonly #panels = new Map<PanelPlace, DeltaBatcher>();
  readonly #subscriptions: readonly vscode.Disposable[];
  readonly #reports: ShownReports;
  #chosen: string | undefined;
  /** The candidate to scroll to as soon as a panel is in sight. */
  #awaited: string | undefined;

  constructor(
    runs: RunDesk,
    extension: vscode.Uri,
    handle: (message: PanelMessage) => void,
    readReports: ReadReports = async () => [],
  ) {
    this.#runs = runs;
    this.#extension = extension;
    this.#handle = handle;
    this.#reports = new ShownReports(
      readReports,
      () => this.#lookedAt(),
      () => this.#refresh(),
    );
    this.#subscriptions = [
      runs.onDidBegin(record => this.#begin(record)),
      runs.onDidEnd(record => this.#end(record)),
      runs.onDidJudge(() => {
        this.#refresh();
        if (!this.#runs.judging) this.#reports.outdate();
      }),
      runs.onDidEvent(({ record, event }) => {
        this.#views.set(record.run.id, fold(this.#views.get(record.run.id), event));
        this.#refresh();
        if (event.type === 'choice' || event.type === 'expectation') this.#reports.outdate();
      }),
    ];
  }

  /** What the panels show now. */
  get content(): PanelContent {
    const records = this.#runs.records.toReversed();
    const { judging } = this.#runs;
    const view = this.#chosen === undefined ? undefined : this.#views.get(this.#chosen);
    const judgeReports = this.#reports.current;
    return {
      ...(view && { view }),
      runs: records.map(record => ({ run: record.run.id, label: labelOf(record) })),
      readOnly: false,
      askable: askableJudges,
      ...(judgeReports && { judgeReports }),
      ...(judging && judging.run === this.#chosen && { judging: judging.candidate }),
    };
  }

  /** Draws the panel and keeps it up to date until its place is disposed. */
  attach(place: PanelPlace): void {
    const batcher = attachPanel(place, this.#extension, message => this.#receive(place, message));
    this.#panels.set(place, batcher);
    batcher.show(this.content);
    place.onDidDispose(() => this.#panels.delete(place));
  }

  /** Shows another run. */
  choose(run: string): void {
    if (!this.#runs.find(run)) return;
    this.#chosen = run;
    this.#awaited = undefined;
    this.#reports.forget();
    this.#refresh();
  }

  /** Scrolls to the decision that bought a candidate of a run, in the panels in sight or in the first that comes into it. */
  reveal(run: string, candidate: string): void {
    this.choose(run);
    const inSight = this.#inSight();
    for (const place of inSight) this.#panels.get(place)?.reveal(candidate);
    if (inSight.length === 0) this.#awaited = candidate;
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
    for (const batcher of this.#panels.values()) batcher.dispose();
    this.#panels.clear();
  }

  #begin({ run }: RunRecord): void {
    for (const known of this.#views.keys()) if (!this.#runs.find(known)) this.#views.delete(known);
    this.choose(run.id);
  }

  /** A run that broke off is not shown as one that goes on. */
  #end({ run }: RunRecord): void {
    const view = this.#views.get(run.id);
    if (view) this.#views.set(run.id, interrupted(view));
    this.#refresh();
    this.#reports.outdate();
  }

  #receive(place: PanelPlace, message: PanelMessage): void {
    if (message.type === 'ready') this.#look(place);
    else if (message.type === 'chooseRun') this.choose(message.run);
    else this.#handle(message);
  }

  /** A page has come into sight. */
  #look(place: PanelPlace): void {
    this.#reports.look();
    if (this.#awaited === undefined) return;
    this.#panels.get(place)?.reveal(this.#awaited);
    this.#awaited = undefined;
  }

  #inSight(): readonly PanelPlace[] {
    return [...this.#panels.keys()].filter(place => place.visible);
  }

  #lookedAt(): { readonly workspace: string | undefined } | undefined {
    const record = this.#chosen === undefined ? undefined : this.#runs.find(this.#chosen);
    if (!record || this.#inSight().length === 0) return undefined;
    return { workspace: record.source?.found.workspace };
  }

  #refresh(): void {
    for (const panel of this.#panels.values()) panel.show(this.content);
  }
}

function labelOf({ label, events }: RunRecord): string {
  const started = events[0];
  const date = started?.type === 'run-started' ? new Date(started.date) : new Date();
  return `${label}, ${date.toLocaleTimeString()}`;
}
