import { nameOfShape, type Shape } from './shape.ts';
import { boolean, float, integer, list, nothing, text, type Value } from './value.ts';

const plain = (values: readonly number[]) => values.map(integer);
const lists = (values: readonly (readonly Value[])[]) => values.map(list);
const texts = (values: readonly string[]) => values.map(text);

const edges: Readonly<Record<string, readonly Value[]>> = {
  integer: plain([0, 1, 2, -1, 3, 4, 5, 6, 7, 8, 10, 11, 100]),
  float: [0, 1, 0.5, -1, 3.5, 1.33].map(float),
  number: [...plain([0, 1, -1, 2, 3, 10]), ...[0.5, 1.33].map(float)],
  text: texts(['', 'a', 'ab', 'aa', 'A', 'aba', 'abc', 'a b', 'abca', ' ']),
  boolean: [boolean(true), boolean(false)],
  '[integer]': lists(
    [
      [],
      [0],
      [1],
      [1, 2],
      [2, 1],
      [1, 1],
      [1, 2, 3],
      [3, 2, 1],
      [-1, 0, 1],
      [1, 1, 1, 1],
      [5, 4, 3, 2, 1, 0],
    ].map(plain),
  ),
  '[number]': lists(
    [[], [0], [1], [1, 2], [2, 1], [1, 1], [1, 2, 3], [3, 2, 1], [-1, 0, 1], [1.5, 0.5]].map(items =>
      items.map(item => (Number.isInteger(item) ? integer(item) : float(item))),
    ),
  ),
  '[float]': lists([[], [1], [1, 2], [1.5, 1.5], [2, 1, 3]].map(items => items.map(float))),
  '[text]': lists([[], ['a'], ['a', 'b'], ['aa', 'b'], ['a', 'a'], ['', 'a'], ['abc', 'ab', 'a']].map(texts)),
  '[[integer]]': lists([[], [list(plain([1]))], [list(plain([1, 2])), list(plain([3]))]]),
  '[anything]': lists([
    [],
    [integer(1), text('a'), float(2.5), nothing, list([]), integer(3)],
    [boolean(true), boolean(false), integer(1)],
  ]),
};

/** The fixed values of a shape that mistakes show at: empty, one element, all equal, falling. Undefined for shapes that have none. */
export function edgesOf(shape: Shape): readonly Value[] | undefined {
  if (shape.type === 'literal') return shape.values;
  if (shape.type !== 'either') return edges[nameOfShape(shape)];
  const all = shape.shapes.flatMap(one => edgesOf(one)?.slice(0, 6) ?? []);
  return all.length > 0 ? all : undefined;
}
