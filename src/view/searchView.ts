import type { Result } from '../engine/action.ts';
import type { ActionView, SearchView } from '../protocol.ts';

/** What is drawn of a search that has ended. */
export function searchView(
  { context, snippets }: Extract<Result, { type: 'searched' }>,
  { id, decision, action }: ActionView,
): SearchView {
  return {
    action: id,
    decision,
    ...(action.type === 'search' && action.candidate !== undefined && { about: action.candidate }),
    ...(context !== undefined && { context }),
    snippets: snippets.map(({ file, line, because }) => ({ file, line, because })),
  };
}
