import * as vscode from 'vscode';
import type { TraceEvent } from '../engine/trace.ts';
import type { Ponder, Run, RunOutcome } from '../ponder.ts';

/** A function with its tests, as it was found. */
export type Found = Extract<Awaited<ReturnType<Ponder['discover']>>, { type: 'found' }>;

/** Where a run on code came from. */
export type CodeSource = {
  readonly uri: vscode.Uri;
  readonly found: Found;
};

/** A run of this window with what is known of it so far. */
export type RunRecord = {
  readonly run: Run;
  /** As a list of runs names it. */
  readonly label: string;
  readonly source?: CodeSource;
  readonly events: readonly TraceEvent[];
  readonly outcome?: RunOutcome;
  /** The candidate that the person wants to see when the run has ended. */
  readonly preferred?: string;
  /** It was stopped so that another run can begin: its end is not put before the person. */
  readonly gaveWay?: true;
};

type OpenRecord = { -readonly [Key in keyof RunRecord]: RunRecord[Key] } & { readonly events: TraceEvent[] };

const mostRecords = 30;

/** The runs of this window, one at a time; the latest is the last. */
export class RunDesk implements vscode.Disposable {
  readonly #records: OpenRecord[] = [];
  #active: OpenRecord | undefined;
  readonly #began = new vscode.EventEmitter<RunRecord>();
  readonly #event = new vscode.EventEmitter<{ readonly record: RunRecord; readonly event: TraceEvent }>();
  readonly #ended = new vscode.EventEmitter<RunRecord>();
  readonly onDidBegin = this.#began.event;
  readonly onDidEvent = this.#event.event;
  readonly onDidEnd = this.#ended.event;
  readonly #judged = new vscode.EventEmitter<void>();
  /** Fires when judging by hand begins and when it is done. */
  readonly onDidJudge = this.#judged.event;
  #judging: { readonly run: string; readonly candidate: string } | undefined;

  get records(): readonly RunRecord[] {
    return this.#records;
  }

  get active(): RunRecord | undefined {
    return this.#active;
  }

  find(run: string): RunRecord | undefined {
    return this.#records.find(record => record.run.id === run);
  }

  /** Has this candidate shown when the run ends. */
  prefer(run: string, candidate: string): void {
    const record = this.#records.find(one => one.run.id === run);
    if (record) record.preferred = candidate;
  }

  /** Follows a run to its end. Resolves with the record once it has its outcome. */
  async follow(run: Run, label: string, source?: CodeSource): Promise<RunRecord> {
    const record: OpenRecord = { run, label, events: [], ...(source && { source }) };
    this.#records.push(record);
    if (this.#records.length > mostRecords) this.#records.shift();
    this.#active = record;
    setRunning(true);
    this.#began.fire(record);
    run.subscribe(event => {
      record.events.push(event);
      this.#event.fire({ record, event });
    });
    try {
      record.outcome = await run.result;
      return record;
    } finally {
      if (this.#active === record) {
        this.#active = undefined;
        setRunning(false);
      }
      this.#ended.fire(record);
    }
  }

  /** The candidate that is being judged by hand, one at a time. */
  get judging(): { readonly run: string; readonly candidate: string } | undefined {
    return this.#judging;
  }

  /** Has a judge vote on a candidate; false while another is being judged. Rejects like `Run.judge`. */
  async judge({ run }: RunRecord, candidate: string, by: string): Promise<boolean> {
    if (this.#judging) return false;
    this.#judging = { run: run.id, candidate };
    this.#judged.fire();
    try {
      await run.judge(candidate, by);
      return true;
    } finally {
      this.#judging = undefined;
      this.#judged.fire();
    }
  }

  /** Stops the active run and waits until it has ended. */
  async stop(): Promise<void> {
    const record = this.#active;
    record?.run.stop();
    await record?.run.result.catch(() => undefined);
  }

  /** Stops a run for another one and waits until it has ended; one that has ended already keeps its end. */
  async giveWay(run: string): Promise<void> {
    const record = this.#active;
    if (record?.run.id !== run) return;
    record.gaveWay = true;
    await this.stop();
  }

  dispose(): void {
    this.#active?.run.stop();
    this.#began.dispose();
    this.#event.dispose();
    this.#ended.dispose();
    this.#judged.dispose();
  }
}

function setRunning(running: boolean): void {
  void vscode.commands.executeCommand('setContext', 'ponder.running', running);
}
