/** Where a model that has written so many steps is asked to stop in the next: before the head of the one after it. */
export function stopsAfter(steps: number): readonly string[] {
  return ['\n', '\n**', '\n### '].map(before => `${before}Step ${steps + 2}`);
}

/** The head of a step that is not at the beginning. */
const nextHead = /\n(?=[ \t>*_#-]*step\s+\d)/i;

/** The first step of what a model wrote, without white space around it; it may have written more than it was asked for. */
export function firstStepOf(text: string): string {
  const written = text.replace(/^\s+/, '');
  const end = nextHead.exec(written);
  return (end ? written.slice(0, end.index) : written).trimEnd();
}

/** Shorter than this, what two texts have in common may be chance. Characters. */
const leastOverlap = 12;

/**
 * What a continuation adds to the text it continues: a model that was not able to go on in the middle often begins with
 * the whole text, or with the end of it, once more.
 */
export function withoutOverlap(before: string, continuation: string): string {
  const [known, added] = [before.trim(), continuation.trimStart()];
  if (known.length >= leastOverlap && added.startsWith(known)) return added.slice(known.length);
  for (let length = Math.min(known.length, added.length); length >= leastOverlap; length--) {
    if (known.endsWith(added.slice(0, length))) return added.slice(length);
  }
  return added;
}

/** Steps as parts of one text, each on a line of its own. */
export function textsOf(steps: readonly string[]): readonly string[] {
  return steps.map((step, at) => (at === 0 ? step : `\n\n${step}`));
}

/** The text of an attempt that consists of these steps. */
export function textOf(steps: readonly string[]): string {
  return textsOf(steps).join('');
}
