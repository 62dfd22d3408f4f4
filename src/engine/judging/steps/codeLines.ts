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

function afterLine(line: string, open: Open): Open {
  const tokens = new RegExp(token);
  let { round, until } = open;
  while (true) {
    if (until !== undefined) {
      const end = line.indexOf(until, tokens.lastIndex);
      if (end < 0) return { round, until };
      tokens.lastIndex = end + until.length;
    }
    const [found = '//'] = tokens.exec(line) ?? [];
    if (found === '//' || found === '#') return { round };
    if (found === '(' || found === '[') round += 1;
    if (found === ')' || found === ']') round = Math.max(0, round - 1);
    until = manyLines[found];
  }
}

function widthOf(space: string): number {
  return space.replaceAll('\t', '    ').length;
}
