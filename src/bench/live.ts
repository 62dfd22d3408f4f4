import type { Candidate } from '../engine/candidate.ts';
import { totalTokens } from '../engine/cost.ts';
import { defaultPolicy } from '../engine/policies/index.ts';
import { countTests, type TestRunner } from '../engine/testRunner.ts';
import type { StopKind } from '../engine/trace.ts';
import type { Ponder, RunOptions } from '../ponder.ts';
import type { LiveTask } from './liveTasks.ts';

/** A draw of best-of-N, in its order. */
export type LiveDraw = {
  readonly tokens: number;
  /** By the tests that the engine saw. */
  readonly verified: boolean;
  /** By the test that decides. */
  readonly solved: boolean;
};

export type LiveRow = {
  readonly task: string;
  readonly policy: string;
  readonly seed: number;
  /** By the test that decides. */
  readonly solved: boolean;
  /** By the tests that the engine saw. */
  readonly verified: boolean;
  readonly stop: StopKind;
  readonly calls: number;
  readonly tokens: number;
  readonly seconds: number;
  /** Of best-of-N: every draw, so that any smaller N can be told. */
  readonly drawn?: readonly LiveDraw[];
};

export type LiveSetup = {
  readonly ponder: Ponder;
  readonly tasks: readonly LiveTask[];
  /** How the policy runs. */
  readonly options: RunOptions;
  readonly seeds: readonly number[];
  openTests(workspace: string): TestRunner & { dispose(): Promise<void> };
  readonly onRow: (row: LiveRow) => void;
};

/** Best-of-N never draws more. */
const mostDraws = 16;

/**
 * Runs the policy on every task with every seed, then best-of-N on all of them, with the same N for all: as many draws as
 * the policy made in the mean and a third more, so that equal tokens lie between two values of N.
 */
export async function benchLive(setup: LiveSetup): Promise<readonly LiveRow[]> {
  const policy = setup.options.policy ?? defaultPolicy;
  const mine = await runAll(setup, policy, setup.options);
  const calls = mine.reduce((sum, row) => sum + row.calls, 0);
  const draws = Math.min(mostDraws, 1 + Math.ceil((1.3 * calls) / Math.max(1, mine.length)));
  const budget = { ...setup.options.budget, calls: draws };
  const theirs = await runAll(setup, 'uniform', {
    ...setup.options,
    policy: 'uniform',
    effort: 'thorough',
    budget,
  });
  return [...mine, ...theirs];
}

async function runAll(setup: LiveSetup, policy: string, options: RunOptions): Promise<readonly LiveRow[]> {
  const rows: LiveRow[] = [];
  for (const task of setup.tasks) {
    for (const seed of setup.seeds) {
      const row = await runTask(setup, task, policy, { ...options, seed, learn: false });
      rows.push(row);
      setup.onRow(row);
    }
  }
  return rows;
}

async function runTask(
  setup: LiveSetup,
  task: LiveTask,
  policy: string,
  options: RunOptions & { readonly seed: number },
): Promise<LiveRow> {
  const outcome = await setup.ponder.solve(task.found, options).result;
  const { chosen, status, stop, spent, seconds } = outcome;
  const verified = status === 'verified';
  const solved =
    chosen?.fileText === undefined ? verified : await decide(setup, task, chosen.fileText, verified);
  return {
    task: task.id,
    policy,
    seed: options.seed,
    solved,
    verified,
    stop,
    calls: spent.calls,
    tokens: totalTokens(spent),
    seconds,
    ...(policy === 'uniform' && { drawn: await drawnBy(setup, task, outcome.candidates) }),
  };
}

/** Only what the seen tests verified is put before the hidden test. */
async function drawnBy(
  setup: LiveSetup,
  task: LiveTask,
  candidates: readonly Candidate[],
): Promise<readonly LiveDraw[]> {
  const inOrder = candidates.toSorted((left, right) => Number(left.id.slice(1)) - Number(right.id.slice(1)));
  const draws: LiveDraw[] = [];
  for (const { reward, fileText, cost } of inOrder) {
    const verified = reward?.verified ?? false;
    const solved = verified && fileText !== undefined && (await decide(setup, task, fileText, verified));
    draws.push({ tokens: totalTokens(cost), verified, solved });
  }
  return draws;
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
