import { listOf, type Shape } from './shape.ts';

const integer: Shape = { type: 'integer' };
const float: Shape = { type: 'float' };
const text: Shape = { type: 'text' };

const lists =
  /^(?:l|xs|ys|ls|a?list|lst|arr|array|nums|numbers|ints|integers|floats|items|values|elements|data|seq|sequence|points|scores|prices|weights|q|queue|stack|game|guess|operands?|operators?|\w*_?(?:list|lst|arr|array|nums|numbers|items|values))\d*$/;
const textLists = /^(?:words|strings|strs|names|lines|texts|tokens|keys|planets|tags)\d*$/;
const floats =
  /^(?:rate|ratio|price|amount|threshold|epsilon|eps|tolerance|factor|probability|weight|average|mean)$/;
const booleans =
  /^(?:is|has|should|can|allow|use|enable|strict|reverse|reversed|ascending|descending|inclusive)(?:_|[A-Z]|$)/;
const texts =
  /^(?:s|s\d|str\w*|text|txt|word|string|sentence|phrase|message|name|title|date|time|brackets|parens|char|ch|sub|substring|prefix|suffix|pattern|needle|haystack|path|url|line|key|file\w*|color|colour|planet\d|\w+(?:_|S)(?:string|str|text|name))$/;
const letters = /^[abc]$/;

/** The shape a parameter without a type most likely has, from its name and the words of the documentation. */
export function shapeOfName(name: string, documentation: string, only: boolean): Shape {
  const doc = documentation.toLowerCase();
  const bare = name.toLowerCase();
  const of =
    /(?:array|list|collection)s? of (?:\w+[- ]){0,2}?(integers?|ints?|strings|floats?|numbers|words|lists|arrays)/.exec(
      doc,
    )?.[1];
  if (textLists.test(bare)) return listOf(text);
  if (lists.test(bare)) return listOf(elementOf(of));
  if (texts.test(bare) || (letters.test(bare) && /\b(?:strings?|words?|characters?|letters?)\b/.test(doc)))
    return text;
  if (booleans.test(name)) return { type: 'boolean' };
  if (floats.test(bare)) return float;
  if (only && takesList.test(doc)) return listOf(elementOf(of));
  if (/\bstrings?\b/.test(doc) && new RegExp(`number as a string|string (?:\\w+ )?${bare}\\b`).test(doc))
    return text;
  return integer;
}

const takesList = /\b(?:given|accepts?|takes?|of) (?:an? |the |two )?(?:\S+ ){0,2}(?:list|array)s? /;

function elementOf(word: string | undefined): Shape {
  if (word === 'strings' || word === 'words') return text;
  if (word?.startsWith('float')) return float;
  if (word === 'lists' || word === 'arrays') return listOf(integer);
  return integer;
}
