import type { SuiteResult, SuiteRow } from './suite.ts';

const head = ['policy', 'budget', 'accuracy', '95% interval', 'draws', 'tokens', 'price', 'us a decision'];

/** The rows as a text table, the references and the notes under it. */
export function resultTable({ suite, data, tasks, seeds, rows, references, notes }: SuiteResult): string {
  const cells = rows.map(cellsOf);
  const widths = head.map((name, column) =>
    Math.max(name.length, ...cells.map(row => row[column]?.length ?? 0)),
  );
  const line = (row: readonly string[]) =>
    row
      .map((cell, column) =>
        column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join('  ');
  const reference = Object.entries(references)
    .filter(([, points]) => points.length > 0)
    .map(
      ([name, points]) =>
        `${name}: ${points.map(at => `${at.accuracy.toFixed(3)} at ${at.budget}`).join(', ')}`,
    );
  return [
    `${suite} on ${data}: ${tasks} tasks, ${seeds} seeds; budget in ${rows[0]?.unit ?? 'draws'}`,
    line(head),
    ...cells.map(line),
    ...reference,
    ...notes,
  ].join('\n');
}

function cellsOf(row: SuiteRow): readonly string[] {
  const options = Object.entries(row.options).map(([name, value]) => `${name} ${String(value)}`);
  return [
    [row.policy, ...options].join(', '),
    String(row.budget),
    row.accuracy.toFixed(4),
    row.ci95.map(bound => bound.toFixed(3)).join(' to '),
    row.draws.toFixed(2) + (row.testDraws > 0 ? ` + ${row.testDraws.toFixed(1)}` : ''),
    row.tokens.toFixed(0),
    row.price === null ? '' : row.price.toFixed(2),
    (row.millisPerDecision * 1000).toFixed(0),
  ];
}
