/** Words that say nothing about what a function is about. */
const empty = new Set([
  'a',
  'an',
  'the',
  'of',
  'to',
  'from',
  'is',
  'has',
  'get',
  'set',
  'in',
  'on',
  'by',
  'and',
  'for',
]);

/** The words of a name, in lower case: `parse`, `range` of `parseRange`, `parse_range`. */
export function nameWords(name: string): readonly string[] {
  return name
    .split(/[^\p{L}\p{N}]+|(?<=\p{Ll}|\p{N})(?=\p{Lu})|(?<=\p{Lu})(?=\p{Lu}\p{Ll})/u)
    .map(word => word.toLowerCase())
    .filter(word => word.length > 1 && !empty.has(word));
}

/** The share on [0, 1] of the words of two names that both have. */
export function likeness(left: string, right: string): number {
  const [mine, other] = [new Set(nameWords(left)), new Set(nameWords(right))];
  const shared = [...mine].filter(word => other.has(word)).length;
  const all = mine.size + other.size - shared;
  return all === 0 ? 0 : shared / all;
}
