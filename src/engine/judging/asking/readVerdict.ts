import { withoutThinking } from '../../answers.ts';
import type { Preference } from '../judge.ts';

/** The scale of a score; a number off it is none. */
export type Scale = { readonly lowest: number; readonly highest: number };

/** Which of two was preferred, in the order they were shown. */
export type Preferred = NonNullable<Preference['preferred']>;

/** What a judge says after its thinking, also where only the end of the thinking is marked. */
export function spoken(reply: string): string {
  const said = withoutThinking(reply);
  const end = /^[\s\S]*<\/think(?:ing)?>/i.exec(said);
  return said.slice(end?.[0].length ?? 0).trim();
}

/** The object that a reply is, alone or in one code block; undefined for anything else. */
export function readJson(reply: string): Readonly<Record<string, unknown>> | undefined {
  const text = spoken(reply);
  const bare = /^```(?:json)?\s*\n([\s\S]*)\n```$/.exec(text)?.[1] ?? text;
  if (!bare.trimStart().startsWith('{')) return undefined;
  try {
    const value: unknown = JSON.parse(bare);
    return typeof value === 'object' && value !== null ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}

/**
 * The score that a judge ended with: `Score: 7`, `**Rating:** 7/10`, `[[7]]`, `\boxed{7}`, or `7/10` as the last line.
 * Undefined where there is none in its own words, where it is off the scale, and where its last words contradict each other.
 */
export function readScore(reply: string, scale: Scale): number | undefined {
  const found = lastWords(reply, (line, isLast) => scoreIn(line, scale, isLast));
  const [score] = found;
  return score !== undefined && found.every(one => one === score) && Number.isFinite(score)
    ? score
    : undefined;
}

/**
 * Which of the two a judge ended with: `[[A]]`, `\boxed{Assistant 1}`, `Better: B`, `Verdict: tie`, or the name alone as
 * the last line; a bare letter may be the choice that the task asks for, and is none. Undefined under the same conditions as a score.
 */
export function readPreference(reply: string): Preferred | undefined {
  const found = lastWords(reply, preferenceIn);
  const [preferred] = found;
  return found.every(one => one === preferred) && preferred !== 'none' ? preferred : undefined;
}

/** A score or preference written as a value of JSON. */
export function scoreOf(value: unknown, { lowest, highest }: Scale): number | undefined {
  return typeof value === 'number' && value >= lowest && value <= highest ? value : undefined;
}

/** What a schema says of a score: the whole numbers of its scale, named one by one, which more servers keep to than bounds. */
export function scoreSchema({ lowest, highest }: Scale) {
  return { type: 'integer', enum: Array.from({ length: highest - lowest + 1 }, (_, i) => lowest + i) };
}

export function preferenceOf(value: unknown): Preferred | undefined {
  return typeof value === 'string' ? sideOf(value) : undefined;
}

/** What a judge said but for its verdict, at most so many characters; undefined when that is nothing. */
export function reasonsOf(reply: string, most = 1200): string | undefined {
  const lines = spoken(reply).split('\n');
  const said = lines.filter(
    line => scoreIn(line, { lowest: 0, highest: 100 }, false).length + preferenceIn(line, false).length === 0,
  );
  const text = said.join('\n').trim();
  if (text === '') return undefined;
  return text.length > most ? `${text.slice(0, most).trimEnd()} ...` : text;
}

/** The lines that a judge wrote itself: no code blocks, no quoted lines, no quotations of more than a word or two. */
export function ownLines(reply: string): readonly string[] {
  return spoken(reply)
    .replace(/^[ \t]*(`{3,}|~{3,})[\s\S]*?(?:^[ \t]*\1[`~]*[ \t]*$|$(?![\s\S]))/gm, '')
    .replace(/["“«][^"“”«»\n]{3,}["”»]|`[^`\n]{3,}`|(?<!\w)['‘][^'‘’\n]{3,}['’](?!\w)/g, '""')
    .split('\n')
    .filter(line => line.trim() !== '' && !/^\s*>/.test(line));
}

/** What the last line with a verdict says, and the lines with one right before it; empty where no line has one. */
function lastWords<Verdict>(
  reply: string,
  verdictsIn: (line: string, isLast: boolean) => readonly Verdict[],
): readonly Verdict[] {
  const lines = ownLines(reply);
  const said = lines.map((line, at) => verdictsIn(line, at === lines.length - 1));
  const last = said.findLastIndex(verdicts => verdicts.length > 0);
  const before = said.slice(0, last + 1).findLastIndex(verdicts => verdicts.length === 0);
  return said.slice(before + 1, last + 1).flat();
}

const decoration = String.raw`[\s*_#"'\x60>|(\[{-]*`;
const label = new RegExp(
  `^${decoration}(?:(?:so|thus|therefore|hence|overall),? *)?(?:(?:the|my|i give(?: it)?|final|overall|total|combined) +)*(?:a +)?(?:score|rating)\\b(?: *\\([^)\\n]*\\))?([\\s*_"'\`]*(?:[:=]|\\bis\\b|\\bof\\b|\\bwould be\\b)|(?=[\\s*_]*\\d))`,
  'i',
);
/** A number that is a whole word, and the scale written behind it. */
const number =
  /^[\s*_"'`[({$]*(?:\\?boxed\{)?\s*([-+]?\d+(?:\.\d+)?)(?![\w%]|\s*(?:-|–|to|or)\s*\d)(?:[\s*_]*(?:\/|out of)[\s*_]*(\d+))?/i;

/** Every score in a line; NaN for one that cannot be taken, which contradicts all others. */
function scoreIn(line: string, scale: Scale, isLast: boolean): readonly number[] {
  const marked = [
    ...line.matchAll(/\[\[\s*(-?\d+(?:\.\d+)?)\s*\]\]|\\boxed\{\s*(?:\\text\{)?\s*(-?\d[^{}]*)\}/g),
  ];
  if (marked.length > 0) return marked.map(([, plain, boxed]) => onScale(plain ?? boxed ?? '', scale));
  const labelled = label.exec(line);
  if (labelled) return [onScale(line.slice(labelled[0].length), scale)];
  if (isLast && /^[\s*_]*\d+(?:\.\d+)?\s*(?:(?:\/|out of)\s*\d+)?[\s*_.]*$/.test(line))
    return [onScale(line, scale)];
  return [];
}

function onScale(text: string, { lowest, highest }: Scale): number {
  const found = number.exec(text);
  const value = Number(found?.[1] ?? Number.NaN);
  const of = found?.[2] === undefined ? highest : Number(found[2]);
  return of === highest && value >= lowest && value <= highest ? value : Number.NaN;
}

const preferenceLabel = new RegExp(
  `^${decoration}(?:(?:so|thus|therefore|hence|overall),? *)?(?:(?:the|my|final|overall) +)*(?:better|best|winner|verdict|preferred|preference|choice|decision)(?: +(?:answer|response|one|verdict|choice))?[\\s*_"'\`]*(?::|=|\\bis\\b)`,
  'i',
);
const sentence =
  /^(?:(?:so|thus|therefore|hence|overall|in conclusion),?\s+)?(?:i (?:prefer|choose|pick)\s+)?((?:answer|response|assistant|candidate)\s+\w+)(?:\s+is\s+(?:the\s+)?(?:better|best)(?:\s+(?:answer|response|one|choice))?(?:\s+than\s+(?:answer|response|assistant|candidate)\s+\w+)?)[\s.!*_]*$/i;

/** Every preference in a line; `none` where it names no side, which contradicts all others. */
function preferenceIn(line: string, isLast: boolean): readonly (Preferred | 'none')[] {
  const marked = [...line.matchAll(/\[\[([^\]\n]{0,40})\]\]|\\boxed\{\s*(?:\\text\{)?([^{}\n]{0,40})\}/g)];
  if (marked.length > 0) return marked.map(([, plain, boxed]) => sideOf(plain ?? boxed ?? '') ?? 'none');
  const labelled = preferenceLabel.exec(line);
  if (labelled) return [sideOf(line.slice(labelled[0].length)) ?? 'none'];
  const because = /,\s*(?:so\s+)?the better answer is\s+(\S+)\s*$/i.exec(line);
  if (because?.[1]) return [sideOf(because[1].replace(/[.!]+$/, '')) ?? 'none'];
  const said = sentence.exec(line.replace(/[*_]/g, '').trim());
  if (said?.[1]) return [sideOf(said[1]) ?? 'none'];
  const alone =
    isLast && /^[\s*_]*(?:(?:answer|response|assistant|candidate)\s+\w+|tie)[\s*_.!]*$/i.test(line)
      ? sideOf(line)
      : undefined;
  return alone ? [alone] : [];
}

/** The side that a text names and nothing else but a reason behind a stop, a comma or a bracket. */
function sideOf(text: string): Preferred | undefined {
  const bare = text.replace(/[*_"'`[\]{}()$\\]/g, ' ').trim();
  const found =
    /^(?:the\s+)?(?:(?:answer|response|assistant|candidate|option)\s+)?(a|b|1|2|first|second|tie|tied|draw|equal|both(?: are)? equal(?:ly good)?|neither)(?:\s+(?:answer|response|one))?(?:\s+is (?:the )?better)?\s*(?:$|[.,;:!]|\s-\s|\sbecause\b|\ssince\b)([\s\S]*)$/i.exec(
      bare,
    );
  if (!found?.[1] || /^\s*(?:or|and|\/)\s/i.test(found[2] ?? '')) return undefined;
  return sides[found[1].toLowerCase()] ?? 'tie';
}

const sides: Readonly<Record<string, Preferred>> = {
  a: 'first',
  '1': 'first',
  first: 'first',
  b: 'second',
  '2': 'second',
  second: 'second',
};
