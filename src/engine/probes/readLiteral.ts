import { absent, boolean, type Entry, float, integer, list, nothing, text, type Value } from './value.ts';

/** A Python or JavaScript literal as a value; undefined for anything that is no literal. */
export function readLiteral(source: string): Value | undefined {
  const reader = { source, at: 0 };
  const value = readValue(reader);
  skipBlanks(reader);
  return reader.at === source.length ? value : undefined;
}

/** The literals of a list of arguments; undefined when one is no literal. */
export function readArguments(source: string): readonly Value[] | undefined {
  const value = source.trim() === '' ? list([]) : readLiteral(`[${source}]`);
  return value?.type === 'list' ? value.items : undefined;
}

type Reader = { readonly source: string; at: number };

const names: Readonly<Record<string, Value>> = {
  None: nothing,
  null: nothing,
  undefined: absent,
  True: boolean(true),
  true: boolean(true),
  False: boolean(false),
  false: boolean(false),
};

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
  const big = match(reader, /-?\d+n(?!\w)/);
  if (big !== undefined) return { type: 'bigint', value: Number(big.slice(0, -1)) };
  const number = match(reader, /[-+]?(?:\d+\.\d*|\.\d+|\d+)(?:e[-+]?\d+)?(?![\w.])/);
  if (number !== undefined) return /[.e]/.test(number) ? float(Number(number)) : integer(Number(number));
  const quoted = match(reader, /'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"/);
  if (quoted !== undefined) return text(unquoted(quoted));
  const made = readMade(reader);
  if (made !== undefined) return made;
  const name = match(reader, /[A-Za-z]+(?!\w)/);
  if (name !== undefined) return names[name];
  if (match(reader, /\[/) !== undefined) {
    const items = readItems(reader, /\]/);
    return items && list(items);
  }
  if (match(reader, /\(/) !== undefined) return readParenthesized(reader);
  return match(reader, /\{/) === undefined ? undefined : readMap(reader);
}

/** A tuple, or one value in parentheses. */
function readParenthesized(reader: Reader): Value | undefined {
  const start = reader.at;
  const value = readValue(reader);
  if (value !== undefined && match(reader, /\)/) !== undefined) return value;
  reader.at = start;
  const items = readItems(reader, /\)/);
  return items && { type: 'tuple', items };
}

function readItems(reader: Reader, end: RegExp): readonly Value[] | undefined {
  const items: Value[] = [];
  while (match(reader, end) === undefined) {
    const item = readValue(reader);
    if (item === undefined) return undefined;
    items.push(item);
    if (match(reader, /,/) === undefined) return match(reader, end) === undefined ? undefined : items;
  }
  return items;
}

/** What stands in braces: entries, or the elements of a Python set. */
function readMap(reader: Reader): Value | undefined {
  const entries: Entry[] = [];
  const start = reader.at;
  while (match(reader, /\}/) === undefined) {
    const read = readKey(reader);
    if (read === undefined) return undefined;
    if (match(reader, /:/) === undefined) return entries.length > 0 ? undefined : readSet(reader, start);
    const key = read.type === 'list' ? (read.items[0] ?? read) : read;
    const item = readValue(reader);
    if (item === undefined) return undefined;
    entries.push([key, item]);
    if (match(reader, /,/) === undefined)
      return match(reader, /\}/) === undefined ? undefined : { type: 'map', entries };
  }
  return { type: 'map', entries };
}

/** A literal or a JavaScript name. */
function readKey(reader: Reader): Value | undefined {
  const start = reader.at;
  const value = readValue(reader);
  if (value) return value;
  reader.at = start;
  const name = match(reader, /[A-Za-z_$][\w$]*/);
  return name === undefined ? undefined : text(name);
}

function readSet(reader: Reader, start: number): Value | undefined {
  reader.at = start;
  const items = readItems(reader, /\}/);
  return items && { type: 'set', items };
}

/** What is made by `new Set([..])`, `new Map([..])`, `set()` and `set([..])`. */
function readMade(reader: Reader): Value | undefined {
  const made = match(reader, /(?:new\s+(?:Set|Map)|set)\s*\(/);
  if (made === undefined) return undefined;
  const [items = list([]), ...more] = readItems(reader, /\)/) ?? [nothing];
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
