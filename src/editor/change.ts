import { diffArrays } from 'diff';
import type { Candidate } from '../engine/candidate.ts';

/** Character offsets in a text; `end` is past the last one. */
export type Range = { readonly start: number; readonly end: number };

/** One replacement that turns a file into a candidate's version of it. */
export type Change = { readonly start: number; readonly before: string; readonly after: string };

/**
 * What a candidate changes in the text its task was made from: the function's range, and more where the candidate
 * also brings helpers. Undefined for a candidate without code, or one that changes nothing.
 */
export function changeOf(base: string, range: Range, candidate: Candidate): Change | undefined {
  if (candidate.error !== undefined || candidate.code === undefined) return undefined;
  const wanted = candidate.fileText ?? base.slice(0, range.start) + candidate.code + base.slice(range.end);
  if (wanted === base) return undefined;
  const start = sharedStart(base, wanted, range.start);
  const tail = sharedEnd(base, wanted, Math.min(base.length - range.end, wanted.length - start));
  return {
    start,
    before: base.slice(start, base.length - tail),
    after: wanted.slice(start, wanted.length - tail),
  };
}

function sharedStart(left: string, right: string, most: number): number {
  let length = 0;
  while (length < most && left[length] === right[length]) length += 1;
  return length;
}

function sharedEnd(left: string, right: string, most: number): number {
  let length = 0;
  while (length < most && left[left.length - 1 - length] === right[right.length - 1 - length]) length += 1;
  return length;
}

/** The candidates that change something, in their order, the same change only once. */
export function distinctChanges(
  base: string,
  range: Range,
  candidates: readonly Candidate[],
): readonly { readonly candidate: Candidate; readonly change: Change }[] {
  const seen = new Set<string>();
  return candidates.flatMap(candidate => {
    const change = changeOf(base, range, candidate);
    const key = JSON.stringify(change);
    if (!change || seen.has(key)) return [];
    seen.add(key);
    return [{ candidate, change }];
  });
}

/** Where the change applies in a text that may have been edited meanwhile, or undefined when its place is gone. */
export function locate(text: string, change: Change, expectedStart: number): Range | undefined {
  const { before } = change;
  const start = text.startsWith(before, expectedStart) ? expectedStart : onlyPlace(text, before);
  return start === undefined ? undefined : { start, end: start + before.length };
}

function onlyPlace(text: string, part: string): number | undefined {
  const first = text.indexOf(part);
  return first >= 0 && part !== '' && text.indexOf(part, first + 1) < 0 ? first : undefined;
}

/** An edit of a document: `length` characters from `offset` on were replaced by `inserted` others. */
export type Edit = { readonly offset: number; readonly length: number; readonly inserted: number };

/** Where a place has moved to after an edit; an edit at or around it leaves it where it was. */
export function shifted(start: number, { offset, length, inserted }: Edit): number {
  return offset + length <= start ? start + inserted - length : start;
}

/** A file with removed and added lines among the others, and their 0-based numbers. */
export type MergedText = {
  readonly text: string;
  readonly removed: readonly number[];
  readonly added: readonly number[];
  /** The line of the first change. */
  readonly first: number;
};

/** Shows a change in its file the way an inline diff does: whole lines, the removed ones above the added. */
export function mergedText(text: string, place: Range, after: string): MergedText {
  const top = place.start === 0 ? 0 : text.lastIndexOf('\n', place.start - 1) + 1;
  const lineEnd = text.indexOf('\n', place.end);
  const bottom = lineEnd < 0 ? text.length : lineEnd;
  const old = linesOf(text.slice(top, bottom));
  const fresh = linesOf(text.slice(top, place.start) + after + text.slice(place.end, bottom));
  const above = top === 0 ? [] : linesOf(text.slice(0, top - 1));
  const below = lineEnd < 0 ? [] : linesOf(text.slice(lineEnd + 1));
  const lines = [...above];
  const removed: number[] = [];
  const added: number[] = [];
  for (const part of diffArrays(old, fresh)) {
    for (const line of part.value) {
      if (part.removed) removed.push(lines.length);
      if (part.added) added.push(lines.length);
      lines.push(line);
    }
  }
  const first = Math.min(removed[0] ?? Number.POSITIVE_INFINITY, added[0] ?? Number.POSITIVE_INFINITY);
  return {
    text: [...lines, ...below].join('\n'),
    removed,
    added,
    first: Number.isFinite(first) ? first : above.length,
  };
}

function linesOf(text: string): string[] {
  return text.replace(/\r$/, '').split(/\r\n|\r|\n/);
}
