import type { RunView, SearchView } from '../protocol.ts';
import { plain, textTable } from './textTable.ts';

/** What searches of the workspace found, and why it was taken. */
export function searches(view: RunView, width: number): readonly string[] {
  if (view.searches.length === 0) return [];
  const rows = view.searches.flatMap(rowsOf);
  return ['Searches', ...textTable([{ title: 'id' }, { title: 'found' }, { title: 'because' }], rows, width)];
}

function rowsOf({ context, snippets }: SearchView): readonly (readonly string[])[] {
  if (context === undefined) return [['-', 'nothing new']];
  return snippets.map(({ file, line, because }, place) => [
    place === 0 ? context : '',
    plain(`${file}:${line}`),
    plain(because),
  ]);
}
