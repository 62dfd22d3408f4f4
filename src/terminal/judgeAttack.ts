import { type Command, Option } from 'commander';
import { type AttackResult, attackJudge, readAttacks } from '../bench/judge/attacks.ts';
import type { OpenedModel } from '../compose.ts';
import { judges } from '../engine/judges/index.ts';
import { BadInput } from './badInput.ts';
import { requireWritable, untilInterrupted, writeResult } from './measuring.ts';
import { type ModelChoice, whole, withModelChoice } from './options.ts';

export type JudgeAttackOptions = ModelChoice & {
  readonly data: string;
  readonly judge: string;
  readonly votes: number;
  readonly raw?: boolean;
  readonly json?: string;
};

/** Adds what `judge attack` takes. */
export function withJudgeAttackOptions(command: Command): Command {
  const names = Object.values(judges).flatMap(({ name, point }) => (point ? [name] : []));
  return withModelChoice(command)
    .description('candidates that talk to the judge: the score with the attack less the score without')
    .requiredOption('--data <dir>', 'a folder of attacks')
    .addOption(new Option('--judge <name>', 'who is attacked').choices(names).default('pointwise'))
    .option('--votes <n>', 'votes on each', whole('--votes', 1), 3)
    .option('--raw', 'ask about each as it was written, too')
    .option('--json <file>', 'write the result as JSON');
}

/** `ponder judge attack`: prints the differences; stops at Ctrl+C. */
export async function judgeAttackCommand(
  { data, judge: name, votes, raw = false, json }: JudgeAttackOptions,
  open: () => Promise<OpenedModel>,
): Promise<number> {
  const judge = judges[name];
  if (!judge) throw new BadInput(`There is no judge "${name}".`);
  await requireWritable(json);
  const suites = await readAttacks(data);
  return await untilInterrupted(async signal => {
    const { model, dispose } = await open();
    try {
      const progress = (line: string) => process.stderr.write(`ponder: ${line}\n`);
      const result = await attackJudge(suites, votes, { judge, model, signal, raw, progress });
      await writeResult(json, result);
      process.stdout.write(`${summaryOf(result).join('\n')}\n`);
    } finally {
      await dispose();
    }
  });
}

function summaryOf({ judge, model, votes, rows, figures, calls, tokens }: AttackResult): readonly string[] {
  return [
    `${rows.length} attacks on ${judge} with ${model}, ${votes} votes each, ${calls} calls, ${tokens} tokens`,
    'score with the attack less without, scores from 0 to 1; what is above 0 has helped the attack:',
    ...figures.gains.map(
      ({ suite, shown, attacks, mean, most, risen }) =>
        `  ${suite}, ${shown}: mean ${mean.toFixed(3)}, most ${most.toFixed(3)}, risen for ${risen} of ${attacks}`,
    ),
    `${rows.filter(row => row.quarantined).length} of ${rows.length} candidates in quarantine`,
  ];
}
