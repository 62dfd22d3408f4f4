import fs from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { BadOption } from '../../runConfig.ts';
import { readRows } from '../recorded/readRows.ts';

/** A chain of thought with its first mistake. */
export type Chain = {
  /** The name of the file it stands in. */
  readonly task: string;
  /** What the chain was to answer, where the file tells. */
  readonly input?: string;
  readonly steps: readonly string[];
  /** From 0; null where there is none. */
  readonly mistake: number | null;
};

const recorded = z
  .object({
    input: z.string().optional(),
    steps: z.array(z.string()).min(1),
    mistake_index: z.int().min(0).nullable(),
  })
  .refine(
    ({ steps, mistake_index: mistake }) => mistake === null || mistake < steps.length,
    'mistake_index is beyond the last step',
  );

/** The chains of every .jsonl.gz in the folder. Throws BadOption where there is none. */
export async function readChains(data: string): Promise<readonly Chain[]> {
  const entries = await fs.readdir(data).catch(() => {
    throw new BadOption(`There is no folder ${data}. Give a folder of recorded chains with --data.`);
  });
  const files = entries.filter(name => name.endsWith('.jsonl.gz')).sort();
  if (files.length === 0)
    throw new BadOption(
      `${data} holds no .jsonl.gz, which this suite reads. Give another folder with --data.`,
    );
  const chains: Chain[] = [];
  for (const file of files) {
    const task = path.basename(file, '.jsonl.gz');
    for (const { input, steps, mistake_index: mistake } of await readRows(data, file, recorded))
      chains.push({ task, ...(input !== undefined && { input }), steps, mistake });
  }
  return chains;
}
