import { pythonLiteral, type Value } from './value.ts';

/** What values of a parameter look like. */
export type Shape =
  | {
      readonly type:
        | 'integer'
        | 'bigint'
        | 'float'
        | 'number'
        | 'text'
        | 'boolean'
        | 'numeral'
        | 'anything'
        | 'nothing'
        | 'absent';
    }
  | { readonly type: 'list' | 'set'; readonly of: Shape }
  | { readonly type: 'tuple'; readonly items: readonly Shape[] }
  | { readonly type: 'map' | 'keyed'; readonly key: Shape; readonly of: Shape }
  | { readonly type: 'record'; readonly fields: readonly Field[] }
  | { readonly type: 'literal'; readonly values: readonly Value[] }
  | { readonly type: 'either'; readonly shapes: readonly Shape[] };

export type Field = { readonly name: string; readonly of: Shape; readonly optional: boolean };

export const anything: Shape = { type: 'anything' };
export const listOf = (of: Shape): Shape => ({ type: 'list', of });

/** A shape in a word or two; equal shapes have equal names. */
export function nameOfShape(shape: Shape): string {
  switch (shape.type) {
    case 'list':
      return `[${nameOfShape(shape.of)}]`;
    case 'set':
      return `set[${nameOfShape(shape.of)}]`;
    case 'map':
      return `{${nameOfShape(shape.key)}: ${nameOfShape(shape.of)}}`;
    case 'keyed':
      return `map[${nameOfShape(shape.key)}: ${nameOfShape(shape.of)}]`;
    case 'tuple':
      return `(${shape.items.map(nameOfShape).join(', ')})`;
    case 'record':
      return `{${shape.fields.map(({ name, of, optional }) => `${name}${optional ? '?' : ''}: ${nameOfShape(of)}`).join(', ')}}`;
    case 'literal':
      return shape.values.map(pythonLiteral).join(' | ');
    case 'either':
      return shape.shapes.map(nameOfShape).join(' | ');
    default:
      return shape.type;
  }
}

/** Whether its one value says that there is none. */
export function isEmpty({ type }: Shape): boolean {
  return type === 'nothing' || type === 'absent';
}

/** One of several, with all literals together. */
export function eitherOf(alternatives: readonly Shape[]): Shape {
  const shapes = alternatives.flatMap(shape => (shape.type === 'either' ? shape.shapes : [shape]));
  const values = shapes.flatMap((shape): readonly Value[] => (shape.type === 'literal' ? shape.values : []));
  const rest = shapes.filter(shape => shape.type !== 'literal');
  const all: readonly Shape[] = values.length > 0 ? [{ type: 'literal', values }, ...rest] : rest;
  return (all.length === 1 ? all[0] : undefined) ?? { type: 'either', shapes: all };
}

/** The literals of a shape as names of fields. */
export function wordsOf(shape: Shape | undefined): readonly string[] {
  if (shape?.type !== 'literal') return [];
  return shape.values.flatMap(value => ('value' in value ? [String(value.value)] : []));
}
