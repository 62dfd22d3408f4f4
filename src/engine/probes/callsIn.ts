import { readArguments } from './readLiteral.ts';
import type { Value } from './value.ts';

/** A call with nothing but literals for arguments, and where it stands in its text. */
export type FoundCall = {
  readonly args: readonly Value[];
  /** The first character of the name, and behind the closing parenthesis. */
  readonly start: number;
  readonly end: number;
  /** The arguments as written. */
  readonly source: string;
};

/** Longer arguments than this, as written, are left out. Characters. */
const longest = 1500;

/** The calls of a function, no method of that name, whose arguments are literals, in the order in which they stand. */
export function callsIn(text: string, functionName: string): readonly FoundCall[] {
  const pattern = new RegExp(`(?<![\\w.$])${functionName.replace(/\$/g, '\\$')}\\(`, 'g');
  return [...text.matchAll(pattern)].flatMap(({ index: start, 0: head }) => {
    const inside = start + head.length;
    const read = readArguments(text.slice(inside, inside + longest));
    if (!read) return [];
    const end = inside + read.length;
    return [{ args: read.args, start, end, source: text.slice(inside, end - 1) }];
  });
}
