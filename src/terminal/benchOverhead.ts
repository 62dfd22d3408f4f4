import { measureOverhead, modelCall, overheadTable } from '../bench/overhead.ts';
import { policies } from '../engine/policies/index.ts';
import { requireWritable, writeResult } from './measuring.ts';

export type BenchOverheadOptions = { readonly json?: string };

/** `ponder bench overhead`: what deciding costs, for every policy; needs no model and no data. */
export async function benchOverheadCommand({ json }: BenchOverheadOptions): Promise<number> {
  await requireWritable(json);
  const rows = Object.values(policies).flatMap(factory => {
    process.stderr.write(`ponder: ${factory.name}\n`);
    return measureOverhead(factory);
  });
  process.stdout.write(`${overheadTable(rows)}\n`);
  const whole = rows.map(row => ({
    ...row,
    ...(row.micros !== undefined && { shareOfCall: row.micros / modelCall }),
  }));
  await writeResult(json, { modelCallMicros: modelCall, rows: whole });
  return 0;
}
