import type { HistoryRow, Tries } from '../engine/history.ts';
import { historyFileOf, readHistory } from '../store/history.ts';
import { forgetLearnt } from '../store/learning.ts';
import { plain, textTable } from '../view/textTable.ts';

/** `ponder history`: what earlier runs taught, by model and language; with `forget` it is deleted. */
export function history(dataDir: string, { forget = false }: { readonly forget?: boolean }): void {
  const file = historyFileOf(dataDir);
  const { items, problem } = readHistory(file);
  if (problem !== undefined) process.stderr.write(`ponder: ${problem}\n`);
  if (forget) {
    forgetLearnt(dataDir);
    process.stdout.write(`Forgotten: what ${items.length} runs taught, and what you said of them.\n`);
    return;
  }
  process.stdout.write(
    items.length === 0
      ? 'Nothing was learnt yet: no run has ended with a candidate.\n'
      : `${historyTable(items.map(({ row }) => row)).join('\n')}\n`,
  );
}

const columns = [
  { title: 'model' },
  { title: 'task' },
  ...['runs', 'solved', 'first right', 'refined', 'with a search', 'tokens a run'].map(title => ({
    title,
    align: 'right' as const,
  })),
];

/** Lines of a table, a line for each model and language. Shares are of runs that a verifier judged. */
export function historyTable(rows: readonly HistoryRow[]): readonly string[] {
  const groups = Map.groupBy(rows, ({ model, kind, language }) => JSON.stringify([model, language ?? kind]));
  return textTable(columns, [...groups.values()].flatMap(lineOf), 100);
}

function lineOf(group: readonly HistoryRow[]): readonly (readonly string[])[] {
  const [first] = group;
  if (!first) return [];
  const judged = group.filter(row => row.hasTests);
  const solved = judged.filter(row => row.status === 'verified').length;
  const tokens = group.reduce((sum, row) => sum + row.tokens, 0) / group.length;
  const tries = (of: (row: HistoryRow) => readonly (Tries | undefined)[]) => firstRight(group.flatMap(of));
  return [
    [
      plain(first.model),
      first.language ?? first.kind,
      String(group.length),
      judged.length === 0 ? '-' : `${solved} of ${judged.length}`,
      tries(row => Object.values(row.samples)),
      tries(row => [row.refined]),
      tries(row => [row.searched]),
      Math.round(tokens).toLocaleString('en'),
    ],
  ];
}

function firstRight(tries: readonly (Tries | undefined)[]): string {
  const judged = tries.flatMap(one => one?.first ?? []);
  return judged.length === 0 ? '-' : `${judged.filter(Boolean).length} of ${judged.length}`;
}
