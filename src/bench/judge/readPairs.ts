import fs from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { BadOption } from '../../runConfig.ts';
import { holds, readRows, unpacked } from '../recorded/readRows.ts';
import { type PairRecord, type PairSet, pairSetOf } from './pairSet.ts';
import { type PairVerdict, turned } from './pairVerdict.ts';

const judgeBenchFile = 'judgements.jsonl.gz';
const llmBarFile = 'judgements.csv.gz';

/** The sets of pairs in a folder, or in the folders in it. Throws BadOption where there is none. */
export async function readPairSets(data: string): Promise<readonly PairSet[]> {
  const folder = await fs.stat(data).catch(() => undefined);
  if (!folder?.isDirectory())
    throw new BadOption(`There is no folder ${data}. Give a folder of recorded verdicts with --data.`);
  const inside = (await fs.readdir(data, { withFileTypes: true }))
    .filter(entry => entry.isDirectory())
    .map(entry => path.join(data, entry.name))
    .sort();
  const sets: PairSet[] = [];
  for (const one of [data, ...inside]) {
    if (await holds(one, judgeBenchFile)) sets.push(await readJudgeBench(one));
    if (await holds(one, llmBarFile)) sets.push(await readLlmBar(one));
  }
  if (sets.length === 0)
    throw new BadOption(
      `${data} holds no ${judgeBenchFile} and no ${llmBarFile}, which this suite reads. Give another folder with --data.`,
    );
  return sets;
}

const judgement = z.object({
  pair_id: z.string(),
  response_model: z.string(),
  judge_model: z.string(),
  label: z.enum(['A>B', 'B>A']),
  decisions_order1_order2: z.tuple([z.string().nullable(), z.string().nullable()]),
});

async function readJudgeBench(data: string): Promise<PairSet> {
  const rows = await readRows(data, judgeBenchFile, judgement);
  const records = rows.map((row): PairRecord => {
    const [first, second] = row.decisions_order1_order2;
    return {
      pair: `${row.response_model} ${row.pair_id}`,
      judge: row.judge_model,
      prompt: 'recorded',
      label: row.label === 'A>B' ? 'A' : 'B',
      verdicts: [shown(first), turned(shown(second))],
    };
  });
  return pairSetOf('judgebench', records);
}

function shown(decision: string | null): PairVerdict {
  return decision === 'A>B' ? 'A' : decision === 'B>A' ? 'B' : decision === 'A=B' ? 'tie' : 'none';
}

const columns = [
  'subset',
  'judge_model',
  'protocol',
  'item',
  'label',
  'winner_noswap',
  'winner_swap',
] as const;

/** Without the ratings: they see one text at a time, so that a second order is no second call. */
async function readLlmBar(data: string): Promise<PairSet> {
  const file = path.join(data, llmBarFile);
  const lines = (await unpacked(data, llmBarFile)).split(/\r?\n/).filter(line => line !== '');
  const head = lines[0]?.split(',') ?? [];
  const places = columns.map(column => head.indexOf(column));
  if (places.includes(-1))
    throw new BadOption(`${file} has not the columns this suite reads: ${columns.join(', ')}.`);
  const records = lines.slice(1).flatMap((line, index): PairRecord[] => {
    const cells = line.split(',');
    const [subset, judge, prompt, item, label, first, second] = places.map(place => cells[place] ?? '');
    if (cells.length !== head.length || (label !== '1' && label !== '2') || !judge || !prompt)
      throw new BadOption(`${file}, line ${index + 2} has not the format this suite reads.`);
    if (prompt.startsWith('Rating')) return [];
    const verdicts = [winner(first), winner(second)] as const;
    return [{ pair: `${subset} ${item}`, judge, prompt, label: label === '1' ? 'A' : 'B', verdicts }];
  });
  if (records.length === 0) throw new BadOption(`${file} holds no rows.`);
  return pairSetOf('llmbar', records);
}

function winner(cell: string | undefined): PairVerdict {
  return cell === '1' ? 'A' : cell === '2' ? 'B' : 'none';
}
