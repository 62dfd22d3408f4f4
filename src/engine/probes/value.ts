import type { Language } from '../task.ts';

/** An argument of a probe, apart from any language. Integers and floats differ because Python tells them apart. */
export type Value =
  | { readonly type: 'nothing' }
  /** An argument or field without a value: JavaScript's undefined. */
  | { readonly type: 'absent' }
  | { readonly type: 'boolean'; readonly value: boolean }
  | { readonly type: 'integer'; readonly value: number }
  | { readonly type: 'bigint'; readonly value: number }
  | { readonly type: 'float'; readonly value: number }
  | { readonly type: 'text'; readonly value: string }
  | { readonly type: 'list'; readonly items: readonly Value[] }
  | { readonly type: 'tuple'; readonly items: readonly Value[] }
  | { readonly type: 'set'; readonly items: readonly Value[] }
  /** A plain object, or a dict. */
  | { readonly type: 'map'; readonly entries: readonly Entry[] }
  /** JavaScript's Map, or a dict. */
  | { readonly type: 'keyed'; readonly entries: readonly Entry[] };

export type Entry = readonly [key: Value, value: Value];

export const nothing: Value = { type: 'nothing' };
export const absent: Value = { type: 'absent' };
export const integer = (value: number): Value => ({ type: 'integer', value });
export const float = (value: number): Value => ({ type: 'float', value });
export const text = (value: string): Value => ({ type: 'text', value });
export const boolean = (value: boolean): Value => ({ type: 'boolean', value });
export const list = (items: readonly Value[]): Value => ({ type: 'list', items });

/** What writes values as expressions of a language. */
export function literalOf(language: Language): (value: Value) => string {
  return language === 'python' ? pythonLiteral : javascriptLiteral;
}

/** A value as a Python expression. */
export function pythonLiteral(value: Value): string {
  switch (value.type) {
    case 'nothing':
    case 'absent':
      return 'None';
    case 'boolean':
      return value.value ? 'True' : 'False';
    case 'integer':
    case 'bigint':
      return String(value.value);
    case 'float':
      return Number.isInteger(value.value) ? value.value.toFixed(1) : String(value.value);
    case 'text':
      return JSON.stringify(value.value);
    case 'list':
      return `[${value.items.map(pythonLiteral).join(', ')}]`;
    case 'tuple':
      return `(${value.items.map(item => `${pythonLiteral(item)},`).join(' ')})`;
    case 'set':
      return value.items.length === 0 ? 'set()' : `{${value.items.map(pythonLiteral).join(', ')}}`;
    case 'map':
    case 'keyed':
      return `{${value.entries.map(entry => entry.map(pythonLiteral).join(': ')).join(', ')}}`;
    default:
      return value satisfies never;
  }
}

/** A value as a JavaScript expression; a tuple is an array there, and nothing is null. */
export function javascriptLiteral(value: Value): string {
  switch (value.type) {
    case 'nothing':
      return 'null';
    case 'absent':
      return 'undefined';
    case 'boolean':
    case 'integer':
    case 'float':
      return String(value.value);
    case 'bigint':
      return `${value.value}n`;
    case 'text':
      return JSON.stringify(value.value);
    case 'list':
    case 'tuple':
      return `[${value.items.map(javascriptLiteral).join(', ')}]`;
    case 'set':
      return `new Set([${value.items.map(javascriptLiteral).join(', ')}])`;
    case 'map':
      return `({${value.entries.map(([key, item]) => `${propertyName(key)}: ${javascriptLiteral(item)}`).join(', ')}})`;
    case 'keyed':
      return `new Map([${value.entries.map(entry => `[${entry.map(javascriptLiteral).join(', ')}]`).join(', ')}])`;
    default:
      return value satisfies never;
  }
}

/** In brackets, as a plain `__proto__` would set the prototype. */
function propertyName(key: Value): string {
  const name = key.type === 'text' ? key.value : javascriptLiteral(key);
  return name === '__proto__' ? `["__proto__"]` : JSON.stringify(name);
}
