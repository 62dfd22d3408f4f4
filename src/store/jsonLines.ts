import fs from 'node:fs';
import path from 'node:path';

/** A kept item with the workspace it was in, as `workspaceKey` names it. */
export type InWorkspace = { readonly workspace: string };

/** The items of a file, oldest first, and what was wrong with it, for a person. */
export type ReadLines<Item> = { readonly items: readonly Item[]; readonly problem?: string };

/** How a file is spoken of: what its lines are, and what follows from having none. */
export type LineWords = { readonly lines: string; readonly without: string };

type Fields = Readonly<Record<string, unknown>>;

/** Of the lines that are written; one of a later version is left alone. */
const version = 1;
/** So many items are learnt from, the latest. */
const most = 10_000;

/**
 * Adds an item: one write of one line at the end of the file, which no other process's can tear or lose. Returns why it
 * could not be kept, what is `lost` by that, in a sentence, and what to do; never throws.
 */
export function appendLine(file: string, workspace: string, item: object, lost: string): string | undefined {
  try {
    fs.mkdirSync(path.dirname(file), { recursive: true });
    const line = JSON.stringify({ version, workspace, ...item });
    fs.appendFileSync(file, `${endsInLine(file) ? '' : '\n'}${line}\n`, { mode: 0o600 });
    return undefined;
  } catch (error) {
    return `${file} cannot be written (${messageOf(error)}). ${lost} Make room or make the folder writable.`;
  }
}

/** At most so many bytes are read, from the end: what is older has no say any more. */
const mostBytes = 8_000_000;

/**
 * Reads the last 10,000 items, given what makes one of a line's other fields. Lines that are none are left out and told of;
 * a file without any is put aside, and it starts anew. Nothing is ever deleted. Never throws.
 */
export function readLines<Item extends object>(
  file: string,
  read: (workspace: string, fields: Fields) => Item | undefined,
  { lines: kind, without }: LineWords,
): ReadLines<Item> {
  let lines: readonly string[];
  try {
    lines = lastLines(file).slice(-most);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return { items: [] };
    return { items: [], problem: `${file} cannot be read (${messageOf(error)}); ${without}.` };
  }
  const items: Item[] = [];
  const left = { broken: 0, newer: 0 };
  for (const text of lines) {
    const item = parsed(text, read);
    if (typeof item === 'string') left[item] += 1;
    else items.push(item);
  }
  if (left.broken > 0 && left.broken === lines.length) return { items, problem: putAside(file, without) };
  const problems = [
    ...(left.broken > 0 ? [`${left.broken} lines of ${file} are no ${kind} and were left out.`] : []),
    ...(left.newer > 0
      ? [`${left.newer} lines of ${file} are from a newer version of Ponder and were left out.`]
      : []),
  ];
  return { items, ...(problems.length > 0 && { problem: problems.join(' ') }) };
}

/** The last item of each name, in the order in which the names came. */
export function lastOfEach<Item>(items: readonly Item[], nameOf: (item: Item) => string): readonly Item[] {
  return [...new Map(items.map(item => [nameOf(item), item])).values()];
}

function parsed<Item extends object>(
  text: string,
  read: (workspace: string, fields: Fields) => Item | undefined,
): Item | 'broken' | 'newer' {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null) return 'broken';
    const { version: written, workspace, ...fields } = value as Fields;
    if (typeof written === 'number' && written > version) return 'newer';
    if (written !== version || typeof workspace !== 'string') return 'broken';
    return read(workspace, fields) ?? 'broken';
  } catch {
    return 'broken';
  }
}

function lastLines(file: string): readonly string[] {
  const handle = fs.openSync(file, 'r');
  try {
    const { size } = fs.fstatSync(handle);
    const from = Math.max(0, size - mostBytes);
    const bytes = Buffer.alloc(size - from);
    const count = fs.readSync(handle, bytes, 0, bytes.length, from);
    const lines = bytes.toString('utf8', 0, count).split('\n');
    return (from > 0 ? lines.slice(1) : lines).filter(text => text.trim() !== '');
  } finally {
    fs.closeSync(handle);
  }
}

function putAside(file: string, without: string): string {
  const aside = `${file}.broken`;
  try {
    fs.renameSync(file, aside);
    return `${file} held nothing that could be read. It was put aside as ${aside}; ${without}.`;
  } catch (error) {
    return `${file} holds nothing that can be read and cannot be put aside (${messageOf(error)}); ${without}.`;
  }
}

/** False when a process died while it wrote the last line. */
function endsInLine(file: string): boolean {
  const handle = fs.openSync(file, 'a+', 0o600);
  try {
    const { size } = fs.fstatSync(handle);
    const last = Buffer.alloc(1);
    return size === 0 || (fs.readSync(handle, last, 0, 1, size - 1) === 1 && last[0] === 0x0a);
  } finally {
    fs.closeSync(handle);
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
