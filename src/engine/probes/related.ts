import * as fc from 'fast-check';
import type { DocLiterals } from './docLiterals.ts';
import { valuesNear } from './near.ts';
import type { Shape } from './shape.ts';
import { textsNear } from './texts.ts';
import { integer, list, text, type Value } from './value.ts';
import { shuffledItems, valuesOf } from './values.ts';
import { weighted } from './weighted.ts';

type Arguments = fc.Arbitrary<readonly Value[]>;

/** Values of the shapes that have nothing to do with each other. */
export function unrelated(shapes: readonly Shape[], literals: DocLiterals): Arguments {
  return fc.tuple(...shapes.map(shape => valuesOf(shape, literals)));
}

/** Values of the shapes; in a third of the cases the later arguments have to do with the first. */
export function relatedArguments(shapes: readonly Shape[], literals: DocLiterals): Arguments {
  const any = unrelated(shapes, literals);
  const [shape] = shapes;
  if (shape === undefined || shapes.length === 1) return any;
  return weighted([65, any], [35, any.chain(args => relatedToFirst(args, shape, literals))]);
}

function relatedToFirst([first, ...rest]: readonly Value[], shape: Shape, literals: DocLiterals): Arguments {
  if (first === undefined) return fc.constant([]);
  return fc.tuple(fc.constant(first), ...rest.map(arg => relatedTo(first, arg, shape, literals)));
}

/** The same, a quarter of them without what may be left out. */
export function omitting(args: Arguments, required: number): Arguments {
  return weighted([3, args], [1, args.map(all => all.slice(0, Math.max(1, required)))]);
}

/** The arguments with one of them a little different. */
export function argumentsNear(args: readonly Value[]): Arguments {
  return fc.oneof(...args.map((arg, at) => valuesNear(arg).map(near => args.with(at, near))));
}

function relatedTo(first: Value, arg: Value, shape: Shape, literals: DocLiterals): fc.Arbitrary<Value> {
  if (first.type === 'list' && arg.type === 'integer')
    return fc.integer({ min: 0, max: Math.max(1, first.items.length) }).map(integer);
  if (first.type !== arg.type) return fc.constant(arg);
  if (first.type === 'list' && shape.type === 'list') {
    const fresh = valuesOf(shape.of, literals);
    const items = first.items.map(item => weighted([6, fc.constant(item)], [4, fresh]));
    return weighted([4, fc.tuple(...items).map(list)], [1, valuesNear(first)]);
  }
  if (first.type !== 'text') return valuesNear(first);
  return weighted([3, partsOf(first.value).map(text)], [2, valuesNear(first)]);
}

function partsOf(whole: string): fc.Arbitrary<string> {
  const slice = fc
    .tuple(fc.nat(Math.max(0, whole.length - 1)), fc.integer({ min: 1, max: 3 }))
    .map(([start, length]) => whole.slice(start, start + length));
  return weighted(
    [5, slice],
    [3, shuffledItems([...whole]).map(letters => letters.join(''))],
    [2, textsNear(whole)],
  );
}
