import { readArguments } from './readLiteral.ts';
import type { Value } from './value.ts';

/** The arguments of the calls of a function that its documentation, or a caller's text, shows with literals only. */
export function callsIn(source: string, functionName: string): readonly (readonly Value[])[] {
  const calls: (readonly Value[])[] = [];
  const pattern = new RegExp(`(?<![\\w.$])${functionName.replace(/\$/g, '\\$')}\\(`, 'g');
  for (const found of source.matchAll(pattern)) {
    const start = found.index + found[0].length;
    const end = closing(source, start);
    const args = end === undefined ? undefined : readArguments(source.slice(start, end));
    if (args) calls.push(args);
  }
  return calls;
}

function closing(source: string, start: number): number | undefined {
  let depth = 1;
  let quote = '';
  for (let at = start; at < Math.min(source.length, start + 1000); at++) {
    const character = source[at] ?? '';
    if (quote !== '') {
      if (character === '\\') at += 1;
      else if (character === quote) quote = '';
    } else if (character === '"' || character === "'") quote = character;
    else if ('([{'.includes(character)) depth += 1;
    else if (')]}'.includes(character)) {
      depth -= 1;
      if (depth === 0) return at;
    }
  }
  return undefined;
}
