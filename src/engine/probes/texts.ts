import * as fc from 'fast-check';
import type { DocLiterals } from './docLiterals.ts';
import { weighted } from './weighted.ts';

function letters(alphabet: string, maxLength: number): fc.Arbitrary<string> {
  return fc.string({ unit: fc.constantFrom(...alphabet), minLength: 1, maxLength });
}

const mirrored = (half: string) => [...half].reverse().join('');

/** Short words over small alphabets, so that letters repeat: lower or mixed case, palindromes, digits, signs. */
export const words: fc.Arbitrary<string> = weighted(
  [35, letters('abc', 6)],
  [25, letters('abcdefghijklmnopqrstuvwxyzaeiouy', 8)],
  [15, letters('aAbBcEeIxYzU', 7)],
  [5, letters('abAB', 4).map(half => half + mirrored(half))],
  [5, letters('abAB', 4).map(half => half + mirrored(half).slice(1))],
  [8, letters('0123456789ABCDEFab', 5)],
  [7, letters('ab1 .,-_!?', 7)],
);

/** One to four words with one to three blanks between. */
const phrases: fc.Arbitrary<string> = weighted(
  [1, words.map(word => ` ${word} `)],
  [
    4,
    fc
      .array(fc.tuple(fc.constantFrom(' ', ' ', ' ', '  ', '   '), words), { minLength: 1, maxLength: 4 })
      .map(parts => parts.flat().join('').trimStart()),
  ],
);

/** Texts for a parameter of this documentation: many are made of what it quotes. */
export function textsWith({ texts, characters }: DocLiterals): fc.Arbitrary<string> {
  const kinds: (readonly [number, fc.Arbitrary<string>])[] = [
    [20, words],
    [22, phrases],
    [8, fc.constantFrom('', 'a', 'A', ' ', 'ab', 'aa', 'abc', 'Z9')],
  ];
  if (texts.length > 0) {
    const quoted = fc.constantFrom(...texts);
    kinds.push([8, quoted], [17, quoted.chain(filledTemplate).chain(textsNear)]);
  }
  if (characters.length > 0)
    kinds.push([25, fc.string({ unit: fc.constantFrom(...characters), minLength: 1, maxLength: 10 })]);
  return weighted(...kinds);
}

/** A template of the documentation filled in: `<n>` becomes a number, mm and yyyy of a date become digits. */
export function filledTemplate(template: string): fc.Arbitrary<string> {
  const isDate = /\b([a-z])\1+\b.*\b([a-z])\2+\b/.test(template) && /[-/:.]/.test(template);
  const pieces = template.matchAll(isDate ? /<\w+>|([a-z])\1+|./gs : /<\w+>|./gs);
  const parts = [...pieces].map(([piece, repeated]) => {
    if (repeated !== undefined) return digits(piece.length);
    return /^<\w+>$/.test(piece) ? fc.integer({ min: 1, max: 12 }).map(String) : fc.constant(piece);
  });
  return fc.tuple(...parts).map(filled => filled.join(''));
}

function digits(length: number): fc.Arbitrary<string> {
  const short = fc.oneof(
    fc.integer({ min: 1, max: 12 }),
    fc.integer({ min: 1, max: 31 }),
    fc.integer({ min: 0, max: 40 }),
  );
  const numbers = length <= 2 ? short : fc.integer({ min: 1900, max: 2100 });
  return numbers.map(number => String(number).padStart(length, '0'));
}

/** Texts a little different, or not at all: a character dropped, doubled, added; doubled, reversed, the case swapped. */
export function textsNear(original: string): fc.Arbitrary<string> {
  if (original === '') return fc.constantFrom('a', ' ');
  const once = nextTo(original);
  return weighted([1, fc.constant(original)], [2, once], [1, once.chain(nextTo)]).map(text =>
    text.slice(0, 60),
  );
}

function nextTo(text: string): fc.Arbitrary<string> {
  const place = fc.nat(text.length);
  const add = (characters: string) =>
    fc
      .tuple(place, fc.constantFrom(...characters))
      .map(([at, character]) => text.slice(0, at) + character + text.slice(at));
  return weighted(
    [25, place.map(at => text.slice(0, at) + text.slice(at + 1))],
    [25, add(text || 'a')],
    [15, fc.constant(text + text)],
    [10, fc.constant(mirrored(text))],
    [10, add('aeZ 01-')],
    [15, fc.constant(text.replace(/[a-z]/gi, swapCase))],
  );
}

function swapCase(letter: string): string {
  return letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase();
}
