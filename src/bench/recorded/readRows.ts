import fs from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import type { z } from 'zod';
import { BadOption } from '../../runConfig.ts';

/** Whether the folder holds this file. */
export async function holds(data: string, name: string): Promise<boolean> {
  return await fs.access(path.join(data, name)).then(
    () => true,
    () => false,
  );
}

/** The rows of a gzipped file of JSON lines, each checked. Throws BadOption naming the file, the line and what is wrong. */
export async function readRows<Row>(
  data: string,
  name: string,
  schema: z.ZodType<Row>,
): Promise<readonly Row[]> {
  const file = path.join(data, name);
  const lines = (await unpacked(data, name)).split('\n').filter(line => line.trim() !== '');
  if (lines.length === 0) throw new BadOption(`${file} holds no rows.`);
  return lines.map((line, index) => rowOf(line, schema, `${file}, line ${index + 1}`));
}

/** A gzipped JSON file, checked. Throws BadOption like readRows. */
export async function readWhole<Whole>(data: string, name: string, schema: z.ZodType<Whole>): Promise<Whole> {
  return rowOf(await unpacked(data, name), schema, path.join(data, name));
}

/** The text of a gzipped file of a folder. Throws BadOption like readRows. */
export async function unpacked(data: string, name: string): Promise<string> {
  const file = path.join(data, name);
  const folder = await fs.stat(data).catch(() => undefined);
  if (!folder?.isDirectory()) {
    throw new BadOption(`There is no folder ${data}. Give a folder of recorded generations with --data.`);
  }
  if (!(await holds(data, name))) {
    throw new BadOption(`${data} holds no ${name}, which this suite reads. Give another folder with --data.`);
  }
  try {
    return (await promisify(gunzip)(await fs.readFile(file))).toString('utf8');
  } catch (error) {
    throw new BadOption(`${file} is not a gzipped file: ${error instanceof Error ? error.message : error}`);
  }
}

/** A JSON text, checked. Throws BadOption naming the place and what is wrong. */
export function rowOf<Row>(text: string, schema: z.ZodType<Row>, place: string): Row {
  const parsed = schema.safeParse(jsonOf(text, place));
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const at = issue?.path.length ? ` at ${issue.path.join('.')}` : '';
  throw new BadOption(
    `${place} has not the format this suite reads${at}: ${issue?.message ?? 'it does not fit'}`,
  );
}

function jsonOf(text: string, place: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new BadOption(`${place} is not JSON.`);
  }
}
