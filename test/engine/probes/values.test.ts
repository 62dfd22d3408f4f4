import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import * as fc from 'fast-check';
import { docLiterals } from '../../../src/engine/probes/docLiterals.ts';
import { edgesOf } from '../../../src/engine/probes/edges.ts';
import { valuesNear } from '../../../src/engine/probes/near.ts';
import { readLiteral } from '../../../src/engine/probes/readLiteral.ts';
import type { Field, Shape } from '../../../src/engine/probes/shape.ts';
import { filledTemplate } from '../../../src/engine/probes/texts.ts';
import {
  boolean,
  type Entry,
  float,
  integer,
  javascriptLiteral,
  nothing,
  pythonLiteral,
  text,
  type Value,
} from '../../../src/engine/probes/value.ts';
import { valuesOf } from '../../../src/engine/probes/values.ts';

const simple = [
  'integer',
  'bigint',
  'float',
  'number',
  'text',
  'boolean',
  'numeral',
  'anything',
  'nothing',
  'absent',
] as const;
const names = fc.constantFrom('x', 'name', 'a-b', '__proto__', 'constructor', '1', 'toString');

const { shape: shapes } = fc.letrec<{ shape: Shape; field: Field }>(tie => ({
  shape: fc.oneof(
    { maxDepth: 3, depthIdentifier: 'shape' },
    fc.constantFrom(...simple.map((type): Shape => ({ type }))),
    fc.constant<Shape>({ type: 'literal', values: [text('a'), integer(2), nothing, boolean(true)] }),
    fc.record({ type: fc.constantFrom('list' as const, 'set' as const), of: tie('shape') }),
    fc.record({ type: fc.constant('tuple' as const), items: fc.array(tie('shape'), { maxLength: 3 }) }),
    fc.record({
      type: fc.constantFrom('map' as const, 'keyed' as const),
      key: fc.constantFrom<Shape>({ type: 'text' }, { type: 'integer' }),
      of: tie('shape'),
    }),
    fc.record({
      type: fc.constant('record' as const),
      fields: fc.uniqueArray(tie('field'), { selector: ({ name }) => name, maxLength: 4 }),
    }),
    fc.record({
      type: fc.constant('either' as const),
      shapes: fc.array(tie('shape'), { minLength: 2, maxLength: 3 }),
    }),
  ),
  field: fc.record({ name: names, of: tie('shape'), optional: fc.boolean() }),
}));
const literals = docLiterals("At most 25 of '(' and ')', as mm-dd-yyyy, with \"two words\".");
const drawn = shapes.chain(shape => fc.tuple(fc.constant(shape), valuesOf(shape, literals)));
const runs = { seed: 1, numRuns: 500 };

describe('values', () => {
  it('are of their shape, and so are edges', () => {
    fc.assert(
      fc.property(drawn, ([shape, value]) => isOf(value, shape)),
      runs,
    );
    fc.assert(
      fc.property(shapes, shape => (edgesOf(shape) ?? []).every(value => isOf(value, shape))),
      runs,
    );
  });

  it('are of every kind that a shape allows', () => {
    const kinds = (shape: Shape) =>
      new Set(fc.sample(valuesOf(shape, literals), { seed: 1, numRuns: 100 }).map(javascriptLiteral));
    const nullable: Shape = { type: 'either', shapes: [{ type: 'boolean' }, { type: 'nothing' }] };
    assert.deepEqual([...kinds(nullable)].sort(), ['false', 'null', 'true']);
    const field = { name: 'x', of: { type: 'boolean' }, optional: true } as const;
    assert.deepEqual([...kinds({ type: 'record', fields: [field] })].sort(), [
      '({"x": false})',
      '({"x": true})',
      '({})',
    ]);
    assert.ok(kinds({ type: 'text' }).has('"two words"') && kinds({ type: 'integer' }).has('25'));
  });

  it('near another are of its type, and most are others', () => {
    const pairs = drawn.chain(([, value]) => fc.tuple(fc.constant(value), valuesNear(value)));
    fc.assert(
      fc.property(pairs, ([value, near]) => value.type === near.type),
      runs,
    );
    const numbers: Value = { type: 'list', items: [1, 2, 3].map(integer) };
    const found = new Set(fc.sample(valuesNear(numbers), { seed: 1, numRuns: 100 }).map(pythonLiteral));
    assert.ok(found.size > 25 && found.has('[3, 2, 1]') && found.has('[2, 3]'), [...found].join(' '));
  });

  it('of a template are filled in', () => {
    const filled = (template: string) => fc.sample(filledTemplate(template), { seed: 1, numRuns: 50 });
    for (const date of filled('mm-dd-yyyy')) assert.match(date, /^\d\d-\d\d-(?:19|20|21)\d\d$/);
    for (const apples of filled('<n> apples')) assert.match(apples, /^(?:\d|1[012]) apples$/);
  });
});

describe('literals', () => {
  it('of JavaScript make the value', () => {
    fc.assert(
      fc.property(drawn, ([, value]) => {
        assert.deepEqual(new Function(`return ${javascriptLiteral(value)}`)(), made(value));
      }),
      runs,
    );
  });

  it('are read back as they are written', () => {
    fc.assert(
      fc.property(drawn, ([, value]) => {
        assert.deepEqual(readLiteral(pythonLiteral(value)), asPython(value));
        assert.deepEqual(readLiteral(javascriptLiteral(value)), asJavascript(value));
      }),
      runs,
    );
  });

  it('are read from Python and JavaScript', () => {
    const two = { type: 'set', items: [integer(1), integer(2)] } as const;
    const read: Readonly<Record<string, Value>> = {
      '[1, ]': { type: 'list', items: [integer(1)] },
      "('é\\u2028\\n')": text('é\u2028\n'),
      '(1,)': { type: 'tuple', items: [integer(1)] },
      '((1))': integer(1),
      '((1, 2), 3)': {
        type: 'tuple',
        items: [{ type: 'tuple', items: [integer(1), integer(2)] }, integer(3)],
      },
      '{(1, 2)}': { type: 'set', items: [{ type: 'tuple', items: [integer(1), integer(2)] }] },
      '{1, 2}': two,
      'set([1, 2])': two,
      'new Set([1, 2])': two,
      "{1: 'a', b: 2.0,}": {
        type: 'map',
        entries: [
          [integer(1), text('a')],
          [text('b'), float(2)],
        ],
      },
      'new Map([[1, 2]])': { type: 'keyed', entries: [[integer(1), integer(2)]] },
      '{}': { type: 'map', entries: [] },
    };
    for (const [source, value] of Object.entries(read)) assert.deepEqual(readLiteral(source), value, source);
    for (const source of [
      'f(1)',
      '[1',
      '1 + 1',
      'x',
      '[1 2]',
      '[1,,]',
      '{1: 2',
      '{1, a: 2}',
      '{a, b}',
      'new Map([1])',
      'toString',
      '{',
    ])
      assert.equal(readLiteral(source), undefined, source);
  });

  it('are none where they are nested deeper than anybody writes, and that is soon found', {
    timeout: 60_000,
  }, () => {
    assert.equal(readLiteral(`${'['.repeat(90)}${']'.repeat(90)}`)?.type, 'list');
    for (const open of ['[', '(', '{', '((1, 2), ', '{1: ', '{1, '])
      for (const times of [40, 30_000]) assert.equal(readLiteral(open.repeat(times)), undefined, open);
  });
});

function isOf(value: Value, shape: Shape): boolean {
  switch (shape.type) {
    case 'number':
      return value.type === 'integer' || value.type === 'float';
    case 'anything':
      return true;
    case 'numeral':
      return value.type === 'text' && /^\d+(?:\/\d)?$/.test(value.value);
    case 'list':
    case 'set':
      return value.type === shape.type && value.items.every(item => isOf(item, shape.of));
    case 'tuple':
      return (
        value.type === 'tuple' &&
        value.items.length === shape.items.length &&
        shape.items.every((item, i) => isOf(value.items[i] ?? nothing, item))
      );
    case 'map':
    case 'keyed':
      return (
        value.type === shape.type &&
        value.entries.every(([key, item]) => isOf(key, shape.key) && isOf(item, shape.of)) &&
        new Set(value.entries.map(([key]) => pythonLiteral(key))).size === value.entries.length
      );
    case 'record': {
      if (value.type !== 'map') return false;
      const field = (name: string) =>
        value.entries.find(([key]) => key.type === 'text' && key.value === name)?.[1];
      const known = shape.fields.filter(({ name }) => field(name) !== undefined).length;
      return (
        known === value.entries.length &&
        shape.fields.every(({ name, of, optional }) => {
          const item = field(name);
          return item ? isOf(item, of) : optional;
        })
      );
    }
    case 'literal':
      return shape.values.includes(value);
    case 'either':
      return shape.shapes.some(one => isOf(value, one));
    default:
      return (
        value.type === shape.type &&
        (!('value' in value) || typeof value.value !== 'number' || Number.isFinite(value.value))
      );
  }
}

/** What JavaScript calls the value. */
function made(value: Value): unknown {
  switch (value.type) {
    case 'nothing':
      return null;
    case 'absent':
      return undefined;
    case 'bigint':
      return BigInt(value.value);
    case 'list':
    case 'tuple':
      return value.items.map(made);
    case 'set':
      return new Set(value.items.map(made));
    case 'map': {
      const entries = value.entries.map(([key, item]) => [String(made(key)), made(item)] as const);
      return Object.fromEntries(entries);
    }
    case 'keyed':
      return new Map(value.entries.map(([key, item]) => [made(key), made(item)]));
    default:
      return value.value;
  }
}

const inside = (value: Value, change: (value: Value) => Value): Value => {
  if ('items' in value) return { ...value, items: value.items.map(change) };
  if ('entries' in value)
    return { ...value, entries: value.entries.map(([key, item]): Entry => [change(key), change(item)]) };
  return value;
};

/** What Python cannot tell apart. */
function asPython(value: Value): Value {
  if (value.type === 'absent') return nothing;
  if (value.type === 'bigint') return integer(value.value);
  const same = inside(value, asPython);
  return same.type === 'keyed' ? { ...same, type: 'map' } : same;
}

/** What JavaScript cannot tell apart. */
function asJavascript(value: Value): Value {
  if (value.type === 'float' && Number.isInteger(value.value)) return integer(value.value);
  const same = inside(value, asJavascript);
  if (same.type === 'tuple') return { ...same, type: 'list' };
  if (same.type !== 'map') return same;
  return { ...same, entries: same.entries.map(([key, item]) => [text(String(made(key))), item]) };
}
