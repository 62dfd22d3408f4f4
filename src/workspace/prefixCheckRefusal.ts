import type { Language } from '../engine/task.ts';
import type { Syntax } from './syntax.ts';

/**
 * The offset of the first token that the parser refuses, or undefined where it takes all of them, whether or not more must
 * follow. An LR parser refuses the first token after which no continuation is in the language, so that what stands up to
 * it can never be mended. A literal or comment that is not closed yet is read as closed, too.
 */
export function refusedAt(syntax: Syntax, language: Language, text: string): number | undefined {
  const refused = firstRefusal(syntax, language, text);
  if (refused === undefined) return undefined;
  const closed = closers[language === 'python' ? 'python' : 'javascript'].some(closer => {
    const again = firstRefusal(syntax, language, text + closer);
    return again === undefined || again >= text.trimEnd().length;
  });
  return closed ? undefined : refused;
}

/** What ends a literal or comment of several lines. */
const closers = { python: ['"""', "'''"], javascript: ['`', '*/'] } as const;

/**
 * The log tells where each version of the parse stands and what it looks at. The first time that none is left without an
 * error, one is resumed in spite of its error; until then what cannot go on is dropped. The parser's attempts to recover,
 * which cost seconds where a model repeats itself, are not waited for.
 */
function firstRefusal(syntax: Syntax, language: Language, text: string): number | undefined {
  let place: { readonly row: number; readonly column: number } | undefined;
  let refused: typeof place;
  let latest: typeof place;
  syntax.log(language, text, message => {
    const at = /^process version:\d+, version_count:\d+, state:\d+, row:(\d+), col:(\d+)/.exec(message);
    if (at) place = { row: Number(at[1]), column: Number(at[2]) / 2 };
    else if (message.startsWith('detect_error')) latest = place;
    else if (message.startsWith('resume')) refused = latest;
    return refused !== undefined;
  });
  if (!refused) return undefined;
  const { row, column } = refused;
  const start =
    text
      .split('\n')
      .slice(0, row)
      .reduce((sum, line) => sum + line.length + 1, 0) + column;
  const blank = language === 'python' ? /(?:\s|\\\r?\n|#[^\n]*)*/y : /(?:\s|\/\/[^\n]*|\/\*[\s\S]*?\*\/)*/y;
  blank.lastIndex = start;
  const offset = start + (blank.exec(text)?.[0].length ?? 0);
  return offset >= text.length ? undefined : offset;
}
