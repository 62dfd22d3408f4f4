import type { Random } from '../random.ts';
import type { DocLiterals } from './docLiterals.ts';
import { between, drawPhrase, drawWord, filledTemplate, mutateText, pick, shuffled } from './drawText.ts';
import { nameOfShape, type Shape } from './shape.ts';
import { boolean, float, integer, list, nothing, text, type Value } from './value.ts';

export type Source = { readonly random: Random; readonly literals: DocLiterals };

/** A random value of a shape: small, with the repetitions and edge cases that tell candidates apart. */
export function drawValue(source: Source, shape: Shape): Value {
  const { random } = source;
  const { type } = shape;
  switch (type) {
    case 'integer':
      return integer(drawInteger(source));
    case 'float':
      return drawFloat(source);
    case 'number':
      return random.next() < 0.6 ? integer(drawInteger(source)) : drawFloat(source);
    case 'text':
      return text(drawText(source));
    case 'boolean':
      return boolean(random.next() < 0.5);
    case 'nothing':
      return nothing;
    case 'numeral':
      return text(
        pick(random, [
          String(Math.abs(drawInteger(source))),
          `${between(random, 1, 9)}/${between(random, 1, 9)}`,
        ]),
      );
    case 'word':
      return text(pick(random, shape.words));
    case 'either':
      return drawValue(source, pick(random, shape.shapes));
    case 'anything':
      return drawAnything(source);
    case 'list':
      return drawList(source, shape.of);
    case 'tuple':
      return { type: 'tuple', items: shape.items.map(item => drawValue(source, item)) };
    case 'record':
      return { type: 'map', entries: shape.fields.map(([name, of]) => [name, drawValue(source, of)]) };
    case 'map': {
      const keys = new Set(Array.from({ length: random.below(4) }, () => drawWord(random)));
      return { type: 'map', entries: [...keys].map(key => [key, drawValue(source, shape.of)]) };
    }
    default:
      return type satisfies never;
  }
}

function drawInteger({ random, literals }: Source): number {
  const chance = random.next();
  if (chance < 0.45) return between(random, 0, 12);
  if (chance < 0.7) return between(random, -20, 120);
  if (chance < 0.8 && literals.integers.length > 0)
    return pick(random, literals.integers) + pick(random, [-1, 0, 0, 1]);
  if (chance < 0.9) return between(random, 0, 400);
  return pick(random, [0, 1, 2, -1, 10, 100, 97, 1000]);
}

function drawFloat(source: Source): Value {
  const { random } = source;
  const chance = random.next();
  if (chance < 0.4) return float(between(random, 0, 100) / 10);
  if (chance < 0.6) return float(between(random, -1000, 5000) / 100);
  if (chance < 0.8) return float(drawInteger(source));
  return float(pick(random, [0, 0.5, 1, 2.5, -1.5, 3.14, 100.25]));
}

function drawText({ random, literals }: Source): string {
  const { texts, characters } = literals;
  const chance = random.next();
  if (texts.length > 0 && chance < 0.25) {
    const chosen = pick(random, texts);
    return random.next() < 0.3 ? chosen : mutateText(random, filledTemplate(random, chosen));
  }
  if (characters.length > 0 && chance < 0.5) {
    const length = pick(random, [1, 2, 3, 4, 4, 6, 6, 8, 10]);
    return Array.from({ length }, () => pick(random, characters)).join('');
  }
  if (chance < 0.7) return drawWord(random);
  if (chance < 0.92) return drawPhrase(random);
  return pick(random, ['', 'a', 'A', ' ', 'ab', 'aa', 'abc', 'Z9']);
}

function drawAnything(source: Source): Value {
  const { random } = source;
  const make: readonly (() => Value)[] = [
    () => integer(drawInteger(source)),
    () => integer(drawInteger(source)),
    () => text(drawWord(random)),
    () => drawFloat(source),
    () => boolean(random.next() < 0.5),
    () => list([integer(1), integer(2)]),
    () => ({ type: 'map', entries: [] }),
    () => nothing,
  ];
  return pick(random, make)();
}

/** A list of up to 12; some with repeated elements, some sorted, some mirrored, some over few numbers. */
function drawList(source: Source, of: Shape): Value {
  const { random } = source;
  const nested = of.type === 'list';
  const length = pick(random, nested ? [0, 1, 2, 3, 4] : [0, 1, 2, 3, 3, 4, 5, 5, 6, 7, 8, 12]);
  const element = elementOf(source, of);
  let items: readonly Value[] = Array.from({ length }, element);
  if (length > 0 && random.next() < 0.3) {
    const repeats = Array.from({ length: between(random, 1, 2) }, () => pick(random, items));
    items = shuffled(random, [...items, ...repeats]);
  }
  if (random.next() < 0.12) items = [...items].sort(compareValues);
  if (random.next() < 0.08) items = [...items, ...[...items].reverse()];
  return list(items);
}

function elementOf(source: Source, of: Shape): () => Value {
  const { random } = source;
  if (of.type === 'text') return () => text(random.next() < 0.6 ? drawWord(random) : drawText(source));
  if (of.type !== 'integer') return () => drawValue(source, of);
  const ranges: readonly (readonly [number, number])[] = [
    [0, 9],
    [0, 9],
    [-9, 9],
    [1, 4],
  ];
  const range = random.next() < 0.65 ? pick(random, ranges) : undefined;
  return () => integer(range ? between(random, range[0], range[1]) : drawInteger(source));
}

function compareValues(left: Value, right: Value): number {
  const of = (value: Value) => ('value' in value ? value.value : 'items' in value ? value.items.length : 0);
  const [a, b] = [of(left), of(right)];
  return a < b ? -1 : a > b ? 1 : 0;
}

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

/** The fixed values of a shape that mistakes show at: empty, one element, all equal, falling. At least one. */
export function edgesOf(source: Source, shape: Shape): readonly Value[] {
  if (shape.type === 'either') return shape.shapes.flatMap(one => edgesOf(source, one).slice(0, 6));
  if (shape.type === 'word') return texts(shape.words);
  return edges[nameOfShape(shape)] ?? [drawValue(source, shape), drawValue(source, shape)];
}
