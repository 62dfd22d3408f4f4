import type { Language } from '../../task.ts';
import { seen } from './exhibitFolding.ts';
import { Names, spelled } from './exhibitNames.ts';
import { type Cleaned, isClaim, type TalkFinder, withoutTalk } from './exhibitTalk.ts';
import { type SourceToken, sourceTokens } from './sourceTokens.ts';

/** Stand for a line's end in a string, and for a text that was a statement of its own; no source has them. */
const [lineEnd, aside] = ['\uE001', '\uE002'];
/** Stands for a text that was nothing but talk, until the statement that holds it is looked at; no source has it. */
const emptied = '\uE000';

/**
 * Code as a judge is shown it: without comments, docstrings and blank lines, which are words about the code; without talk
 * in its strings and names, and without statements that were there for talk alone.
 */
export function plainCode(code: string, language: Language, keep: string, finder: TalkFinder): Cleaned {
  const talk: string[] = [];
  const names = new Names(keep, finder);
  const tokens = sourceTokens(seen(code), language);
  const pieced = talkInPieces(tokens, finder, talk);
  const parts = tokens.map(token => (pieced.has(token) ? hollow(token) : shown(token, finder, names, talk)));
  const lines = joined(parts, tokens)
    .replace(hollowSum, '$1')
    .split('\n')
    .filter(line => /[^\s;]/.test(line));
  const kept = lines.map(line => {
    const overrides = finder.overridesIn(spelled(line));
    if (overrides) talk.push(line.trim().slice(0, 200));
    return !overrides && line.replace(/[\s;]/g, '') !== aside && !isIdle(line, lines, names);
  });
  const whole = language === 'python' ? withBodies(lines, kept) : lines.filter((_, at) => kept[at]);
  const text = whole.map(line => line.trimEnd()).join('\n');
  return {
    text: text.replaceAll(emptied, '').replaceAll(aside, '').replaceAll(lineEnd, '\n'),
    talk: [...talk, ...names.talk],
  };
}

/** Strings that speak only when those beside them are read too, as in a sum or a list. */
function talkInPieces(
  tokens: readonly SourceToken[],
  finder: TalkFinder,
  talk: string[],
): ReadonlySet<SourceToken> {
  const found = new Set<SourceToken>();
  let run: Extract<SourceToken, { type: 'string' }>[] = [];
  for (const token of [...tokens, undefined]) {
    if (token?.type === 'string') run.push(token);
    else if (token === undefined || !/^[\s+,()[\]\\]*$/.test(token.type === 'comment' ? '' : token.text)) {
      const bodies = run.map(({ body }) => body);
      const whole = [bodies.join(''), bodies.join(' ')].find(text => finder.speaksIn(text));
      if (run.length > 1 && whole !== undefined && !bodies.some(body => finder.speaksIn(body))) {
        talk.push(whole.slice(0, 200));
        for (const one of run) found.add(one);
      }
      run = [];
    }
  }
  return found;
}

const hollow = (token: SourceToken) =>
  token.type === 'string' ? `${token.open}${emptied}${token.close}` : token.text;

function shown(token: SourceToken, finder: TalkFinder, names: Names, talk: string[]): string {
  switch (token.type) {
    case 'comment':
      if (finder.speaksIn(wordsOf(token.text))) talk.push(token.text.trim().slice(0, 200));
      return /^\s*(?:#|\/[/*])/.test(token.text) ? '' : aside;
    case 'string': {
      const cleaned = withoutTalk(token.body, finder);
      if (cleaned.talk.length === 0) return token.text.replaceAll('\n', lineEnd);
      talk.push(...cleaned.talk);
      return `${token.open}${cleaned.text === '' ? emptied : cleaned.text.replaceAll('\n', lineEnd)}${token.close}`;
    }
    case 'name':
      return names.shown(token.text);
    case 'code':
      return token.text;
    default:
      return token satisfies never;
  }
}

/** A comment's words without its markers, each line a sentence of its own. */
function wordsOf(comment: string): string {
  return comment
    .replace(/^\s*(?:\/\*+|\*+\/?|\/\/+|#+)|\*\/\s*$/gm, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

/** The parts in a row; what a comment left behind is closed up, and words that it held apart stay apart. */
function joined(parts: readonly string[], tokens: readonly SourceToken[]): string {
  let text = '';
  for (const [at, part] of parts.entries()) {
    if (tokens[at]?.type === 'comment' && part === '') {
      const next = parts[at + 1] ?? '';
      if (/[\w$]$/.test(text) && /^[\w$]/.test(next)) text += ' ';
      else if (/^[ \t]/.test(next)) text = text.replace(/(\S)[ \t]+$/, '$1');
    } else text += tokens[at - 1]?.type === 'comment' && /[([]$/.test(text) ? part.trimStart() : part;
  }
  return text;
}

/** Strings without a text, added up or side by side. */
const hollowSum = new RegExp(
  `([rbfu]*["'\`]+${emptied}["'\`]+)(?:[\\s+,\\\\]*[rbfu]*["'\`]+${emptied}["'\`]+)+`,
  'g',
);
const binding =
  /^\s*(?:(?:export\s+)?(?:const|let|var)\s+)?([\w$]+)(?:\s*:\s*[\w.<>[\] |]+)?\s*=\s*(.+?);?\s*$/;
const literal = /^\(?(?:[rbfu]*(["'`]+)[^"'`]*\1|true|false|null|undefined|True|False|None|[\d.]+)\)?$/;
const saying = new RegExp(
  `^\\s*(?:(?:console\\.\\w+|print|log(?:ger|ging)?\\.\\w+|process\\.stdout\\.write|sys\\.stdout\\.write|void)\\s*\\(?\\s*)?[rbfu]*["'\`]+${emptied}(?:\\\\n)?["'\`]+\\s*\\)?;?,?\\s*$`,
);

const printing = /^\s*(?:console\.\w+|print)\s*\(\s*["'`]([^"'`]*)["'`]\s*\)\s*;?\s*$/;

/** Whether a line does nothing but hold talk: it says it, or binds it to a name that nothing uses; or prints praise. */
function isIdle(line: string, lines: readonly string[], names: Names): boolean {
  if (saying.test(line) || (printing.test(line) && isClaim(printing.exec(line)?.[1] ?? ''))) return true;
  const [, name = '', value = ''] = binding.exec(line) ?? [];
  if (!literal.test(value) || !(value.includes(emptied) || names.isTalk(name))) return false;
  const used = new RegExp(`(?<![\\w$])${name.replace(/\$/g, '\\$')}(?![\\w$])`);
  return lines.filter(other => used.test(other)).length === 1;
}

/** The lines that are kept; where a block of Python lost all of its statements, `pass` stands for them. */
function withBodies(lines: readonly string[], kept: readonly boolean[]): readonly string[] {
  const indent = (line: string) => line.length - line.trimStart().length;
  return lines.flatMap((line, at) => {
    if (!kept[at]) return [];
    const next = kept.findIndex((isKept, i) => isKept && i > at);
    const isLast = next < 0 || indent(lines[next] ?? '') <= indent(line);
    const lost = kept[at + 1] === false && indent(lines[at + 1] ?? '') > indent(line);
    return isLast && lost ? [line, `${' '.repeat(indent(line) + 4)}pass`] : [line];
  });
}
