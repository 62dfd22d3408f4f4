import { anything, type Shape } from './shape.ts';

const anyObject: Shape = { type: 'map', key: { type: 'text' }, of: anything };

/** Types of one word, in lower case. */
export const plain: Readonly<Record<string, Shape>> = {
  int: { type: 'integer' },
  integer: { type: 'integer' },
  bigint: { type: 'bigint' },
  float: { type: 'float' },
  complex: { type: 'float' },
  number: { type: 'number' },
  str: { type: 'text' },
  string: { type: 'text' },
  bool: { type: 'boolean' },
  boolean: { type: 'boolean' },
  any: anything,
  unknown: anything,
  object: anyObject,
  dict: anyObject,
  none: { type: 'nothing' },
  null: { type: 'nothing' },
  undefined: { type: 'absent' },
  void: { type: 'absent' },
  set: { type: 'set', of: { type: 'integer' } },
};

/** Generic types by what they hold. */
export const lists = new Set([
  'list',
  'array',
  'readonlyarray',
  'sequence',
  'iterable',
  'collection',
  'mutablesequence',
]);
export const sets = new Set(['set', 'readonlyset', 'frozenset', 'abstractset', 'mutableset']);
export const maps = new Set(['dict', 'mapping', 'record', 'mutablemapping', 'defaultdict', 'object']);
export const keyed = new Set(['map', 'readonlymap']);
/** A type without what does not change its values: modifiers, modules, parentheses around all of it. */
export function bareType(type: string): string {
  const bare = type
    .trim()
    .replace(/^(?:typing|t|collections\.abc|collections)\./, '')
    .replace(/^(?:readonly|typeof)\s+/, '')
    .replace(/^!/, '')
    .replace(/=$/, '')
    .replace(/^(list|array|set) of (\w+?)s?$/i, '$1[$2]');
  return isWrapped(bare) ? bareType(bare.slice(1, -1)) : bare;
}

/** Whether one pair of parentheses holds all of it. */
function isWrapped(type: string): boolean {
  if (!/^\(.*\)$/s.test(type) || type.includes('=>')) return false;
  let depth = 0;
  return [...type].every((character, at) => {
    depth += character === '(' ? 1 : character === ')' ? -1 : 0;
    return depth > 0 || at === type.length - 1;
  });
}
