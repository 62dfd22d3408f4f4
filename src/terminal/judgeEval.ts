import { type Command, Option } from 'commander';
import { judgeSuites } from '../bench/judge/judgeSuites.ts';
import { judgeTable } from '../bench/judge/judgeTable.ts';
import type { OpenedModel } from '../compose.ts';
import { BadInput } from './badInput.ts';
import { requireWritable, untilInterrupted, writeResult } from './measuring.ts';
import { type ModelChoice, whole, withModelChoice } from './options.ts';

export type JudgeEvalOptions = ModelChoice & {
  readonly data: string;
  readonly suite: string;
  readonly judge?: string;
  readonly seeds: number;
  readonly items: number;
  readonly json?: string;
};

/** Adds what `judge eval` takes. */
export function withJudgeEvalOptions(command: Command): Command {
  const about = Object.values(judgeSuites).map(suite => `${suite.name}: ${suite.summary}`);
  return withModelChoice(command)
    .description(`judges on recorded verdicts, or a live judge on what they are of\n\n${about.join('\n')}`)
    .requiredOption('--data <dir>', 'a folder of recorded verdicts in the format of the suite')
    .addOption(
      new Option('--suite <name>', 'what is measured')
        .choices(Object.keys(judgeSuites))
        .makeOptionMandatory(),
    )
    .option('--judge <name>', 'a recorded judge, or a judge to run live; default: all recorded')
    .option('--seeds <n>', 'draws of the labels', whole('--seeds', 1), 20)
    .option(
      '--items <n>',
      'pairs, chains or states that a live judge is asked about',
      whole('--items', 1),
      20,
    )
    .option('--json <file>', 'write the result as JSON');
}

/** `ponder judge eval`: prints the table; stops at Ctrl+C. */
export async function judgeEvalCommand(
  { suite: name, json, data, judge, seeds, items }: JudgeEvalOptions,
  open: () => Promise<OpenedModel>,
): Promise<number> {
  const suite = judgeSuites[name];
  if (!suite) throw new BadInput(`There is no suite "${name}".`);
  await requireWritable(json);
  return await untilInterrupted(async signal => {
    const result = await suite.run({
      ...{ data, seeds, items, open, signal },
      progress: line => process.stderr.write(`ponder: ${line}\n`),
      ...(judge !== undefined && { judge }),
    });
    await writeResult(json, result);
    process.stdout.write(`${judgeTable(result)}\n`);
  });
}
