import fs from 'node:fs/promises';
import path from 'node:path';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { resultSvg } from '../bench/recorded/plotSvg.ts';
import { resultTable } from '../bench/recorded/resultTable.ts';
import { resultJson, runSuite } from '../bench/recorded/runSuite.ts';
import { suites } from '../bench/recorded/suites.ts';
import { BadInput } from './badInput.ts';
import { requireWritable, untilInterrupted } from './measuring.ts';
import { whole } from './options.ts';

export type BenchRecordedOptions = {
  readonly data: string;
  readonly suite: string;
  readonly policy?: readonly string[];
  readonly budget?: readonly number[];
  readonly seeds: number;
  readonly json?: string;
};

/** Adds what `bench recorded` takes. */
export function withRecordedOptions(command: Command): Command {
  const about = Object.values(suites).map(suite => `${suite.name}: ${suite.summary}`);
  return command
    .description(`policies on recorded generations of real models\n\n${about.join('\n')}`)
    .requiredOption(
      '--data <dir>',
      'a folder of recorded generations in the format of the suite, or one that holds such folders',
    )
    .addOption(
      new Option('--suite <name>', 'what is measured').choices(Object.keys(suites)).makeOptionMandatory(),
    )
    .option('--policy <names>', 'row names, with commas between; default: all of the suite', names)
    .option('--budget <list>', 'for one task, in the unit of the suite; default: a curve', budgets)
    .option('--seeds <n>', 'orders of the recorded draws', whole('--seeds', 1), 20)
    .option('--json <file>', 'write the result as JSON, and its curves as SVG beside it');
}

/** `ponder bench recorded`: prints the table; stops at Ctrl+C. */
export async function benchRecordedCommand(options: BenchRecordedOptions): Promise<number> {
  await requireWritable(options.json);
  if (options.json !== undefined) await requireWritable(svgBeside(options.json));
  return await untilInterrupted(async signal => {
    const result = await runSuite({
      suite: options.suite,
      data: options.data,
      ...(options.policy && { policies: options.policy }),
      ...(options.budget && { budgets: options.budget }),
      seeds: options.seeds,
      signal,
      progress: line => process.stderr.write(`ponder: ${line}\n`),
    });
    if (options.json !== undefined) {
      await fs.writeFile(options.json, resultJson(result));
      await fs.writeFile(svgBeside(options.json), resultSvg(result));
    }
    process.stdout.write(`${resultTable(result)}\n`);
  });
}

/** Where the curves of a result go. Throws BadInput where that is the place of the JSON. */
function svgBeside(json: string): string {
  const { dir, name, ext } = path.parse(json);
  if (ext.toLowerCase() === '.svg')
    throw new BadInput(`${json} is where the curves go; name a file for the JSON, as ${name}.json.`);
  return path.join(dir, `${name}.svg`);
}

function names(text: string): readonly string[] {
  const found = text.split(',').map(name => name.trim());
  if (found.some(name => name === ''))
    throw new InvalidArgumentError('--policy takes names with commas between.');
  return [...new Set(found)];
}

function budgets(text: string): readonly number[] {
  const found = text.split(',').map(part => Number(part.trim() || Number.NaN));
  if (found.some(budget => !(budget > 0) || !Number.isFinite(budget)))
    throw new InvalidArgumentError('--budget takes numbers above 0 with commas between.');
  return [...new Set(found)];
}
