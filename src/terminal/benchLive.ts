import { benchLive } from '../bench/live.ts';
import { liveTable, summaryOf } from '../bench/liveSummary.ts';
import { liveTasks } from '../bench/liveTasks.ts';
import type { Composed } from '../compose.ts';
import type { TaskDiscovery } from '../workspace/createDiscovery.ts';
import { requireWritable, writeResult } from './measuring.ts';
import { type ModelOptions, runOptions } from './options.ts';

export type BenchLiveOptions = ModelOptions & {
  readonly data: string;
  readonly tasks: number;
  readonly seeds: number;
  readonly json?: string;
};

/** `ponder bench live`: the policy against best-of-N at equal tokens, on every task, with a real model. */
export async function benchLiveCommand(
  options: BenchLiveOptions,
  open: () => Promise<Composed>,
  discovery: TaskDiscovery,
): Promise<number> {
  const { json, ...modelOptions } = options;
  await requireWritable(json);
  const { tasks, unusable, dispose } = await liveTasks(options.data, options.tasks, discovery);
  process.stderr.write(`ponder: ${tasks.length} tasks of ${options.data}\n`);
  for (const line of unusable) process.stderr.write(`ponder: ${line}\n`);
  const composed = await open();
  try {
    const rows = await benchLive({
      ponder: composed.ponder,
      openTests: composed.openTests,
      tasks,
      options: runOptions(modelOptions),
      seeds: Array.from({ length: options.seeds }, (_, index) => index + (options.seed ?? 1)),
      onRow: row =>
        process.stderr.write(
          `  ${row.task} ${row.policy}: ${row.solved ? 'solved' : 'not solved'} (${row.stop}), ` +
            `${row.calls} calls, ${row.tokens} tokens, ${row.seconds.toFixed(1)} s\n`,
        ),
    });
    const summary = summaryOf(rows);
    process.stdout.write(`${liveTable(summary)}\n`);
    const { data, seeds } = options;
    await writeResult(json, { data, model: composed.ponder.model, seeds, summary, rows });
    return 0;
  } finally {
    await composed.ponder.dispose();
    await dispose();
  }
}
