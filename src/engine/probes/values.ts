import * as fc from 'fast-check';
import type { DocLiterals } from './docLiterals.ts';
import { floats, integers, numerals } from './numbers.ts';
import { type Field, isEmpty, type Shape } from './shape.ts';
import { textsWith, words } from './texts.ts';
import {
  absent,
  boolean,
  type Entry,
  float,
  integer,
  list,
  nothing,
  pythonLiteral,
  text,
  type Value,
} from './value.ts';
import { weighted } from './weighted.ts';

type Values = fc.Arbitrary<Value>;

/** Values of a shape: small, with the repetitions and edge cases that tell candidates apart. */
export function valuesOf(shape: Shape, literals: DocLiterals): Values {
  const of = (inner: Shape) => valuesOf(inner, literals);
  switch (shape.type) {
    case 'integer':
      return integers(literals).map(integer);
    case 'bigint':
      return integers(literals).map(value => ({ type: 'bigint', value }));
    case 'float':
      return floats(literals).map(float);
    case 'number':
      return weighted([6, integers(literals).map(integer)], [4, floats(literals).map(float)]);
    case 'text':
      return textsWith(literals).map(text);
    case 'boolean':
      return fc.boolean().map(boolean);
    case 'nothing':
      return fc.constant(nothing);
    case 'absent':
      return fc.constant(absent);
    case 'numeral':
      return numerals(literals).map(text);
    case 'literal':
      return fc.constantFrom(...shape.values);
    case 'either':
      return eitherOf(shape.shapes, of);
    case 'anything':
      return anything(literals);
    case 'list':
      return listsOf(shape.of, literals).map(list);
    case 'set':
      return distinct(of(shape.of), value => value, 6).map(items => ({ type: 'set', items }));
    case 'tuple':
      return fc.tuple(...shape.items.map(of)).map(items => ({ type: 'tuple', items }));
    case 'record':
      return recordsOf(shape.fields, of);
    case 'map':
    case 'keyed': {
      const { type } = shape;
      return entriesOf(shape.key, of(shape.of), of).map(entries => ({ type, entries }));
    }
    default:
      return shape satisfies never;
  }
}

/** One shape as often as another, but nothing or undefined only now and then. */
function eitherOf(shapes: readonly Shape[], of: (shape: Shape) => Values): Values {
  const empty = shapes.filter(isEmpty).map(of);
  const full = shapes.filter(shape => !isEmpty(shape)).map(of);
  if (full.length === 0 || empty.length === 0) return fc.oneof(...full, ...empty);
  return weighted([3, fc.oneof(...full)], [1, fc.oneof(...empty)]);
}

function anything(literals: DocLiterals): Values {
  return weighted(
    [2, integers(literals).map(integer)],
    [1, words.map(text)],
    [1, floats(literals).map(float)],
    [1, fc.boolean().map(boolean)],
    [1, fc.constantFrom<Value>(list([integer(1), integer(2)]), { type: 'map', entries: [] }, nothing)],
  );
}

/** Some with repeated elements, some sorted, some mirrored, some over few numbers. */
function listsOf(of: Shape, literals: DocLiterals): fc.Arbitrary<readonly Value[]> {
  const nested = of.type === 'list' || of.type === 'record';
  const plain = elementsOf(of, literals).chain(each => fc.array(each, { maxLength: nested ? 4 : 9 }));
  const repeating = plain.chain(items =>
    fc
      .subarray([...items], { maxLength: Math.min(2, items.length) })
      .chain(again => shuffledItems([...items, ...again])),
  );
  return weighted(
    [50, plain],
    [30, repeating],
    [12, plain.map(items => items.toSorted(compareValues))],
    [8, plain.map(items => [...items, ...items.toReversed()])],
  );
}

/** The elements in any order. */
export function shuffledItems<T>(items: readonly T[]): fc.Arbitrary<readonly T[]> {
  return fc.shuffledSubarray([...items], { minLength: items.length });
}

/** What the elements of one list are like: often all within a narrow range. */
function elementsOf(of: Shape, literals: DocLiterals): fc.Arbitrary<Values> {
  const any = valuesOf(of, literals);
  if (of.type === 'text') return fc.constant(weighted([6, words.map(text)], [4, any]));
  if (of.type !== 'integer') return fc.constant(any);
  const within = (min: number, max: number) => fc.integer({ min, max }).map(integer);
  return weighted(
    [32, fc.constant(within(0, 9))],
    [16, fc.constant(within(-9, 9))],
    [16, fc.constant(within(1, 4))],
    [36, fc.constant(any)],
  );
}

function compareValues(left: Value, right: Value): number {
  const of = (value: Value) => ('value' in value ? value.value : 'items' in value ? value.items.length : 0);
  const [a, b] = [of(left), of(right)];
  return a < b ? -1 : a > b ? 1 : 0;
}

function distinct<T>(values: fc.Arbitrary<T>, by: (each: T) => Value, maxLength: number): fc.Arbitrary<T[]> {
  return fc.uniqueArray(values, { selector: each => pythonLiteral(by(each)), maxLength });
}

function entriesOf(key: Shape, values: Values, of: (shape: Shape) => Values): fc.Arbitrary<readonly Entry[]> {
  const keys = key.type === 'text' ? words.map(text) : of(key);
  return distinct(fc.tuple(keys, values), ([each]) => each, 3);
}

function recordsOf(fields: readonly Field[], of: (shape: Shape) => Values): Values {
  const model = Object.fromEntries(fields.map(field => [field.name, of(field.of)]));
  const requiredKeys = fields.filter(({ optional }) => !optional).map(({ name }) => name);
  return fc.record(model, { requiredKeys }).map(record => ({
    type: 'map',
    entries: Object.entries(record).flatMap(([name, value]) => (value ? [[text(name), value] as const] : [])),
  }));
}
