import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { nameOfShape } from '../../../src/engine/probes/shape.ts';
import { declaredTypes } from '../../../src/engine/probes/typeNames.ts';
import { shapeOfType } from '../../../src/engine/probes/typeShape.ts';
import type { Language } from '../../../src/engine/task.ts';

type Names = Readonly<Record<string, string | undefined>>;

function assertShapes(
  names: Names,
  where: { language?: Language; signature?: string; documentation?: string; context?: string } = {},
) {
  const declared = declaredTypes({
    language: 'typescript',
    signature: '',
    documentation: '',
    context: '',
    ...where,
  });
  for (const [type, name] of Object.entries(names)) {
    const shape = shapeOfType(type, declared);
    assert.equal(shape && nameOfShape(shape), name, type);
  }
}

describe('types', () => {
  it('of Python are shapes', () => {
    assertShapes({
      int: 'integer',
      'List[float]': '[float]',
      'list[list[int]]': '[[integer]]',
      'Optional[str]': 'text | nothing',
      'typing.Union[int, list[str], None]': 'integer | [text] | nothing',
      'Tuple[int, str]': '(integer, text)',
      'tuple[int, ...]': '[integer]',
      'Dict[int, List[int]]': '{integer: [integer]}',
      'set[str]': 'set[text]',
      'int | None': 'integer | nothing',
      "Literal['asc', 1, True]": '"asc" | 1 | True',
      "'list[int]'": '[integer]',
      'Literal["a"]': '"a"',
      'List["int"]': '["int"]',
      'list of ints': '[integer]',
      Widget: undefined,
      'Optional[Widget]': undefined,
    });
  });

  it('of TypeScript and JSDoc are shapes', () => {
    assertShapes({
      'number[]': '[number]',
      'readonly string[]': '[text]',
      'ReadonlyArray<string>': '[text]',
      '(string | number)[]': '[text | number]',
      '(string) | (null)': 'text | nothing',
      'string | undefined': 'text | absent',
      bigint: 'bigint',
      "'asc' | 'desc'": '"asc" | "desc"',
      '| 0 | 1 | string': '0 | 1 | text',
      true: 'True',
      '{ x: number; y?: string }': '{x: number, y?: text}',
      '{ x: { y: number, z: [1, 2] }, readonly "a-b": string[], run(): void, on: () => void }':
        '{x: {y: number, z: (1, 2)}, a-b: [text]}',
      'Record<string, number>': '{text: number}',
      "Record<'a' | 'b', number>": '{a: number, b: number}',
      '{ [id: string]: number[] }': '{text: [number]}',
      'Map<number, Set<string>>': 'map[number: set[text]]',
      '[first: number, second?: string]': '(number, text)',
      '{ a: 1 } & { b: 2 }': '{a: 1, b: 2}',
      "Pick<Partial<{ a: 1; b: 2; c: 3 }>, 'a' | 'b'>": '{a?: 1, b?: 2}',
      "Omit<Required<{ a?: 1; b: 2 }>, 'b'>": '{a: 1}',
      'NonNullable<string | null>': 'text',
      'keyof { a: 1; b: 2 }': '"a" | "b"',
      '!Array<number>': '[number]',
      'Array.<number>': '[number]',
      '?number': 'number | nothing',
      'number=': 'number',
      '`${string}px`': 'text',
      Widget: undefined,
      'Widget | null': undefined,
    });
  });

  it('that TypeScript declares in the context are looked up', () => {
    const context = `import { Other } from './other';
export type Side = 'left' | 'right'
type Shape =
  | Circle
  | { kind: 'square'; corner: Point };
interface Point { x: number; y: number /* up */ }
export interface Circle extends Named<Side> {
  kind: 'circle';
  // where
  center: Point,
  area(): number;
}
interface Named<T, U = number> { name: string; tag?: T; more: U[] }
type Pair<T> = [T, T];
type Long = {
  kind:
    | 'a'
    | 'b'
  x?: Record<0 | 1, string>
};
type Box<T> = Pair<T[]>
enum Color { Red, Green = 4, Blue }
const enum Mode { On = 'on', Off = "off" }
const steps = ['up', 'down'] as const;
type Step = (typeof steps)[number];
type Next = { value: Point['x'] };`;
    const circle =
      '{name: text, tag?: "left" | "right", more: [number], kind: "circle", center: {x: number, y: number}}';
    assertShapes(
      {
        Side: '"left" | "right"',
        'Side[]': '["left" | "right"]',
        Circle: circle,
        Shape: `${circle} | {kind: "square", corner: {x: number, y: number}}`,
        'Box<string>': '([text], [text])',
        Color: '0 | 4 | 5',
        'Mode | null': '"on" | "off" | nothing',
        Step: '"up" | "down"',
        Next: '{value: number}',
        "Circle['center']['x']": 'number',
        Long: '{kind: "a" | "b", x?: {0: text, 1: text}}',
        'keyof Point': '"x" | "y"',
        Other: undefined,
      },
      { context },
    );
  });

  it('that were cut off in the context are not guessed', () => {
    const context = 'type Side = "left"\ninterface Point { x: number; na …\nconst more = 1;';
    assertShapes({ Point: undefined, Side: '"left"' }, { context });
  });

  it('that hold themselves come to an end', () => {
    const context = `interface Tree { value: number; left: Tree | null; right?: Tree; children: Tree[] }
type Endless = Endless;
type Json = number | Json[];`;
    const leaf = '{value: number, left: nothing, children: []}';
    assertShapes(
      {
        Tree: `{value: number, left: ${leaf} | nothing, right?: ${leaf}, children: [${leaf}]}`,
        Endless: undefined,
        Json: 'number | [[] | number]',
      },
      { context },
    );
  });

  it('that are free are integers and texts, or what they are bound to', () => {
    const signature = 'export const f = <T, U extends Point, V>(xs: T[]): U =>';
    const context = 'interface Point { x: number }';
    assertShapes({ 'T[]': '[integer]', U: '{x: number}', V: 'text' }, { signature, context });
    assertShapes({ A: 'integer' }, { signature: 'function f<A>(a: A)' });
    assertShapes({ A: undefined }, { signature: 'const f: Handler<A> = (a: A) =>' });
    assertShapes({ T: undefined }, { signature: 'function f(a: T, b = (x < 2, y > 3))' });
    assertShapes({ T: 'integer', K: 'text' }, { documentation: '@template T\n@template {string} K' });
  });

  it('that JSDoc or Python declares are looked up', () => {
    const documentation = `@typedef {Object} Point
@property {number} x - across
@property {Side} [side]
@typedef {'left' | 'right'} Side
@param {Point} at`;
    const jsdoc = { Point: '{x: number, side?: "left" | "right"}', Side: '"left" | "right"' };
    assertShapes(jsdoc, { language: 'javascript', documentation });
    const context = `from typing import List, TypeVar
T = TypeVar('T')
N = TypeVar('N', bound=float)
UserId = NewType('UserId', str)
Row = List[
    int
]
Kind = Literal["a", "b"]
Table: TypeAlias = list[Row]
type Maybe = Row | None
Movie = TypedDict('Movie', {'name': str, 'year': int})`;
    assertShapes(
      {
        'list[T]': '[integer]',
        N: 'float',
        'dict[UserId, Row]': '{text: [integer]}',
        Table: '[[integer]]',
        Maybe: '[integer] | nothing',
        "'Row'": '[integer]',
        'List["Row"]': '[[integer]]',
        'Optional[Kind]': '"a" | "b" | nothing',
        Movie: '{name: text, year: integer}',
        'list[K]': '[text]',
      },
      { language: 'python', context, signature: 'def f[H, K: str](a: list[K]):' },
    );
  });
});
