import type { SearchView } from '../src/protocol.ts';

/** What every search of the workspace found, and why it was taken. */
export function SearchList({ searches }: { readonly searches: readonly SearchView[] }) {
  return (
    <ul class="searches" aria-label="Searches">
      {searches.map(search => (
        <li key={search.action}>
          <p class="muted">{headOf(search)}</p>
          <ul>
            {search.snippets.map(({ file, line, because }) => (
              <li key={`${file}:${line}`}>
                <code>
                  {file}:{line}
                </code>{' '}
                <span class="muted">{because}</span>
              </li>
            ))}
          </ul>
        </li>
      ))}
    </ul>
  );
}

function headOf({ context, decision, about }: SearchView): string {
  const why = `decision ${decision}${about === undefined ? '' : `, for what ${about} failed at`}`;
  return context === undefined ? `Found nothing new (${why})` : `${context}, shown to later samples (${why})`;
}
