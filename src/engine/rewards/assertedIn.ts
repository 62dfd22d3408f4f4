import { callsIn } from '../probes/callsIn.ts';
import { readLiteral } from '../probes/readLiteral.ts';
import { nothing, boolean as truth, type Value } from '../probes/value.ts';
import type { Language } from '../task.ts';

/** A call with literal arguments that a text compares with a literal; sources are as written. */
export type Asserted = {
  readonly args: readonly Value[];
  readonly expected: Value;
  readonly source: string;
};

/**
 * Every call of a function that a text says the result of, in Python, JavaScript or TypeScript: asserts, the usual
 * assertion libraries, comparisons, doctests, and a result in a comment behind the call. What is no literal is left out.
 */
export function assertedIn(
  text: string,
  { functionName, language }: { readonly functionName: string; readonly language: Language },
): readonly Asserted[] {
  const ends = language === 'python' ? pythonEnds : javascriptEnds;
  return callsIn(text, functionName).flatMap(({ args, start, end, source }) => {
    const head = headOf(text, start);
    if (head.length > longestHead) return [];
    const said = expectedBy({ head, rest: text.slice(end), ends });
    return said ? [{ args, expected: said.value, source: `${source} ${said.source}` }] : [];
  });
}

/** A statement that is longer before its call is no assertion to be read. Characters. */
const longestHead = 400;

/** What stands before a call in its statement; an open bracket before it may be on an earlier line. */
function headOf(text: string, start: number): string {
  const before = text.slice(Math.max(0, start - 2 * longestHead), start);
  const written = before.trimEnd();
  const line = before.slice((written.endsWith('(') ? written : before).lastIndexOf('\n') + 1);
  return line.replace(/^.*;\s*(?=\S)/, '').replace(/\bawait\s+$/, '');
}

type Said = { readonly value: Value; readonly source: string };

/** A call's surroundings: what stands before it on its line, all that follows, and what ends an argument or a line. */
type Place = { readonly head: string; readonly rest: string; readonly ends: RegExp };

/** A call that a condition or another function makes says nothing. */
function expectedBy(place: Place): Said | undefined {
  const words = place.head.replace(/'[^']*'|"[^"]*"|`[^`]*`/g, '""');
  if (/\b(?:if|elif|while|return|for|def)\b/.test(words)) return undefined;
  for (const form of forms) {
    const said = form(place);
    if (said !== 'other') return said;
  }
  return undefined;
}

/** `other` where the text is of another form; undefined where it is of this one and holds no literal. */
type Form = (place: Place) => Said | 'other' | undefined;

/** A comparison is of something else than the call's result, or is turned round. */
const isOther = (head: string) => {
  const [, callee] = /([\w.]+)\(\s*$/.exec(head) ?? [];
  const wraps = callee !== undefined && !/(?:assert\w*|ok|print|log|expect|true)$/i.test(callee);
  return wraps || /(?:\bnot\s*|!\s*)\(?\s*$|[=!]==?/.test(head);
};

const compared: Form = ({ head, rest, ends }) => {
  const sign = /^\s*(?:\)\s*)?(?:===?|is(?!\s*not\b)(?=[\s(]))\s*/.exec(rest);
  if (!sign) return 'other';
  return isOther(head) ? undefined : literalAt(rest, sign[0].length, ends);
};

/** assert.equal(f(1), 2), self.assertEqual(2, f(1)) */
const argumentOfEqual: Form = ({ head, rest, ends }) => {
  const [, callee = '', first] = /([\w.]+)\(\s*(?:(.+),\s*)?$/.exec(head) ?? [];
  if (!/(?:equals?|eql|same|assertIs|\bis)$/i.test(callee)) return 'other';
  if (/not/i.test(callee)) return undefined;
  if (first !== undefined) return literalAt(first, 0, ends);
  const comma = /^\s*,\s*/.exec(rest);
  return comma ? literalAt(rest, comma[0].length, ends) : undefined;
};

const matcher =
  /^\s*\)\s*\.\s*(?:to(?:Be|Equal|StrictEqual|BeCloseTo|Eql)|to\s*\.\s*(?:be\.|deep\.)?(?:equal|eql|eq|closeTo))\s*\(\s*/;
const namedMatcher =
  /^\s*\)\s*\.\s*to\.?(?:be\.?)(true|false|truthy|falsy|null|undefined)\b(?!\s*\(\s*[^)\s])/i;
const named: Readonly<Record<string, Value>> = {
  true: truth(true),
  truthy: truth(true),
  false: truth(false),
  falsy: truth(false),
  null: nothing,
  undefined: nothing,
};

const expected: Form = ({ head, rest, ends }) => {
  if (!/\bexpect\(\s*$/.test(head)) return 'other';
  const found = matcher.exec(rest);
  if (found) return literalAt(rest, found[0].length, ends);
  const value = named[namedMatcher.exec(rest)?.[1]?.toLowerCase() ?? ''];
  return value && { value, source: '' };
};

const literalFirst: Form = ({ head, ends }) => {
  const found = /^\s*(?:assert\b\s*\(?|[\w.]+\(|\()?\s*(.+?)\s*(?:===?|\bis)\s*$/.exec(head);
  return found ? literalAt(found[1] ?? '', 0, ends) : 'other';
};

/** assert f(1), assertFalse(f(1)), assert.ok(!f(1)) */
const bare: Form = ({ head, rest }) => {
  const [, word = '', not] =
    /^\s*((?:\w+\.)*(?:assert|ok|assertTrue|assertFalse|assertIsNone))\b\s*\(?\s*(not\s+|!\s*)?$/.exec(
      head,
    ) ?? [];
  if (word === '') return 'other';
  if (!/^\s*(?:\)\s*)?(?:$|[\n,;#]|\/\/)/.test(rest)) return undefined;
  if (/None$/.test(word)) return not === undefined ? { value: nothing, source: '' } : undefined;
  return { value: truth(/False$/.test(word) === (not !== undefined)), source: '' };
};

/** f(1)  # 2, or `>>> f(1)` with 2 on the next line */
const shown: Form = ({ head, rest, ends }) => {
  const next = /^\s*>>>\s*$/.test(head) ? /^[ \t]*\n[ \t]*/.exec(rest) : null;
  const comment =
    /^[ \t]*(?:\)+[ \t]*)?(?:;[ \t]*)?(?:#|\/\/|[-=]+>|→)[ \t]*(?:(?:expected|output|result|returns?|should|be|return|equal|is)\b[ \t]*|[-=]+>[ \t]*|[:=→][ \t]*)*/i.exec(
      rest,
    );
  const found = next ?? comment;
  return found ? literalAt(rest, found[0].length, ends) : 'other';
};

const forms: readonly Form[] = [compared, expected, argumentOfEqual, literalFirst, bare, shown];

/** The literal that begins there and ends where an argument, a statement or a line does. */
function literalAt(text: string, at: number, ends: RegExp): Said | undefined {
  const written = text.slice(at, endOf(text, at, ends)).trim();
  const source = /^(?:pytest\.)?approx\((.*)\)$/s.exec(written)?.[1] ?? written;
  const value = source === '' ? undefined : readLiteral(source);
  return value && { value, source };
}

/** In Python two slashes divide. */
const pythonEnds = /[\n;,#]/y;
const javascriptEnds = /[\n;,#]|\/\//y;

/** The first place from there on, outside of quotes and brackets, where a bracket closes or one of the ends stands. */
function endOf(text: string, from: number, ends: RegExp): number {
  let depth = 0;
  let quote = '';
  for (let at = from; at < text.length; at++) {
    const character = text[at] ?? '';
    if (quote !== '') {
      if (character === '\\') at += 1;
      else if (character === quote) quote = '';
      continue;
    }
    ends.lastIndex = at;
    if (`'"\``.includes(character)) quote = character;
    else if ('([{'.includes(character)) depth += 1;
    else if (depth === 0 && (')]}'.includes(character) || ends.test(text))) return at;
    else if (')]}'.includes(character)) depth -= 1;
  }
  return text.length;
}
