import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { type JudgeTold, judgesTold } from '../bench/judge/judgesTold.ts';
import { coursesOf, type LearningRow, learnJudges } from '../bench/judge/learnJudges.ts';
import { liveTasks } from '../bench/liveTasks.ts';
import type { Composed } from '../compose.ts';
import { judges as allJudges } from '../engine/judges/index.ts';
import { judgeLabelsFileOf, readJudgeLabels } from '../store/judgeLabels.ts';
import { judgedIn } from '../store/learning.ts';
import { textTable } from '../view/textTable.ts';
import type { TaskDiscovery } from '../workspace/createDiscovery.ts';
import { BadInput } from './badInput.ts';
import { requireWritable, writeResult } from './measuring.ts';
import { type ModelOptions, runOptions } from './options.ts';

export type BenchJudgesOptions = ModelOptions & {
  readonly data: string;
  readonly tasks: number;
  readonly seeds: number;
  readonly byHand: number;
  readonly json?: string;
};

/**
 * `ponder bench judges`: solves tasks one after the other with judges that start unknown, and tells how their weights and
 * what was spent on them follow what the tests say. Learns in a folder of its own.
 */
export async function benchJudgesCommand(
  options: BenchJudgesOptions,
  open: (learningDir: string) => Promise<Composed>,
  discovery: TaskDiscovery,
): Promise<number> {
  const { json, data, tasks: most, seeds, byHand, ...model } = options;
  const judges = options.reward ?? ['pointwise', 'principles'];
  const unfit = judges.find(name => !allJudges[name]?.point);
  if (unfit !== undefined) {
    const names = Object.values(allJudges).flatMap(({ name, point }) => (point ? [name] : []));
    throw new BadInput(
      `There is no judge "${unfit}" that votes on one candidate. Choose among: ${names.join(', ')}.`,
    );
  }
  await requireWritable(json);
  const { tasks, unusable, dispose } = await liveTasks(data, most, discovery);
  for (const line of unusable) process.stderr.write(`ponder: ${line}\n`);
  const learningDir = await fs.mkdtemp(path.join(os.tmpdir(), 'ponder-judges-'));
  try {
    const { ponder } = await open(learningDir);
    try {
      const rows = await learnJudges({
        ...{ ponder, tasks, judges, byHand },
        options: { ...runOptions(model), rewards: judges },
        seeds: Array.from({ length: seeds }, (_, index) => index + (options.seed ?? 1)),
        known: workspace => judgedIn(learningDir, workspace).judges,
        onRow: row => process.stderr.write(`  ${told(row)}\n`),
      });
      const labels = readJudgeLabels(judgeLabelsFileOf(learningDir)).items.map(({ label }) => label);
      const summary = judgesTold(judges, labels);
      const reports = judgedIn(learningDir).judges;
      process.stdout.write(`${summaryTable(summary)}\n`);
      const figures = { told: summary, courses: coursesOf(rows, tasks.length) };
      await writeResult(json, { data, model: ponder.model, seeds, byHand, figures, reports, rows });
      return 0;
    } finally {
      await ponder.dispose();
    }
  } finally {
    await dispose();
    await fs.rm(learningDir, { recursive: true, force: true });
  }
}

function told({ run, task, seed, status, tokens, judges }: LearningRow): string {
  const each = judges.map(({ judge, weight, labels, bought, tokens: used }) => {
    const before = weight === undefined ? 'unknown' : weight.toFixed(2);
    return `${judge} weight ${before}, ${bought} bought (${used} tokens), ${labels} labels`;
  });
  return `${run} ${task} seed ${seed}: ${status}, ${tokens} tokens; ${each.join('; ')}`;
}

function summaryTable(summary: readonly JudgeTold[]): string {
  const columns = ['judge', 'candidates', 'right', 'AUC', '95% interval', 'verdicts', 'readable'];
  const rows = summary.map(({ judge, candidates, right, auc, ci95, asked, parsed }) => [
    ...[judge, String(candidates), String(right)],
    ...[auc?.toFixed(3) ?? '', ci95?.map(bound => bound.toFixed(3)).join(' to ') ?? ''],
    ...[String(asked), parsed.toFixed(2)],
  ]);
  return textTable(
    columns.map((title, at) => ({ title, align: at === 0 ? 'left' : 'right' })),
    rows,
    120,
  ).join('\n');
}
