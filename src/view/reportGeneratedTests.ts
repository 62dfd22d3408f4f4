import type { RunView } from '../protocol.ts';
import { plain, textTable } from './textTable.ts';

/** The tests that the model wrote, the likeliest first. */
export function generatedTests(view: RunView, width: number): readonly string[] {
  const { generatedTests: seen } = view;
  if (!seen) return [];
  const rows = seen.tests.map(({ call, expected, passes, ran, valid }) => [
    plain(call),
    plain(expected),
    `${passes.length} of ${ran.length}`,
    ran.length === 0 ? '-' : `${Math.round(100 * valid)} %`,
  ]);
  const columns = [
    { title: 'call' },
    { title: 'should give' },
    { title: 'passed by', align: 'right' },
    { title: 'right, if an attempt is', align: 'right' },
  ] as const;
  return [
    `Tests written by the model (only evidence): ${seen.said}`,
    ...(rows.length === 0 ? [] : textTable(columns, rows, width)),
  ];
}
