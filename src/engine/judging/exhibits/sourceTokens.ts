import type { Language } from '../../task.ts';

/** A piece of source text; the pieces in a row are the whole. A docstring, or any text that stands alone, is a comment. */
export type SourceToken =
  | { readonly type: 'comment' | 'name' | 'code'; readonly text: string }
  /** Also a regular expression, and what a template has between its expressions. */
  | {
      readonly type: 'string';
      readonly text: string;
      readonly open: string;
      readonly body: string;
      readonly close: string;
    };

/**
 * Source split into comments, strings, names and the rest, by the lexical rules of the language. What is no valid source
 * still gives its pieces; a string that never ends is code.
 */
export function sourceTokens(source: string, language: Language): readonly SourceToken[] {
  const raw = language === 'python' ? pythonTokens(source) : scriptTokens(source);
  return raw.map((token, at) =>
    token.type === 'string' && standsAlone(raw, at, language) ? comment(token.text) : token,
  );
}

const comment = (text: string): SourceToken => ({ type: 'comment', text });

function stringToken(text: string, open: string, close: string): SourceToken {
  return { type: 'string', text, open, body: text.slice(open.length, text.length - close.length), close };
}

const pythonComment = /#[^\n]*/y;
const pythonString =
  /([rRbBuUfFtT]{0,2})(?:"""(?:[^\\]|\\[\s\S])*?"""|'''(?:[^\\]|\\[\s\S])*?'''|"(?:[^"\\\n]|\\[\s\S])*"|'(?:[^'\\\n]|\\[\s\S])*')/y;
const name = /[\p{L}_$][\p{L}\p{N}_$]*/uy;

function pythonTokens(source: string): readonly SourceToken[] {
  const tokens: SourceToken[] = [];
  for (let at = 0; at < source.length; ) {
    const said = matchAt(pythonComment, source, at);
    const text = said ? undefined : matchAt(pythonString, source, at);
    if (said !== undefined) tokens.push(comment(said));
    else if (text !== undefined) {
      const [open = '', quotes = ''] = /^[a-zA-Z]*("""|'''|"|')/.exec(text) ?? [];
      tokens.push(stringToken(text, open, quotes));
    }
    at += said?.length ?? text?.length ?? other(tokens, source, at);
  }
  return tokens;
}

/** Pushes a name or one sign of code, and gives its length. */
function other(tokens: SourceToken[], source: string, at: number): number {
  const word = matchAt(name, source, at);
  const text = word ?? source[at] ?? '';
  const last = tokens.at(-1);
  if (word === undefined && last?.type === 'code')
    tokens[tokens.length - 1] = { type: 'code', text: last.text + text };
  else tokens.push({ type: word === undefined ? 'code' : 'name', text });
  return text.length;
}

const scriptComment = /\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|^#![^\n]*/y;
const scriptString = /"(?:[^"\\\n]|\\[\s\S])*"|'(?:[^'\\\n]|\\[\s\S])*'/y;
const regex = /\/(?![*/])(?:[^\\/[\n]|\\[^\n]|\[(?:[^\]\\\n]|\\[^\n])*\])+\/[a-z]*/y;
/** Opens an expression in a template. */
const hole = '\x24{';
const templatePiece = /(?:[^\\`$]|\\[\s\S]|\$(?!\{))*/y;

function scriptTokens(source: string): readonly SourceToken[] {
  const tokens: SourceToken[] = [];
  /** For each template that is open, the braces that are open in its expression. */
  const templates: number[] = [];
  const piece = (at: number, open: string): number => {
    const body = matchAt(templatePiece, source, at + open.length) ?? '';
    const end = at + open.length + body.length;
    const close = source.startsWith(hole, end) ? hole : (source[end] ?? '');
    tokens.push(stringToken(open + body + close, open, close));
    if (close === hole) templates.push(0);
    return open.length + body.length + close.length;
  };
  for (let at = 0; at < source.length; ) {
    const sign = source[at];
    const depth = templates.at(-1);
    if (sign === '`') {
      at += piece(at, '`');
      continue;
    }
    if (sign === '}' && depth === 0) {
      templates.pop();
      at += piece(at, '}');
      continue;
    }
    if (depth !== undefined && (sign === '{' || sign === '}')) {
      templates[templates.length - 1] = depth + (sign === '{' ? 1 : -1);
    }
    at += scriptToken(tokens, source, at);
  }
  return tokens;
}

function scriptToken(tokens: SourceToken[], source: string, at: number): number {
  const said = matchAt(scriptComment, source, at);
  if (said !== undefined) return tokens.push(comment(said)) && said.length;
  const text = matchAt(scriptString, source, at);
  if (text !== undefined)
    return tokens.push(stringToken(text, text[0] ?? '', text.at(-1) ?? '')) && text.length;
  const pattern = source[at] === '/' && regexMayStand(tokens) ? matchAt(regex, source, at) : undefined;
  if (pattern === undefined) return other(tokens, source, at);
  const flags = pattern.slice(pattern.lastIndexOf('/'));
  return tokens.push(stringToken(pattern, '/', flags)) && pattern.length;
}

/** After a value a slash divides; after anything else it opens a regular expression. */
function regexMayStand(tokens: readonly SourceToken[]): boolean {
  const last = tokens.findLast(token => token.type !== 'comment' && token.text.trim() !== '');
  if (last === undefined) return true;
  if (last.type === 'string') return false;
  if (last.type === 'name')
    return /^(?:return|typeof|case|in|of|do|else|void|delete|throw|new|await|yield)$/.test(last.text);
  return !/[\w)\]}]\s*$/.test(last.text);
}

function matchAt(pattern: RegExp, source: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(source)?.[0];
}

/** After these words a text on the next line is their value. */
const awaiting =
  /^(?:return|typeof|case|in|of|from|import|export|default|extends|as|and|or|not|is|else|lambda|yield)$/;

/** Whether a string is a statement of its own: a docstring, a directive, or words that nothing reads. */
function standsAlone(tokens: readonly SourceToken[], at: number, language: Language): boolean {
  const token = tokens[at];
  if (token?.type !== 'string' || token.open === '}' || token.close === hole || token.open === '/')
    return false;
  const isPython = language === 'python';
  const [before, beforeThat] = nearest(tokens, at, -1);
  const [after] = nearest(tokens, at, 1);
  if (after !== undefined && !(after.type === 'code' && /^[ \t]*(?:[;\n]|$|\})/.test(after.text)))
    return false;
  if (before !== undefined && before.type !== 'code') return false;
  const text = before?.text ?? '\n';
  const startsLine =
    /^[ \t]*\n\s*$/.test(text) && !(beforeThat?.type === 'name' && awaiting.test(beforeThat.text));
  const starts = isPython ? /(?:[:)\]}\d][ \t]*\n|:|;)\s*$/ : /(?:[;{}]\s*|\)[ \t]*\n\s*)$/;
  return (startsLine || starts.test(text)) && isOutsideBrackets(tokens, at, isPython ? '([{' : '([');
}

/** The two pieces before or behind one that are no comments; the nearest first. */
function nearest(tokens: readonly SourceToken[], at: number, step: 1 | -1): readonly SourceToken[] {
  const found: SourceToken[] = [];
  for (let i = at + step; found.length < 2 && i >= 0 && i < tokens.length; i += step) {
    const token = tokens[i];
    if (token && token.type !== 'comment') found.push(token);
  }
  return found;
}

/** No bracket of these kinds is open: inside one a string is a value. */
function isOutsideBrackets(tokens: readonly SourceToken[], at: number, kinds: string): boolean {
  const closing = kinds.replace('(', ')').replace('[', ']').replace('{', '}');
  let open = 0;
  for (const { type, text } of tokens.slice(0, at)) {
    if (type !== 'code') continue;
    for (const sign of text) open += kinds.includes(sign) ? 1 : closing.includes(sign) ? -1 : 0;
  }
  return open <= 0;
}
