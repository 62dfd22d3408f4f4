import { listOf, type Shape } from './shape.ts';
import { splitOutside } from './splitOutside.ts';

const plain: Readonly<Record<string, Shape>> = {
  int: { type: 'integer' },
  integer: { type: 'integer' },
  bigint: { type: 'integer' },
  float: { type: 'float' },
  complex: { type: 'float' },
  number: { type: 'number' },
  str: { type: 'text' },
  string: { type: 'text' },
  bool: { type: 'boolean' },
  boolean: { type: 'boolean' },
  true: { type: 'boolean' },
  false: { type: 'boolean' },
  any: { type: 'anything' },
  unknown: { type: 'anything' },
  object: { type: 'map', of: { type: 'anything' } },
  dict: { type: 'map', of: { type: 'anything' } },
  none: { type: 'nothing' },
  null: { type: 'nothing' },
  undefined: { type: 'nothing' },
};
const lists = new Set([
  'list',
  'array',
  'readonlyarray',
  'sequence',
  'iterable',
  'collection',
  'mutablesequence',
]);
const maps = new Set(['dict', 'mapping', 'record', 'mutablemapping', 'defaultdict']);

/** The shape a Python annotation, a TypeScript type or a JSDoc type stands for; undefined when it says too little. */
export function shapeOfType(type: string): Shape | undefined {
  const bare = stripped(type);
  const union = splitOutside(bare, '|');
  if (union.length > 1) return either(union);
  const known = plain[bare.toLowerCase()];
  if (known) return known;
  if (bare.endsWith('[]')) return listOfType(bare.slice(0, -2));
  const literal = /^(['"])(.*)\1$/.exec(bare);
  if (literal) return { type: 'word', words: [literal[2] ?? ''] };
  const generic = /^(\w+)\s*[[<](.*)[\]>]$/s.exec(bare);
  if (generic) return shapeOfGeneric((generic[1] ?? '').toLowerCase(), splitOutside(generic[2] ?? '', ','));
  if (bare.startsWith('[')) return tuple(splitOutside(bare.slice(1, -1), ','));
  if (bare.startsWith('{')) return record(bare.slice(1, -1));
  return undefined;
}

function stripped(type: string): string {
  const bare = type
    .trim()
    .replace(/^(?:typing|t|collections\.abc)\./, '')
    .replace(/^readonly\s+/, '')
    .replace(/^[!?]/, '')
    .replace(/=$/, '');
  return /^\(.*\)$/s.test(bare) && !bare.includes('=>') ? stripped(bare.slice(1, -1)) : bare;
}

function shapeOfGeneric(name: string, parts: readonly string[]): Shape | undefined {
  const [first = '', second] = parts;
  if (lists.has(name)) return listOfType(first);
  if (name === 'optional') return either([first, 'None']);
  if (name === 'union') return either(parts);
  if (name === 'tuple') return parts[1]?.trim() === '...' ? listOfType(first) : tuple(parts);
  if (name === 'literal') return either(parts);
  if (maps.has(name)) return { type: 'map', of: (second && shapeOfType(second)) || { type: 'anything' } };
  return undefined;
}

function listOfType(of: string): Shape {
  return listOf(shapeOfType(of) ?? { type: 'anything' });
}

function tuple(parts: readonly string[]): Shape {
  const items = parts.filter(part => part.trim() !== '');
  return { type: 'tuple', items: items.map(part => shapeOfType(part) ?? { type: 'anything' }) };
}

function record(body: string): Shape | undefined {
  const fields = body
    .split(/[;,\n]/)
    .map(part => /^\s*(?:readonly\s+)?(\w+)\??\s*:\s*(.+)$/.exec(part))
    .filter(found => found !== null)
    .map(found => [found[1] ?? '', shapeOfType(found[2] ?? '') ?? { type: 'anything' }] as const);
  return fields.length > 0 ? { type: 'record', fields } : undefined;
}

function either(types: readonly string[]): Shape | undefined {
  const shapes = types.map(shapeOfType).filter(shape => shape !== undefined);
  const words = shapes.flatMap(shape => (shape.type === 'word' ? shape.words : []));
  const rest = shapes.filter(shape => shape.type !== 'word');
  const all: readonly Shape[] = words.length > 0 ? [{ type: 'word', words }, ...rest] : rest;
  return all.length > 1 ? { type: 'either', shapes: all } : all[0];
}
