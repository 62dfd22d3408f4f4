import fs from 'node:fs/promises';
import { measureOverhead, modelCall, overheadTable } from '../bench/overhead.ts';
import { policies } from '../engine/policies/index.ts';

export type BenchOverheadOptions = { readonly json?: string };

/** `ponder bench overhead`: what deciding costs, for every policy; needs no model and no data. */
export async function benchOverheadCommand({ json }: BenchOverheadOptions): Promise<number> {
  const rows = Object.values(policies).flatMap(factory => {
    process.stderr.write(`ponder: ${factory.name}\n`);
    return measureOverhead(factory);
  });
  process.stdout.write(`${overheadTable(rows)}\n`);
  if (json !== undefined) {
    const whole = rows.map(row => ({
      ...row,
      ...(row.micros !== undefined && { shareOfCall: row.micros / modelCall }),
    }));
    await fs.writeFile(json, `${JSON.stringify({ modelCallMicros: modelCall, rows: whole }, null, 1)}\n`);
  }
  return 0;
}
