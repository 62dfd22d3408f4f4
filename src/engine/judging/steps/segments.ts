import type { Task } from '../../task.ts';
import { codeLines } from './codeLines.ts';

/** More steps than this are judged together with their neighbours. */
const mostSegments = 12;

/** The steps of a finished text, to judge them afterwards; joined they are the text. None for a text of white space. */
export function segmentsOf(text: string, type: Task['type']): readonly string[] {
  return atMost(type === 'code' ? codeSegments(text) : proseSegments(text), mostSegments);
}

/** Where a numbered step begins, or the answer. */
const marker =
  /^[ \t>*_#-]*(?:step\s+\d+\b|\d{1,2}[.)]\s|(?:the\s+|my\s+)?(?:final\s+)?answer[\s*_]*(?::|is\b))/gim;

/** Chunks of thought: numbered steps where there are two, else paragraphs, else sentences. */
export function proseSegments(text: string): readonly string[] {
  const numbered = cutAt(
    text,
    [...text.matchAll(marker)].map(found => found.index),
  );
  if (numbered.length > 1) return numbered;
  const paragraphs = cutAt(
    text,
    [...text.matchAll(/\n[ \t]*\n\s*/g)].map(found => found.index + found[0].length),
  );
  if (paragraphs.length > 1) return paragraphs;
  return cutAt(
    text,
    [...text.matchAll(/(?<=[.!?])\s+(?=[A-Z("'`$\\])|\n+/g)].map(found => found.index + found[0].length),
  );
}

/** A block with more lines than this is taken apart. */
const longBlock = 8;

/**
 * Statements and blocks, by brackets and indentation: each statement of a function with what is nested in it, whereby long
 * blocks are taken apart in the same way. The head of a function, and remarks, go with the statement after them.
 */
export function codeSegments(code: string): readonly string[] {
  const lines = codeLines(code);
  const starts: number[] = [];
  let goesOn = false;
  const take = (from: number, to: number) => {
    const begun = lines.slice(from, to).filter(line => line.begins);
    const depth = Math.min(...begun.map(line => line.indent));
    const heads = begun.filter(line => line.indent === depth);
    for (const [at, { index, offset, isRemark }] of heads.entries()) {
      if (!goesOn) starts.push(offset);
      const end = heads[at + 1]?.index ?? to;
      const isHead = depth === 0 && heads.length <= 2;
      const nests = lines.slice(index + 1, end).some(line => line.begins && line.indent > depth);
      goesOn = isRemark || (isHead && nests);
      if (nests && (isHead || end - index > longBlock)) take(index + 1, end);
    }
  };
  take(0, lines.length);
  return cutAt(code, starts);
}

/** Cuts before each of these places; what is only white space goes with the segment before it. */
function cutAt(text: string, places: readonly number[]): readonly string[] {
  const cuts = [...new Set([0, ...places, text.length])].sort((left, right) => left - right);
  const pieces = cuts.slice(1).map((end, index) => text.slice(cuts[index], end));
  const segments: string[] = [];
  let lead = '';
  for (const piece of pieces) {
    if (piece.trim() !== '') segments.push(lead + piece);
    else if (segments.length > 0) segments.push((segments.pop() ?? '') + piece);
    lead = piece.trim() === '' && segments.length === 0 ? lead + piece : '';
  }
  return segments;
}

/** Joins the neighbours that are shortest together until there are no more than so many. */
function atMost(segments: readonly string[], most: number): readonly string[] {
  const left = [...segments];
  while (left.length > most) {
    let [best, shortest] = [0, Number.POSITIVE_INFINITY];
    for (let at = 0; at + 1 < left.length; at++) {
      const length = (left[at]?.length ?? 0) + (left[at + 1]?.length ?? 0);
      if (length < shortest) [best, shortest] = [at, length];
    }
    left.splice(best, 2, (left[best] ?? '') + (left[best + 1] ?? ''));
  }
  return left;
}
