import fs from 'node:fs/promises';
import { benchLive, liveTable } from '../bench/live.ts';
import { liveTasks } from '../bench/liveTasks.ts';
import type { Composed, Workbench } from '../compose.ts';
import { type ModelOptions, runOptions } from './options.ts';

export type BenchLiveOptions = ModelOptions & {
  readonly data: string;
  readonly tasks: number;
  readonly seeds: number;
  readonly json?: string;
};

/** `ponder bench live`: one sample against the policy, on every task, with a real model. */
export async function benchLiveCommand(
  options: BenchLiveOptions,
  open: () => Promise<Composed>,
  workbench: Workbench,
): Promise<number> {
  const { tasks, dispose } = await liveTasks(options.data, options.tasks, workbench);
  process.stderr.write(`ponder: ${tasks.length} tasks of ${options.data}\n`);
  const composed = await open();
  try {
    const chosen = runOptions(options);
    const rows = await benchLive({
      ponder: composed.ponder,
      openTests: composed.openTests,
      tasks,
      contestants: [
        { name: 'one sample', options: { ...chosen, budget: { ...chosen.budget, calls: 1 } } },
        { name: chosen.policy ?? 'auto', options: chosen },
      ],
      seeds: Array.from({ length: options.seeds }, (_, index) => index + (options.seed ?? 1)),
      onRow: row =>
        process.stderr.write(
          `  ${row.task} ${row.contestant}: ${row.solved ? 'solved' : 'not solved'} (${row.stop}), ` +
            `${row.calls} calls, ${row.tokens} tokens, ${row.seconds.toFixed(1)} s\n`,
        ),
    });
    process.stdout.write(`${liveTable(rows)}\n`);
    if (options.json !== undefined) {
      const whole = { data: options.data, model: composed.ponder.model, rows };
      await fs.writeFile(options.json, `${JSON.stringify(whole, null, 1)}\n`);
    }
    return 0;
  } finally {
    await composed.ponder.dispose();
    await dispose();
  }
}
