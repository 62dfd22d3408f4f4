import { readLiteral } from './readLiteral.ts';
import { anything, eitherOf, type Field, isEmpty, listOf, type Shape, wordsOf } from './shape.ts';
import { splitOutside } from './splitOutside.ts';
import type { DeclaredType, DeclaredTypes } from './typeNames.ts';
import { bareType, keyed, lists, maps, plain, sets } from './typeWords.ts';
import { list, text } from './value.ts';

/** How often a type may hold itself, as a tree does. */
const deepest = 2;
/** How many names may be looked up within each other. */
const deepestNames = 5;

/**
 * The shape a Python annotation, a TypeScript type or a JSDoc type stands for; undefined when it says too little. Names
 * are looked up among the declared types.
 */
export function shapeOfType(type: string, declared: DeclaredTypes): Shape | undefined {
  const shape = new TypeReader(declared, []).read(type);
  return shape && isEndless(shape) ? undefined : shape;
}

/** Stands for a type that holds itself once too often: no value is left. */
const endless: Shape = { type: 'either', shapes: [] };
const isEndless = (shape: Shape) => shape.type === 'either' && shape.shapes.length === 0;

class TypeReader {
  readonly #declared: DeclaredTypes;
  /** The names whose declaration is being read. */
  readonly #above: readonly string[];

  constructor(declared: DeclaredTypes, above: readonly string[]) {
    this.#declared = declared;
    this.#above = above;
  }

  read(type: string): Shape | undefined {
    const bare = bareType(type);
    const nullable = /^\?(.+)$/s.exec(bare)?.[1];
    if (nullable !== undefined) return this.#either([nullable, 'null']);
    const union = splitOutside(bare, '|').filter(part => part.trim() !== '');
    if (union.length > 1) return this.#either(union);
    const both = splitOutside(union[0] ?? '', '&').filter(part => part.trim() !== '');
    if (both.length > 1) return this.#merged(both);
    return this.#single(bareType(both[0] ?? ''));
  }

  #single(bare: string): Shape | undefined {
    const quoted = /^(['"])(\w+|\w+\[.*\])\1$/s.exec(bare)?.[2] ?? '';
    if (this.#declared.has(quoted) || quoted.endsWith(']')) return this.read(quoted);
    if (bare.startsWith('keyof ')) return this.#keysOf(bare.slice('keyof '.length));
    return this.#literal(bare) ?? this.#named(bare) ?? plain[bare.toLowerCase()] ?? this.#built(bare);
  }

  #built(bare: string): Shape | undefined {
    if (bare.endsWith('[]')) return this.#list(bare.slice(0, -2));
    const field = /^(.+)\[\s*(?:(['"])([\w$-]+)\2|number)\s*\]$/s.exec(bare);
    const [of = ''] = bareType(field?.[1] ?? '').split('[');
    if (field && this.#declared.has(of)) return this.#inside(field[1] ?? '', field[3]);
    if (/^`.*`$/s.test(bare)) return { type: 'text' };
    if (bare.startsWith('[')) return this.#tuple(splitOutside(bare.slice(1, -1), ','));
    if (bare.startsWith('{')) return this.#record(bare.slice(1, -1));
    const generic = /^([\w.]+?)\.?\s*[[<](.*)[\]>]$/s.exec(bare);
    return generic ? this.#generic(generic[1] ?? '', splitOutside(generic[2] ?? '', ',')) : undefined;
  }

  #literal(bare: string): Shape | undefined {
    if (!/^(?:['"].*['"]|-?\d+(?:\.\d+)?|true|false)$/is.test(bare)) return undefined;
    const value = readLiteral(bare);
    return value && { type: 'literal', values: [value] };
  }

  #named(bare: string, parts: readonly string[] = []): Shape | undefined {
    const found = this.#declared.get(bare);
    if (!found) return undefined;
    if (typeof found.type !== 'string') return found.type;
    const again = this.#above.filter(name => name === bare).length;
    if (again >= deepest || this.#above.length >= deepestNames) return endless;
    const bound = found.parameters.map(({ name, type }, i): readonly [string, DeclaredType] => [
      name,
      { parameters: [], type: this.read(parts[i] ?? type) ?? anything },
    ]);
    return new TypeReader(new Map([...this.#declared, ...bound]), [...this.#above, bare]).read(found.type);
  }

  /** The type of a field, or of a list's elements. */
  #inside(of: string, name: string | undefined): Shape | undefined {
    const shape = this.read(of);
    if (shape?.type === 'record') return shape.fields.find(field => field.name === name)?.of;
    if (shape?.type === 'tuple') return shape.items.length > 0 ? eitherOf(shape.items) : undefined;
    return shape?.type === 'list' ? shape.of : undefined;
  }

  #generic(name: string, parts: readonly string[]): Shape | undefined {
    const [first = '', second] = parts;
    const bare = name.toLowerCase();
    if (this.#declared.has(name)) return this.#named(name, parts);
    if (lists.has(bare)) return this.#list(first);
    if (sets.has(bare)) return { type: 'set', of: this.read(first) ?? { type: 'integer' } };
    if (bare === 'optional') return this.#either([first, 'None']);
    if (bare === 'union' || bare === 'literal') return this.#either(parts);
    if (bare === 'tuple') return parts[1]?.trim() === '...' ? this.#list(first) : this.#tuple(parts);
    if (maps.has(bare)) return this.#entries('map', first, second);
    if (keyed.has(bare)) return this.#entries('keyed', first, second);
    if (/^(?:readonly|annotated|final|required|partial|pick|omit|nonnullable)$/.test(bare))
      return this.#changed(bare, this.read(first), second ?? '');
    return undefined;
  }

  /** What TypeScript's utility types make of a shape. */
  #changed(name: string, shape: Shape | undefined, keys: string): Shape | undefined {
    if (name === 'nonnullable' && shape?.type === 'either') {
      return eitherOf(shape.shapes.filter(shape => !isEmpty(shape)));
    }
    if (shape?.type !== 'record') return shape;
    const named = new Set(wordsOf(this.read(keys)));
    if (name === 'pick') return { ...shape, fields: shape.fields.filter(field => named.has(field.name)) };
    if (name === 'omit') return { ...shape, fields: shape.fields.filter(field => !named.has(field.name)) };
    if (name !== 'partial' && name !== 'required') return shape;
    return { ...shape, fields: shape.fields.map(field => ({ ...field, optional: name === 'partial' })) };
  }

  #entries(type: 'map' | 'keyed', key: string, of: string | undefined): Shape {
    const keys = this.read(key);
    const shape = this.read(of ?? '') ?? anything;
    if (type === 'map' && keys?.type === 'literal') {
      const fields = wordsOf(keys).map(name => ({ name, of: shape, optional: false }));
      return { type: 'record', fields };
    }
    return { type, key: keys ?? { type: 'text' }, of: shape };
  }

  /** A list of itself, too deep, is an empty one. */
  #list(of: string): Shape {
    const shape = this.read(of) ?? anything;
    return isEndless(shape) ? { type: 'literal', values: [list([])] } : listOf(shape);
  }

  #tuple(parts: readonly string[]): Shape {
    const items = parts.filter(part => part.trim() !== '' && !part.trim().startsWith('...'));
    const types = items.map(part => part.replace(/^\s*\w+\??\s*:\s*/, ''));
    return { type: 'tuple', items: types.map(part => this.read(part) ?? anything) };
  }

  #record(body: string): Shape | undefined {
    const members = body
      .replace(/\/\*[\s\S]*?\*\/|\/\/[^\n]*/g, '')
      .replace(/([|&:=])\s*\n|\n\s*([|&])/g, '$1$2')
      .split('\n')
      .join(';');
    const parts = splitOutside(members, ';').flatMap(part => splitOutside(part, ','));
    const [index] = parts
      .map(part => /^\s*\[\s*\w+\s*(?::|\bin\b)\s*([^\]]+)\]\s*\??\s*:\s*(.+)$/s.exec(part))
      .filter(found => found !== null);
    if (index) return this.#entries('map', index[1] ?? '', index[2]);
    const fields = parts.flatMap((part): readonly Field[] => {
      const found = /^\s*(?:readonly\s+)?(['"]?)([\w$-]+)\1(\?)?\s*:\s*(.+)$/s.exec(part);
      const [, , name = '', mark, type = '=>'] = found ?? [];
      const of = type.includes('=>') ? undefined : (this.read(type) ?? anything);
      return of === undefined || isEndless(of) ? [] : [{ name, of, optional: mark !== undefined }];
    });
    return fields.length > 0 ? { type: 'record', fields } : undefined;
  }

  #merged(types: readonly string[]): Shape | undefined {
    const shapes = types.map(type => this.read(type)).filter(shape => shape !== undefined);
    const records = shapes.filter(shape => shape.type === 'record');
    if (records.length === 0) return shapes[0];
    const fields = records.flatMap(record => record.fields).map(field => [field.name, field] as const);
    return { type: 'record', fields: [...new Map(fields).values()] };
  }

  #keysOf(type: string): Shape | undefined {
    const shape = this.read(type);
    if (shape?.type !== 'record') return undefined;
    return { type: 'literal', values: shape.fields.map(({ name }) => text(name)) };
  }

  /** What cannot be read is left out, unless nothing but null would be left. */
  #either(types: readonly string[]): Shape | undefined {
    const shapes = types.map(type => this.read(type)).filter(shape => shape !== undefined);
    const full = shapes.some(shape => !isEmpty(shape));
    return full || shapes.length === types.length ? eitherOf(shapes) : undefined;
  }
}
