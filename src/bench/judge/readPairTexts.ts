import fs from 'node:fs/promises';
import { z } from 'zod';
import { BadOption } from '../../runConfig.ts';
import { readRows } from '../recorded/readRows.ts';

/** A question, two answers to it, and which is better. */
export type PairText = {
  readonly pair: string;
  readonly question: string;
  readonly A: string;
  readonly B: string;
  readonly label: 'A' | 'B';
};

const written = z.object({
  pair_id: z.string(),
  response_model: z.string(),
  question: z.string(),
  response_A: z.string(),
  response_B: z.string(),
  label: z.enum(['A>B', 'B>A']),
});

/** The texts of recorded pairs (pairs-*.jsonl.gz), in the order of the files. Throws BadOption where there are none. */
export async function readPairTexts(data: string): Promise<readonly PairText[]> {
  const entries = await fs.readdir(data).catch((): string[] => []);
  const files = entries.filter(name => /^pairs-.*\.jsonl\.gz$/.test(name)).sort();
  if (files.length === 0)
    throw new BadOption(
      `${data} holds no pairs-*.jsonl.gz with the texts of its pairs, so that no live judge can read them.`,
    );
  const rows: PairText[] = [];
  for (const file of files) {
    for (const row of await readRows(data, file, written))
      rows.push({
        ...{ pair: `${row.response_model} ${row.pair_id}`, question: row.question },
        ...{ A: row.response_A, B: row.response_B, label: row.label === 'A>B' ? 'A' : 'B' },
      });
  }
  return rows;
}
