import { totalTokens } from '../engine/cost.ts';
import { countTests, type TestRunner } from '../engine/testRunner.ts';
import type { StopKind } from '../engine/trace.ts';
import type { Ponder, RunOptions } from '../ponder.ts';
import type { LiveTask } from './liveTasks.ts';

/** One way of running every task. */
export type Contestant = { readonly name: string; readonly options: RunOptions };

export type LiveRow = {
  readonly task: string;
  readonly contestant: string;
  readonly seed: number;
  /** By the test that decides. */
  readonly solved: boolean;
  /** By the tests that the engine saw. */
  readonly verified: boolean;
  readonly stop: StopKind;
  readonly calls: number;
  readonly tokens: number;
  readonly seconds: number;
};

export type LiveSetup = {
  readonly ponder: Ponder;
  readonly tasks: readonly LiveTask[];
  readonly contestants: readonly Contestant[];
  readonly seeds: readonly number[];
  openTests(workspace: string): TestRunner & { dispose(): Promise<void> };
  readonly onRow: (row: LiveRow) => void;
};

/** Runs every contestant on every task with every seed, one after the other. */
export async function benchLive(setup: LiveSetup): Promise<readonly LiveRow[]> {
  const rows: LiveRow[] = [];
  for (const task of setup.tasks) {
    for (const { name, options } of setup.contestants) {
      for (const seed of setup.seeds) {
        const row = await runTask(setup, task, name, { ...options, seed });
        rows.push(row);
        setup.onRow(row);
      }
    }
  }
  return rows;
}

async function runTask(
  setup: LiveSetup,
  task: LiveTask,
  contestant: string,
  options: RunOptions & { readonly seed: number },
): Promise<LiveRow> {
  const { chosen, status, stop, spent, seconds } = await setup.ponder.solve(task.found, options).result;
  const verified = status === 'verified';
  const solved =
    chosen?.fileText === undefined ? verified : await decide(setup, task, chosen.fileText, verified);
  return {
    task: task.id,
    contestant,
    seed: options.seed,
    solved,
    verified,
    stop,
    calls: spent.calls,
    tokens: totalTokens(spent),
    seconds,
  };
}

async function decide(
  setup: LiveSetup,
  task: LiveTask,
  fileText: string,
  verified: boolean,
): Promise<boolean> {
  if (!task.hidden) return verified;
  const runner = setup.openTests(task.found.workspace);
  try {
    const files = { ...task.hidden.files, [task.found.task.file]: fileText };
    const call = { signal: new AbortController().signal, charge() {}, extend: () => true };
    const report = await runner.run({ command: task.hidden.command, files }, call);
    const { failed, passed } = countTests(report.tests);
    return report.outcome === 'ran' && failed === 0 && passed > 0;
  } finally {
    await runner.dispose();
  }
}

/** Sums of a contestant's rows, a line each. */
export function liveTable(rows: readonly LiveRow[]): string {
  const names = [...new Set(rows.map(row => row.contestant))];
  const lines = names.map(name => {
    const mine = rows.filter(row => row.contestant === name);
    const sum = (of: (row: LiveRow) => number) => mine.reduce((total, row) => total + of(row), 0);
    const [solved, verified] = [sum(row => Number(row.solved)), sum(row => Number(row.verified))];
    const perRun = (value: number) => (value / mine.length).toFixed(1);
    return [
      name.padEnd(14),
      `${solved}/${mine.length}`.padStart(8),
      `${verified}/${mine.length}`.padStart(9),
      perRun(sum(row => row.calls)).padStart(7),
      perRun(sum(row => row.tokens)).padStart(9),
      perRun(sum(row => row.seconds)).padStart(8),
    ].join('');
  });
  const head = ['run as'.padEnd(14), 'solved'.padStart(8), 'verified'.padStart(9)];
  return [`${head.join('')}  calls   tokens seconds`, ...lines].join('\n');
}
