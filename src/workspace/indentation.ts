import type { Node } from '@vscode/tree-sitter-wasm';
import { descendants } from './syntax.ts';

/** White space at the start of the line that holds the offset. */
export function indentAt(text: string, offset: number): string {
  const line = text.slice(text.lastIndexOf('\n', offset - 1) + 1);
  return /^[ \t]*/.exec(line)?.[0] ?? '';
}

/** One step of indentation in a file, by its first indented line; the fallback where nothing is indented. */
export function indentUnit(text: string, fallback: string): string {
  for (const match of text.matchAll(/^(\t| +)(?=[^\s*])/gm)) {
    const [unit = fallback] = match;
    if (unit === '\t' || unit.length === 2 || unit.length === 4 || unit.length === 8) return unit;
  }
  return fallback;
}

/** Rows (from 0) that start inside a string over several lines: their white space is part of the program. */
export function rowsInsideStrings(root: Node): ReadonlySet<number> {
  const rows = new Set<number>();
  for (const node of descendants(root, inside => !isString(inside))) {
    if (!isString(node)) continue;
    for (let row = node.startPosition.row + 1; row <= node.endPosition.row; row++) rows.add(row);
  }
  return rows;
}

function isString(node: Node): boolean {
  return node.type === 'string' || node.type === 'template_string';
}

/** Moves lines from one base indentation to another; where tabs meet spaces, levels become the file's unit. */
export function reindent(
  lines: readonly string[],
  options: {
    /** Characters of indentation to take away, and what to put instead. */
    readonly from: number;
    readonly to: string;
    /** One level in the lines and one in the file. */
    readonly fromUnit: string;
    readonly toUnit: string;
    readonly isFixed: (index: number) => boolean;
  },
): readonly string[] {
  const keptOf = (line: string) => whiteOf(line).slice(Math.min(options.from, whiteOf(line).length));
  const free = lines.filter((line, index) => !options.isFixed(index) && line.trim() !== '');
  const convert = converter(free.map(keptOf), options.fromUnit, options.toUnit);
  return lines.map((line, index) => {
    if (options.isFixed(index)) return line;
    return line.trim() === '' ? '' : options.to + convert(keptOf(line)) + line.trimStart();
  });
}

/** Rewrites levels in the file's unit where every line stands on a level; else only what mixes tabs and spaces. */
function converter(whites: readonly string[], fromUnit: string, toUnit: string): (white: string) => string {
  const width = fromUnit === '\t' ? 4 : fromUnit.length;
  const spaces = (white: string) => white.replaceAll('\t', ' '.repeat(width)).length;
  const isRegular = whites.every(white => spaces(white) % width === 0);
  if (isRegular) return white => toUnit.repeat(spaces(white) / width);
  return toUnit === '\t' ? white => white : white => ' '.repeat(spaces(white));
}

function whiteOf(line: string): string {
  return /^[ \t]*/.exec(line)?.[0] ?? '';
}

/** Takes away the indentation that all lines share. */
export function dedent(text: string): string {
  const lines = text.split('\n');
  const widths = lines.filter(line => line.trim() !== '').map(line => whiteOf(line).length);
  const common = widths.length === 0 ? 0 : Math.min(...widths);
  return lines.map(line => line.slice(Math.min(common, whiteOf(line).length))).join('\n');
}
