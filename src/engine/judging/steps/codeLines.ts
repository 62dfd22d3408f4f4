/** A line of code as far as it can be known without a parser. */
export type CodeLine = {
  /** From 0. */
  readonly index: number;
  /** Where it begins in the text. */
  readonly offset: number;
  /** Characters of white space before it; a tab counts as four. */
  readonly indent: number;
  /** A statement begins on it: not empty, not inside brackets, a text or a comment, not what goes on with another one. */
  readonly begins: boolean;
  /** It begins with a comment or a docstring. */
  readonly isRemark: boolean;
};

/** What stands on a line of its own and still belongs to the statement before it. */
const goesOn =
  /^(?:[)\]}]|(?:else|elif|except|finally|catch|and|or)\b|[.?:&|+]|then\b|while\s*\([^)]*\)\s*;?\s*$)/;

const remark = /^(?:#|\/\/|\/\*|['"])/;

/** The lines of JavaScript, TypeScript or Python code; brackets in texts and comments do not count. */
export function codeLines(code: string): readonly CodeLine[] {
  const lines: CodeLine[] = [];
  let open: Open = { round: 0 };
  let offset = 0;
  for (const line of code.split('\n')) {
    const text = line.trimStart();
    const inside = open.round > 0 || open.until !== undefined;
    const begins = text !== '' && !inside && !goesOn.test(text);
    const indent = widthOf(line.slice(0, line.length - text.length));
    lines.push({ index: lines.length, offset, indent, begins, isRemark: remark.test(text) });
    open = afterLine(line, open);
    offset += line.length + 1;
  }
  return lines;
}

/** What is open at the end of a line: round and square brackets, and a text or comment that goes over several lines. */
type Open = { readonly round: number; readonly until?: string };

const manyLines: Readonly<Record<string, string>> = { "'''": "'''", '"""': '"""', '`': '`', '/*': '*/' };
const token = /'''|"""|\/\*|`|\/\/|#|'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*"|[([\])]/g;

function afterLine(line: string, { round, until }: Open): Open {
  if (until !== undefined) {
    const end = line.indexOf(until);
    return end < 0 ? { round, until } : afterLine(line.slice(end + until.length), { round });
  }
  let depth = round;
  for (const { 0: found, index } of line.matchAll(token)) {
    const closing = manyLines[found];
    if (closing !== undefined)
      return afterLine(line.slice(index + found.length), { round: depth, until: closing });
    if (found === '//' || found === '#') break;
    if (found === '(' || found === '[') depth += 1;
    if (found === ')' || found === ']') depth = Math.max(0, depth - 1);
  }
  return { round: depth };
}

function widthOf(space: string): number {
  return space.replaceAll('\t', '    ').length;
}
