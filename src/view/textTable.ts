/** A column of a table; to the left unless told. */
export type Column = { readonly title: string; readonly align?: 'left' | 'right' };

/** Lines of a table with columns as wide as needed; the last column is cut where a line would pass `width` characters. */
export function textTable(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  width: number,
): readonly string[] {
  const lines = [columns.map(column => column.title), ...rows];
  const widths = columns.map((_, place) => Math.max(...lines.map(line => line[place]?.length ?? 0)));
  return lines.map(line => {
    const cells = columns.map(({ align }, place) => {
      const cell = line[place] ?? '';
      return align === 'right' ? cell.padStart(widths[place] ?? 0) : cell.padEnd(widths[place] ?? 0);
    });
    return cut(`  ${cells.join('  ')}`.trimEnd(), width);
  });
}

/** The text, or its beginning with an ellipsis when it is longer than `width`. */
export function cut(text: string, width: number): string {
  return text.length <= width ? text : `${text.slice(0, Math.max(0, width - 3)).trimEnd()}...`;
}

/** Lines of at most `width` characters, broken between words, later ones indented. Longer words are cut. */
export function wrap(text: string, width: number, indent = ''): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/).filter(Boolean)) {
    const longer = line === '' ? `${indent}${word}` : `${line} ${word}`;
    if (line !== '' && longer.length > width) {
      lines.push(line);
      line = cut(`${indent}${word}`, width);
    } else {
      line = cut(longer, width);
    }
  }
  return line === '' ? lines : [...lines, line];
}

/** A model's or a test's words on one line, without characters that steer a terminal. */
export function plain(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the ones to remove
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]+/g, ' ').trim();
}
