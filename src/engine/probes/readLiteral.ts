import { absent, boolean, type Entry, float, integer, list, nothing, text, type Value } from './value.ts';

/** A Python or JavaScript literal as a value; undefined for anything that is no literal. */
export function readLiteral(source: string): Value | undefined {
  const reader = { source, at: 0, depth: 0 };
  const value = readValue(reader);
  skipBlanks(reader);
  return reader.at === source.length ? value : undefined;
}

/**
 * The literals from behind an open parenthesis to the one that closes it, and how far that is in characters; undefined when
 * one is no literal.
 */
export function readArguments(
  source: string,
): { readonly args: readonly Value[]; readonly length: number } | undefined {
  const reader = { source, at: 0, depth: 0 };
  const read = readItems(reader, /\)/);
  return read && { args: read.items, length: reader.at };
}

type Reader = { readonly source: string; at: number; depth: number };

/** What is nested deeper is no literal that anybody would write. */
const deepest = 100;

const names: ReadonlyMap<string, Value> = new Map([
  ['None', nothing],
  ['null', nothing],
  ['undefined', absent],
  ['True', boolean(true)],
  ['true', boolean(true)],
  ['False', boolean(false)],
  ['false', boolean(false)],
]);

function skipBlanks(reader: Reader): void {
  while (/\s/.test(reader.source[reader.at] ?? '')) reader.at += 1;
}

function match(reader: Reader, pattern: RegExp): string | undefined {
  skipBlanks(reader);
  const sticky = new RegExp(pattern.source, 'y');
  sticky.lastIndex = reader.at;
  const found = sticky.exec(reader.source)?.[0];
  if (found !== undefined) reader.at += found.length;
  return found;
}

function readValue(reader: Reader): Value | undefined {
  if (reader.depth === deepest) return undefined;
  reader.depth += 1;
  const value = readAny(reader);
  reader.depth -= 1;
  return value;
}

function readAny(reader: Reader): Value | undefined {
  const big = match(reader, /-?\d+n(?!\w)/);
  if (big !== undefined) return { type: 'bigint', value: Number(big.slice(0, -1)) };
  const number = match(reader, /[-+]?(?:\d+\.\d*|\.\d+|\d+)(?:e[-+]?\d+)?(?![\w.])/);
  if (number !== undefined) return /[.e]/.test(number) ? float(Number(number)) : integer(Number(number));
  const quoted = match(reader, /'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"/);
  if (quoted !== undefined) return text(unquoted(quoted));
  const made = readMade(reader);
  if (made !== undefined) return made;
  const name = match(reader, /[A-Za-z]+(?!\w)/);
  if (name !== undefined) return names.get(name);
  if (match(reader, /\[/) !== undefined) {
    const read = readItems(reader, /\]/);
    return read && list(read.items);
  }
  if (match(reader, /\(/) !== undefined) return readParenthesized(reader);
  return match(reader, /\{/) === undefined ? undefined : readMap(reader);
}

/** A tuple, or one value in parentheses. */
function readParenthesized(reader: Reader): Value | undefined {
  const read = readItems(reader, /\)/);
  if (!read) return undefined;
  const [only, ...more] = read.items;
  return only && more.length === 0 && !read.comma ? only : { type: 'tuple', items: read.items };
}

/** Values up to what ends them, and whether there is a comma behind the last. */
type Items = { readonly items: readonly Value[]; readonly comma: boolean };

function readItems(reader: Reader, end: RegExp): Items | undefined {
  if (match(reader, end) !== undefined) return { items: [], comma: false };
  const first = readValue(reader);
  return first && readMore(reader, end, first);
}

/** The values after a first one, and that one. */
function readMore(reader: Reader, end: RegExp, first: Value): Items | undefined {
  const items = [first];
  while (match(reader, /,/) !== undefined) {
    if (match(reader, end) !== undefined) return { items, comma: true };
    const item = readValue(reader);
    if (item === undefined) return undefined;
    items.push(item);
  }
  return match(reader, end) === undefined ? undefined : { items, comma: false };
}

/** What stands in braces: entries, or the elements of a Python set. */
function readMap(reader: Reader): Value | undefined {
  const entries: Entry[] = [];
  while (match(reader, /\}/) === undefined) {
    const start = reader.at;
    const value = readValue(reader);
    if (value === undefined) reader.at = start;
    const key = value ?? readName(reader);
    if (key === undefined) return undefined;
    if (match(reader, /:/) === undefined) {
      const read = value && entries.length === 0 ? readMore(reader, /\}/, value) : undefined;
      return read && { type: 'set', items: read.items };
    }
    const item = readValue(reader);
    if (item === undefined) return undefined;
    entries.push([key.type === 'list' ? (key.items[0] ?? key) : key, item]);
    if (match(reader, /,/) === undefined)
      return match(reader, /\}/) === undefined ? undefined : { type: 'map', entries };
  }
  return { type: 'map', entries };
}

/** A key as JavaScript writes it without quotes. */
function readName(reader: Reader): Value | undefined {
  const name = match(reader, /[A-Za-z_$][\w$]*/);
  return name === undefined ? undefined : text(name);
}

/** What is made by `new Set([..])`, `new Map([..])`, `set()` and `set([..])`. */
function readMade(reader: Reader): Value | undefined {
  const made = match(reader, /(?:new\s+(?:Set|Map)|set)\s*\(/);
  if (made === undefined) return undefined;
  const [items = list([]), ...more] = readItems(reader, /\)/)?.items ?? [nothing];
  if (items.type !== 'list' || more.length > 0) return undefined;
  if (!made.includes('Map')) return { type: 'set', items: items.items };
  const entries = items.items.map(pair => (pair.type === 'list' ? pair.items : []));
  if (!entries.every(isEntry)) return undefined;
  return { type: 'keyed', entries };
}

function isEntry(items: readonly Value[]): items is Entry {
  return items.length === 2;
}

const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', '0': '\0', b: '\b', f: '\f' };

function unquoted(quoted: string): string {
  return quoted
    .slice(1, -1)
    .replace(/\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|(.))/g, (_, long, short, one) =>
      long || short ? String.fromCharCode(Number.parseInt(long ?? short, 16)) : (escapes[one] ?? one),
    );
}
