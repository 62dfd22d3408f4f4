import type { Random } from '../random.ts';

/** One of them; there must be at least one. */
export function pick<T>(random: Random, from: readonly T[]): T {
  const chosen = from[random.below(from.length)];
  if (chosen === undefined) throw new RangeError('Nothing to pick from.');
  return chosen;
}

/** An integer on from .. to. */
export function between(random: Random, from: number, to: number): number {
  return from + random.below(to - from + 1);
}

function letters(random: Random, alphabet: string, longest: number): string {
  return Array.from({ length: between(random, 1, longest) }, () => pick(random, [...alphabet])).join('');
}

/** A short word over a small alphabet, so that letters repeat: lower or mixed case, a palindrome, digits, signs. */
export function drawWord(random: Random): string {
  const chance = random.next();
  if (chance < 0.35) return letters(random, 'abc', 6);
  if (chance < 0.6) return letters(random, 'abcdefghijklmnopqrstuvwxyzaeiouy', 8);
  if (chance < 0.75) return letters(random, 'aAbBcEeIxYzU', 7);
  if (chance < 0.85) {
    const half = letters(random, 'abAB', 4);
    return half + [...half].reverse().join('').slice(random.below(2));
  }
  if (chance < 0.93) return letters(random, '0123456789ABCDEFab', 5);
  return letters(random, 'ab1 .,-_!?', 7);
}

/** One to four words with one to three blanks between. */
export function drawPhrase(random: Random): string {
  const blanks = [' ', ' ', ' ', '  ', '   '];
  if (random.next() < 0.2) return ` ${drawWord(random)} `;
  const words = Array.from({ length: between(random, 1, 4) }, () => drawWord(random));
  return words.reduce((phrase, word) => phrase + pick(random, blanks) + word);
}

/** A template of the documentation filled in: `<n>` becomes a number, mm and yyyy become digits. */
export function filledTemplate(random: Random, template: string): string {
  const filled = template.replace(/<\w+>/g, () => String(between(random, 1, 12)));
  if (!/\b([a-z])\1+\b.*\b([a-z])\2+\b/.test(filled) || !/[-/:.]/.test(filled)) return filled;
  return filled.replace(/([a-z])\1+/g, run => {
    const short = pick(random, [between(random, 1, 12), between(random, 1, 31), between(random, 0, 40)]);
    return String(run.length <= 2 ? short : between(random, 1900, 2100)).padStart(run.length, '0');
  });
}

/** A text a little different: a character dropped, doubled, added, or the whole doubled, reversed, its case swapped. */
export function mutateText(random: Random, original: string): string {
  if (original === '') return pick(random, ['a', ' ']);
  let text = original;
  for (let round = pick(random, [0, 1, 1, 2]); round > 0; round--)
    text = mutateOnce(random, text).slice(0, 60);
  return text;
}

function mutateOnce(random: Random, text: string): string {
  const at = random.below(text.length + 1);
  const chance = random.next();
  if (chance < 0.25) return text.slice(0, at) + text.slice(at + 1);
  if (chance < 0.5) return text.slice(0, at) + pick(random, [...(text || 'a')]) + text.slice(at);
  if (chance < 0.65) return text + text;
  if (chance < 0.75) return [...text].reverse().join('');
  if (chance < 0.85) return text.slice(0, at) + pick(random, [...'aeZ 01-']) + text.slice(at);
  return text.replace(/[a-z]/gi, letter =>
    letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase(),
  );
}

/** The elements in a random order. */
export function shuffled<T>(random: Random, elements: readonly T[]): readonly T[] {
  return elements
    .map(element => ({ element, key: random.next() }))
    .sort((left, right) => left.key - right.key)
    .map(({ element }) => element);
}
