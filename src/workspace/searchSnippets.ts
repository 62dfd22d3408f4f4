import type { CodeTask } from '../engine/task.ts';
import type { Snippet } from '../engine/workspaceSearch.ts';
import { callerRank, type Found, overlaps } from './searchFile.ts';

/** Longer code is shown by its outline. Characters. */
const longestWhole = 1500;
/** Most of what is not spoken of by the function: callers, like names, what only its tests or the rest of its file use. */
const mostOfAKind = 2;
const mostSnippets = 8;

export type Chosen = Snippet & { readonly found: Found };

/**
 * The best of what was found, within so many characters: one definition for a name, nothing twice, and nothing that the
 * prompt shows already. `isMeant` tells whether the import of a name means the file it was found in.
 */
export function chosenSnippets(
  found: readonly Found[],
  options: { readonly task: CodeTask; readonly most: number; readonly isMeant: (found: Found) => boolean },
): readonly Chosen[] {
  const shown = bare(`${options.task.context}\n${options.task.original}`);
  const chosen: Chosen[] = [];
  let left = options.most;
  for (const one of ranked(found, options.isMeant)) {
    if (chosen.length === mostSnippets) break;
    const isTwice = chosen.some(
      ({ found: other }) => other.file.path === one.file.path && overlaps(other.span, one.span),
    );
    const sameKind = chosen.filter(({ found: other }) => kindOf(other) === kindOf(one)).length;
    if (isTwice || (one.rank < callerRank + 1 && sameKind >= mostOfAKind)) continue;
    const text = [wholeText(one), dedented(one.outline)].find(
      (text, place) => text.length <= left && (place > 0 || text.length <= longestWhole),
    );
    if (text === undefined || text === '' || shown.includes(bare(text.replace(/ …$/, '')))) continue;
    left -= text.length;
    chosen.push({ ...snippetOf(one, text), found: one });
  }
  return chosen;
}

/** In the order of their worth; of several definitions of a name the one its import means, else the nearest. */
function ranked(found: readonly Found[], isMeant: (found: Found) => boolean): readonly Found[] {
  const best = new Map<string, Found>();
  const others: Found[] = [];
  for (const one of found) {
    if (one.of.type !== 'definition') {
      others.push(one);
      continue;
    }
    const { name, by } = one.of.lookup;
    const key = name === 'default' ? one.file.path : name;
    const known = best.get(key);
    if (by && !isMeant(one)) continue;
    if (!known || known.rank < one.rank) best.set(key, one);
  }
  return [...best.values(), ...others].toSorted((left, right) => right.rank - left.rank);
}

function kindOf({ of, rank }: Found): string {
  return of.type === 'definition' && rank < callerRank ? `used nearby ${of.lookup.rank}` : of.type;
}

function snippetOf({ file, span, because }: Found, text: string): Snippet {
  const line = file.text.slice(0, span.start).split('\n').length;
  return { file: file.name, line, text, because };
}

function wholeText({ file, span }: Found): string {
  const start = file.text.lastIndexOf('\n', span.start - 1) + 1;
  const indent = /^\s*$/.test(file.text.slice(start, span.start)) ? start : span.start;
  return dedented(file.text.slice(indent, span.end));
}

function dedented(text: string): string {
  const lines = text.replaceAll('\r\n', '\n').split('\n');
  const filled = lines.filter(line => line.trim() !== '');
  const indents = filled.map(line => line.length - line.trimStart().length);
  const common = Math.min(...(indents.length === 0 ? [0] : indents));
  return lines
    .map(line => line.slice(common).trimEnd())
    .join('\n')
    .trim();
}

/** Code without layout, for telling whether it is shown already. */
function bare(text: string): string {
  return text.replace(/\s+/g, '');
}
