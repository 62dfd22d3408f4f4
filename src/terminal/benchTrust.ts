import { criticCurve } from '../bench/judge/criticCurve.ts';
import { trustCurve } from '../bench/judge/trustCurve.ts';
import { textTable } from '../view/textTable.ts';
import { requireWritable, writeResult } from './measuring.ts';

export type BenchTrustOptions = { readonly json?: string };

const aucs = [0.5, 0.55, 0.6, 0.7, 0.8, 0.9] as const;
const stations = [0, 10, 20, 50, 100, 200, 400] as const;
/** Of each worth, for each share of right candidates. */
const judges = 60;
const worlds = (['balanced', 'thorough'] as const).flatMap(effort =>
  [0.03, 0.15].flatMap(refine => [1, 2, 5].map(lift => ({ effort, sample: 0.08, refine, lift }))),
);
const seeds = 40;

/**
 * `ponder bench trust`: how soon simulated judges and critics of no use are paid nothing, and what that costs of those that
 * are of use; needs no model and no data.
 */
export async function benchTrustCommand({ json }: BenchTrustOptions): Promise<number> {
  await requireWritable(json);
  const figures = { weights: trustCurve(aucs, stations, judges), critics: criticCurve(worlds, seeds) };
  process.stdout.write(`${tableOf(figures.weights)}\n\n${tableOf(figures.critics)}\n`);
  await writeResult(json, { suite: 'trust', figures });
  return 0;
}

function tableOf(rows: readonly Readonly<Record<string, string | number>>[]): string {
  const [first = {}] = rows;
  const columns = Object.keys(first).map(title => ({ title, align: 'right' }) as const);
  const cell = (value: string | number) =>
    typeof value === 'string' ? value : String(Math.round(value * 1000) / 1000);
  const lines = rows.map(row => Object.values(row).map(cell));
  return textTable(columns, lines, 160).join('\n');
}
