import type { JudgeResult, JudgeRow } from './judgeSuite.ts';

const head = [
  ...['judge', 'protocol', 'labels', 'accuracy', '95% interval', 'calls', 'ece', 'brier'],
  ...['order', 'weight', 'parsed'],
];

/** The rows as a text table, the notes under it. */
export function judgeTable({ suite, data, items, rows, notes }: JudgeResult): string {
  const cells = [head, ...rows.map(cellsOf)];
  const widths = head.map((_, column) => Math.max(...cells.map(row => row[column]?.length ?? 0)));
  const line = (row: readonly string[]) =>
    row
      .map((cell, column) =>
        column < 2 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join('  ');
  return [`${suite} on ${data}: ${items} items`, ...cells.map(line), ...notes].join('\n');
}

function cellsOf(row: JudgeRow): readonly string[] {
  const known = (value: number | null) => (value === null ? '' : value.toFixed(3));
  return [
    row.judge,
    row.protocol,
    String(row.labels),
    row.accuracy.toFixed(3),
    row.ci95.map(bound => bound.toFixed(3)).join(' to '),
    row.calls.toFixed(1),
    ...[row.ece, row.brier, row.orderConsistency, row.weight, row.parsed].map(known),
  ];
}
