/** An argument of a probe, apart from any language. Integers and floats differ because Python tells them apart. */
export type Value =
  | { readonly type: 'nothing' }
  | { readonly type: 'boolean'; readonly value: boolean }
  | { readonly type: 'integer'; readonly value: number }
  | { readonly type: 'float'; readonly value: number }
  | { readonly type: 'text'; readonly value: string }
  | { readonly type: 'list'; readonly items: readonly Value[] }
  | { readonly type: 'tuple'; readonly items: readonly Value[] }
  | { readonly type: 'map'; readonly entries: readonly (readonly [string, Value])[] };

export const nothing: Value = { type: 'nothing' };
export const integer = (value: number): Value => ({ type: 'integer', value });
export const float = (value: number): Value => ({ type: 'float', value });
export const text = (value: string): Value => ({ type: 'text', value });
export const boolean = (value: boolean): Value => ({ type: 'boolean', value });
export const list = (items: readonly Value[]): Value => ({ type: 'list', items });

/** A value as a Python expression. */
export function pythonLiteral(value: Value): string {
  switch (value.type) {
    case 'nothing':
      return 'None';
    case 'boolean':
      return value.value ? 'True' : 'False';
    case 'integer':
      return String(value.value);
    case 'float':
      return Number.isInteger(value.value) ? value.value.toFixed(1) : String(value.value);
    case 'text':
      return JSON.stringify(value.value);
    case 'list':
      return `[${value.items.map(pythonLiteral).join(', ')}]`;
    case 'tuple':
      return `(${value.items.map(item => `${pythonLiteral(item)},`).join(' ')})`;
    case 'map':
      return `{${value.entries.map(([key, item]) => `${JSON.stringify(key)}: ${pythonLiteral(item)}`).join(', ')}}`;
    default:
      return value satisfies never;
  }
}

/** A value as a JavaScript expression; a tuple is an array there, and nothing is null. */
export function javascriptLiteral(value: Value): string {
  switch (value.type) {
    case 'nothing':
      return 'null';
    case 'boolean':
    case 'integer':
    case 'float':
      return String(value.value);
    case 'text':
      return JSON.stringify(value.value);
    case 'list':
    case 'tuple':
      return `[${value.items.map(javascriptLiteral).join(', ')}]`;
    case 'map':
      return `({${value.entries.map(([key, item]) => `${JSON.stringify(key)}: ${javascriptLiteral(item)}`).join(', ')}})`;
    default:
      return value satisfies never;
  }
}
