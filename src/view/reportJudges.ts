import type { JudgeView, RunView } from '../protocol.ts';
import { plain, textTable, wrap } from './textTable.ts';

/** What each judge was asked, gave and cost; and of those that were not asked, why. */
export function judges(view: RunView, width: number): readonly string[] {
  if (view.judges.length === 0) return [];
  const asked = view.judges.filter(isAsked);
  const columns = [
    { title: 'judge' },
    ...['votes', 'dropped', 'comparisons', 'unread', 'tokens'].map(title => ({
      title,
      align: 'right' as const,
    })),
  ];
  const rows = asked.map(({ name, votes, dropped, comparisons, unread, tokens }) => [
    plain(name),
    ...[votes, dropped, comparisons, unread, tokens].map(String),
  ]);
  const unasked = view.judges.flatMap(one => (isAsked(one) || one.unasked === undefined ? [] : [one]));
  return [
    'Judges',
    ...(rows.length > 0 ? textTable(columns, rows, width) : []),
    ...unasked.flatMap(({ name, unasked: why = '' }) =>
      wrap(`${plain(name)} was not asked: ${why}`, width, '  '),
    ),
  ];
}

function isAsked({ tokens, votes, comparisons }: JudgeView): boolean {
  return tokens + votes + comparisons > 0;
}
