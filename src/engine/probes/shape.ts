/** What values of a parameter look like. */
export type Shape =
  | {
      readonly type: 'integer' | 'float' | 'number' | 'text' | 'boolean' | 'numeral' | 'anything' | 'nothing';
    }
  | { readonly type: 'list'; readonly of: Shape }
  | { readonly type: 'tuple'; readonly items: readonly Shape[] }
  | { readonly type: 'map'; readonly of: Shape }
  | { readonly type: 'record'; readonly fields: readonly (readonly [string, Shape])[] }
  | { readonly type: 'word'; readonly words: readonly string[] }
  | { readonly type: 'either'; readonly shapes: readonly Shape[] };

export const listOf = (of: Shape): Shape => ({ type: 'list', of });

/** A shape in a word or two; equal shapes have equal names. */
export function nameOfShape(shape: Shape): string {
  switch (shape.type) {
    case 'list':
      return `[${nameOfShape(shape.of)}]`;
    case 'map':
      return `{${nameOfShape(shape.of)}}`;
    case 'tuple':
      return `(${shape.items.map(nameOfShape).join(', ')})`;
    case 'record':
      return `{${shape.fields.map(([name, of]) => `${name}: ${nameOfShape(of)}`).join(', ')}}`;
    case 'word':
      return shape.words.map(word => `'${word}'`).join(' | ');
    case 'either':
      return shape.shapes.map(nameOfShape).join(' | ');
    default:
      return shape.type;
  }
}
