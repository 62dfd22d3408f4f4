import * as fc from 'fast-check';
import { textsNear } from './texts.ts';
import { boolean, type Entry, float, integer, text, type Value } from './value.ts';
import { shuffledItems } from './values.ts';
import { weighted } from './weighted.ts';

/** Values of the same shape that differ a little: the input that splits candidates is often next to one that does not. */
export function valuesNear(value: Value): fc.Arbitrary<Value> {
  switch (value.type) {
    case 'boolean':
      return fc.constant(boolean(!value.value));
    case 'bigint':
    case 'integer':
      return integersNear(value.value).map(near => ({ type: value.type, value: near }));
    case 'float': {
      const away = fc.integer({ min: -300, max: 300 }).map(hundredths => value.value + hundredths / 100);
      return fc.oneof(fc.constantFrom(value.value + 1, value.value * 2), away).map(float);
    }
    case 'text':
      return textsNear(value.value).map(text);
    case 'list':
    case 'set':
      return itemsNear(value.items).map(items => ({ type: value.type, items: items.slice(0, 40) }));
    case 'tuple':
      return oneChanged(value.items, valuesNear).map(items => ({ type: 'tuple', items }));
    case 'map':
    case 'keyed': {
      const changed = ([key, item]: Entry) => valuesNear(item).map((near): Entry => [key, near]);
      return oneChanged(value.entries, changed).map(entries => ({ type: value.type, entries }));
    }
    case 'nothing':
    case 'absent':
      return fc.constant(value);
    default:
      return value satisfies never;
  }
}

function integersNear(value: number): fc.Arbitrary<number> {
  const near = fc.constantFrom(value + 1, value - 1, -value || 0, value * 2);
  return weighted([4, near], [1, fc.integer({ min: value - 5, max: value + 10 })]);
}

function oneChanged<T>(
  items: readonly T[],
  change: (item: T) => fc.Arbitrary<T>,
): fc.Arbitrary<readonly T[]> {
  if (items.length === 0) return fc.constant(items);
  return fc.oneof(...items.map((item, at) => change(item).map(near => items.with(at, near))));
}

function itemsNear(items: readonly Value[]): fc.Arbitrary<readonly Value[]> {
  if (items.length === 0) return fc.constant([integer(1)]);
  const place = fc.nat(items.length - 1);
  const element = fc.constantFrom(...items);
  const insert = ([at, item]: readonly [number, Value]) => items.toSpliced(at, 0, item);
  return weighted(
    [25, oneChanged(items, valuesNear)],
    [15, place.map(at => items.toSpliced(at, 1))],
    [15, fc.tuple(place, element).map(insert)],
    [10, fc.constant(items.toReversed())],
    [10, shuffledItems(items)],
    [10, fc.constant([...items, ...items])],
    [15, fc.tuple(place, element.chain(valuesNear)).map(insert)],
  );
}
