/** A piece of a model's text that may be code. */
export type CodeBlock = { readonly text: string; readonly isFenced: boolean };

/** The text without what a reasoning model thought aloud; an unclosed thought runs to the end. */
export function withoutThinking(text: string): string {
  const closed = /^[\s\S]*<\/(?:think|thinking|reasoning)>/i.exec(text);
  const rest = closed ? text.slice(closed[0].length) : text;
  return /^\s*<(?:think|thinking|reasoning)>/i.test(rest) ? '' : rest;
}

/**
 * The fenced blocks in their order (an unclosed one runs to the end), then what stands outside of them.
 * Without a fence the whole text is the only block.
 */
export function codeBlocks(text: string): readonly CodeBlock[] {
  const blocks: CodeBlock[] = [];
  const outside: string[] = [];
  let marker = '';
  let lines: string[] = [];
  for (const line of text.replaceAll('\r\n', '\n').replaceAll('\r', '\n').split('\n')) {
    const fence = /^[ \t]*(`{3,}|~{3,})(.*)$/.exec(line);
    const found = fence?.[1] ?? '';
    const info = fence?.[2]?.trim() ?? '';
    if (marker === '' && found !== '') {
      const sameLine = /^[^`]+(?=`{3,}$)/.exec(info)?.[0];
      if (sameLine !== undefined) blocks.push({ text: sameLine, isFenced: true });
      else marker = found;
    } else if (marker !== '' && found.startsWith(marker) && info === '') {
      blocks.push({ text: lines.join('\n'), isFenced: true });
      marker = '';
      lines = [];
    } else {
      (marker === '' ? outside : lines).push(line);
    }
  }
  if (marker !== '') blocks.push({ text: lines.join('\n'), isFenced: true });
  return [...blocks, { text: outside.join('\n'), isFenced: false }].filter(block => block.text.trim() !== '');
}
