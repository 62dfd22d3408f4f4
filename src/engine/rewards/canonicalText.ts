import type { Output } from '../probes/probeRunner.ts';
import { type Entry, javascriptLiteral, type Value } from '../probes/value.ts';
import type { Language } from '../task.ts';

/** From this length on the runner shortens texts, and they cannot be compared any more. */
const longest = 300;

/** Whether a call gave this value, as far as the runner of probes tells values apart; null and undefined are not. */
export function gave(output: Output, expected: Value, language: Language): boolean {
  const isNothing = output.type === 'nothing' || (output.type === 'value' && output.text === 'null');
  if (expected.type === 'nothing' || expected.type === 'absent') return isNothing;
  return output.type === 'value' && output.text === canonicalText(expected, language);
}

/** The text that the runner of probes gives for a value; undefined where it would be shortened. */
export function canonicalText(value: Value, language: Language): string | undefined {
  const text = language === 'python' ? pythonText(value) : javascriptText(value);
  return text.length < longest ? text : undefined;
}

function pythonText(value: Value): string {
  switch (value.type) {
    case 'nothing':
    case 'absent':
      return 'None';
    case 'boolean':
      return value.value ? '1' : '0';
    case 'integer':
    case 'bigint':
      return String(value.value || 0);
    case 'float':
      return Number.isInteger(value.value) && Math.abs(value.value) < 1e15
        ? String(value.value || 0)
        : general(value.value);
    case 'text':
      return `s${asciiText(value.value)}`;
    case 'list':
      return `[${value.items.map(pythonText).join(',')}]`;
    case 'tuple':
      return `(${value.items.map(pythonText).join(',')})`;
    case 'set':
      return `set{${distinct(value.items.map(pythonText)).join(',')}}`;
    case 'map':
    case 'keyed':
      return `{${entriesOf(value.entries, pythonText, pythonText).join(',')}}`;
    default:
      return value satisfies never;
  }
}

function javascriptText(value: Value): string {
  switch (value.type) {
    case 'nothing':
      return 'null';
    case 'absent':
      return 'undefined';
    case 'boolean':
      return String(value.value);
    case 'integer':
    case 'bigint':
    case 'float':
      return Number.isInteger(value.value)
        ? String(value.value || 0)
        : String(Number(value.value.toPrecision(7)));
    case 'text':
      return `s${JSON.stringify(value.value)}`;
    case 'list':
    case 'tuple':
      return `[${value.items.map(javascriptText).join(',')}]`;
    case 'set':
      return `set{${distinct(value.items.map(javascriptText)).join(',')}}`;
    case 'map':
      return `{${entriesOf(value.entries, propertyName, javascriptText).join(',')}}`;
    case 'keyed':
      return `map{${entriesOf(value.entries, javascriptText, javascriptText).join(',')}}`;
    default:
      return value satisfies never;
  }
}

function distinct(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)].sort();
}

/** Of equal keys the last one stands. */
function entriesOf(
  entries: readonly Entry[],
  keyText: (key: Value) => string,
  itemText: (item: Value) => string,
): readonly string[] {
  const items = new Map(entries.map(([key, item]) => [keyText(key), item]));
  return [...items].map(([key, item]) => `${key}:${itemText(item)}`).sort();
}

/** A property's name is text, whatever stood there. */
function propertyName(key: Value): string {
  return JSON.stringify(key.type === 'text' ? key.value : javascriptLiteral(key));
}

/** As Python's json.dumps writes it. */
function asciiText(text: string): string {
  return JSON.stringify(text).replace(
    /[^ -~]/g,
    character => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** As C's "%.7g" writes it. */
function general(value: number): string {
  const [mantissa = '', power = '0'] = value.toExponential(6).split('e');
  const exponent = Number(power);
  const bare = (text: string) => (text.includes('.') ? text.replace(/\.?0+$/, '') : text);
  if (exponent >= -4 && exponent < 7) return bare(value.toFixed(6 - exponent));
  return `${bare(mantissa)}e${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`;
}
