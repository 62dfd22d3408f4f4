import type { Task } from '../../task.ts';
import { decoded, folded, seen, spelledByTags } from './exhibitFolding.ts';
import { addresses, claims, orders, overrides, pleas, verdicts } from './exhibitPatterns.ts';

/** What was taken out of a text, and the rest. */
export type Cleaned = {
  readonly text: string;
  /** What speaks to a judge, as it stands, each at most 200 characters. */
  readonly talk: readonly string[];
};

/** Finds what speaks to a judge. Words of scores are none where the task is about scores itself. */
export class TalkFinder {
  readonly #patterns: readonly RegExp[];

  constructor(task: Task) {
    const words = task.type === 'prompt' ? task.text : JSON.stringify(task);
    this.#patterns = /\b(?:scor|grad|rat(?:e|ing)|judg|review|rubric|verdict|evaluat|mark)/i.test(words)
      ? [overrides, ...addresses, ...orders, ...pleas]
      : [overrides, ...addresses, ...orders, ...pleas, ...verdicts];
  }

  /** Whether a piece of text speaks to a judge, in itself or in what it hides. */
  speaksIn(text: string): boolean {
    const hidden = [spelledByTags(text), ...decoded(text)];
    const plain = seen(text).toLowerCase();
    const readings = [folded(text), plain, ...hidden.map(folded)];
    return readings.some(reading => this.#patterns.some(pattern => pattern.test(reading)));
  }

  /** Whether it tells the judge to leave its instructions; the one sign that is looked for in code that is no text. */
  overridesIn(text: string): boolean {
    return overrides.test(folded(text));
  }

  /** Whether it turns to the judge or plays another turn, so that what follows it is meant for the judge too. */
  opensIn(text: string): boolean {
    const reading = folded(text);
    return overrides.test(reading) || addresses.some(pattern => pattern.test(reading));
  }
}

/** Sentences that a prose text may be split over before it is read as one. */
const widest = 4;

/** Whether a text praises itself or reports tests of itself. */
export function isClaim(text: string): boolean {
  const reading = folded(text);
  return claims.some(claim => claim.test(reading));
}

/**
 * The text without the sentences that speak to a judge. After a sentence that turns to the judge the rest of its paragraph
 * goes too.
 */
export function withoutTalk(text: string, finder: TalkFinder): Cleaned {
  const hidden = spelledByTags(text);
  const pieces = piecesOf(seen(text));
  const isTalk = pieces.map(piece => finder.speaksIn(piece));
  markOpened(pieces, isTalk, finder);
  for (let width = 2; width <= widest; width++) markSplit(pieces, isTalk, width, finder);
  const talk = pieces.filter((_, at) => isTalk[at]).map(piece => piece.trim().slice(0, 200));
  const kept = pieces.filter((_, at) => !isTalk[at]);
  const said = finder.speaksIn(hidden) ? [hidden.slice(0, 200), ...talk] : talk;
  return { text: tidied(kept.join('')), talk: said };
}

/** The text without its claims that it is right, which are no evidence. */
export function withoutClaims(text: string): string {
  const pieces = piecesOf(text);
  return tidied(pieces.filter(piece => !isClaim(piece)).join(''));
}

/** Sentences and lines, each with the space behind it. */
function piecesOf(text: string): readonly string[] {
  return (
    text.match(/[^\n]*?(?:[.!?]["')\]*_]*(?=\s)[ \t]*|[。！？]|\n+|$)/gu)?.filter(piece => piece !== '') ?? []
  );
}

/** What follows a piece that opens talk: the rest of its paragraph, or of its section where it is a heading. */
function markOpened(pieces: readonly string[], isTalk: boolean[], finder: TalkFinder): void {
  let opened: 'paragraph' | 'section' | undefined;
  for (const [at, piece] of pieces.entries()) {
    const isHeading = /^\s*#/.test(piece);
    if (isHeading && opened === 'section') opened = undefined;
    if (finder.opensIn(piece)) opened = isHeading ? 'section' : (opened ?? 'paragraph');
    if (opened) isTalk[at] = true;
    if (opened === 'paragraph' && endsParagraph(piece)) opened = undefined;
  }
}

const endsParagraph = (piece: string) => /\n\s*\n/.test(piece);

/** Talk that is spread over several pieces, none of which is any by itself, and the rest of its paragraph. */
function markSplit(pieces: readonly string[], isTalk: boolean[], width: number, finder: TalkFinder): void {
  for (let at = 0; at + width <= pieces.length; at++) {
    if (isTalk.slice(at, at + width).some(one => one)) continue;
    if (
      !finder.speaksIn(
        pieces
          .slice(at, at + width)
          .join(' ')
          .replace(/\s+/g, ' '),
      )
    )
      continue;
    const end = pieces.findIndex((piece, i) => i >= at + width - 1 && endsParagraph(piece));
    isTalk.fill(true, at, end < 0 ? pieces.length : end + 1);
  }
}

function tidied(text: string): string {
  return text
    .split('\n')
    .map(line => line.trimEnd())
    .join('\n')
    .replace(/^(`{3,}|~{3,})\w*\n\s*\1[ \t]*$/gm, '')
    .replace(/\n{3,}/g, '\n\n')
    .replace(/^\s*(?:>|[-*+]|\d+[.)])?\s*\n/, '')
    .trim();
}
