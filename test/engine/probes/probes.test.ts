import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { callsIn } from '../../../src/engine/probes/callsIn.ts';
import { docLiterals } from '../../../src/engine/probes/docLiterals.ts';
import { shapeOfName } from '../../../src/engine/probes/nameShape.ts';
import { parametersOf } from '../../../src/engine/probes/parameters.ts';
import { type ProbeTask, probesFor } from '../../../src/engine/probes/probes.ts';
import { nameOfShape } from '../../../src/engine/probes/shape.ts';
import { javascriptLiteral, pythonLiteral, type Value } from '../../../src/engine/probes/value.ts';
import { seededRandom } from '../../../src/engine/random.ts';

const python = (signature: string, documentation = ''): ProbeTask => ({
  language: 'python',
  functionName: /def (\w+)/.exec(signature)?.[1] ?? 'f',
  signature,
  documentation,
  context: '',
});
const typescript = (signature: string, documentation = ''): ProbeTask => ({
  ...python(signature, documentation),
  language: 'typescript',
  functionName: 'f',
});
const written = (task: ProbeTask, seed = 1) =>
  probesFor(task, seededRandom(seed)).map(({ args }) => args.map(pythonLiteral).join(', '));
const fits = (value: Value | undefined, shape: string): boolean =>
  shape === 'any' || value?.type === shape || (shape === 'number' && value !== undefined && 'value' in value);

describe('shapes', () => {
  it('are guessed from names and the words of the documentation', () => {
    const of = (name: string, documentation = '', only = false) =>
      nameOfShape(shapeOfName(name, documentation, only));
    assert.equal(of('n'), 'integer');
    assert.equal(of('text'), 'text');
    assert.equal(of('lst'), '[integer]');
    assert.equal(of('arr', 'Given an array of strings, ...'), '[text]');
    assert.equal(of('words'), '[text]');
    assert.equal(of('a', 'Two words are given'), 'text');
    assert.equal(of('a', 'Two numbers are given'), 'integer');
    assert.equal(of('x', 'Given a list of positive integers x.', true), '[integer]');
    assert.equal(of('isOpen'), 'boolean');
  });
});

describe('parameters', () => {
  it('are read with types and defaults', () => {
    assert.deepEqual(parametersOf(python('def f(a: Dict[str, int], b=", )", *args, c=1) -> int:')), [
      { name: 'a', optional: false, type: 'Dict[str, int]' },
      { name: 'b', optional: true },
    ]);
    assert.deepEqual(
      parametersOf(typescript('export const f = (a: (x: number) => string, b?: number[]): number =>')),
      [
        { name: 'a', optional: false, type: '(x: number) => string' },
        { name: 'b', optional: true, type: 'number[]' },
      ],
    );
  });

  it('have the types that JSDoc and docstrings give them', () => {
    const types = (task: ProbeTask) => parametersOf(task)?.map(({ type }) => type);
    const jsdoc = `@param {number[]} a the numbers
@param {{ x: number, y: number }} [b] a point
@param {Object} c
@param {string} c.name
@param {Object[]} [c.tags]
@param {boolean} c.tags[].on`;
    assert.deepEqual(types(typescript('function f(a, b, c, d)', jsdoc)), [
      'number[]',
      '{ x: number, y: number }',
      '{ name: string; tags?: { on: boolean }[] }',
      undefined,
    ]);
    const docstring = 'a (List[int], optional): numbers\n:param str b: a word\n:type c: dict[str, int]';
    assert.deepEqual(types(python('def f(a, b, c, d):', docstring)), [
      'List[int]',
      'str',
      'dict[str, int]',
      undefined,
    ]);
  });

  it('of a method or with patterns cannot be filled', () => {
    assert.equal(parametersOf(python('def push(self, item):')), undefined);
    assert.equal(parametersOf(typescript('function f({ a, b }: Options)')), undefined);
    assert.deepEqual(
      probesFor({ ...typescript('push(item: number)'), functionName: 'Stack.push' }, seededRandom(1)),
      [],
    );
  });
});

describe('literals', () => {
  it('of a documentation are collected', () => {
    const found = docLiterals('At most 25 of "(<>)" or \'a\', near Mercury, as mm-dd-yyyy.');
    assert.deepEqual(found.integers, [25]);
    assert.deepEqual(docLiterals('@param {Object} [options.size=3] in %').texts, ['%']);
    assert.ok(
      found.texts.includes('(<>)') && found.texts.includes('mm-dd-yyyy') && found.texts.includes('Mercury'),
    );
    assert.ok(found.characters.includes('<') && found.characters.includes('a'));
  });

  it('of calls in examples are arguments', () => {
    const calls = callsIn('>>> f([1, ")"], 2)\n3\nf(x) g(1) obj.f(4) f()', 'f');
    assert.deepEqual(
      calls.map(({ args, source }) => [source, ...args.map(pythonLiteral)]),
      [['[1, ")"], 2', '[1, ")"]', '2'], ['']],
    );
  });
});

describe('probes', () => {
  it('fit the parameters’ types, are distinct, and many', () => {
    const task = python('def f(a: List[int], b: str, c: bool) -> int:');
    const probes = probesFor(task, seededRandom(1));
    for (const { args } of probes)
      assert.ok(
        fits(args[0], 'list') && fits(args[1], 'text') && fits(args[2], 'boolean') && args.length === 3,
      );
    assert.ok(probes.length >= 80 && probes.length <= 130, String(probes.length));
    assert.equal(new Set(written(task)).size, probes.length);
    const maybe = probesFor(typescript('function f(n: number | null | undefined)'), seededRandom(1));
    const args = maybe.map(probe => probe.args.map(javascriptLiteral).join());
    assert.equal(new Set(args).size, args.length);
    assert.ok(args.includes('null') && args.includes('undefined'));
  });

  it('are a function of the task and the seed', () => {
    const task = python('def f(words, k):', 'the k longest words');
    assert.deepEqual(written(task), written(task));
    assert.notDeepEqual(written(task), written(task, 2));
  });

  it('hold the edges, documented examples with variations, and literals of the documentation', () => {
    const probes = written(python('def f(xs: list[int]):', 'for example f([7, 77, 777]) is 3'));
    for (const edge of ['[]', '[0]', '[1, 1]', '[7, 77, 777]']) assert.ok(probes.includes(edge), edge);
    const near = probes.filter(probe => /\b777\b/.test(probe) && probe !== '[7, 77, 777]');
    assert.ok(near.length > 0);
    const brackets = written(python('def f(s: str):', "a string of '<' and '>'"));
    assert.ok(brackets.filter(probe => /^"[<>]+"$/.test(probe)).length >= 10, String(brackets));
  });

  it('leave out what is optional now and then, and nothing else', () => {
    const counts = probesFor(typescript('function f(a: number, b?: string, c = 1)'), seededRandom(1)).map(
      ({ args }) => args.length,
    );
    assert.deepEqual([...new Set(counts)].sort(), [1, 3]);
    assert.ok(counts.filter(count => count === 1).length >= 5);
  });

  it('are of a type that the context declares', () => {
    const context = 'export type Id = string;\ninterface Item { id: Id; size: number }';
    const task = { ...typescript('function f(items: Item[])'), context };
    const probes = probesFor(task, seededRandom(1));
    assert.ok(probes.length >= 80);
    const items = probes.flatMap(({ args: [arg] }) => (arg?.type === 'list' ? arg.items : []));
    const fields = items.map(item =>
      item.type === 'map' ? item.entries.map(([key, value]) => [key, value.type]) : [],
    );
    assert.ok(items.length > 100);
    for (const each of fields) {
      assert.deepEqual(each[0], [{ type: 'text', value: 'id' }, 'text']);
      assert.ok(each.length === 2 && /^(?:integer|float)$/.test(String(each[1]?.[1])));
    }
  });

  it('try other shapes only where there is no type', () => {
    const kinds = (task: ProbeTask) =>
      new Set(probesFor(task, seededRandom(3)).map(({ args }) => args[0]?.type ?? 'none'));
    assert.deepEqual([...kinds(python('def f(n: int):'))], ['integer']);
    assert.ok(kinds(python('def f(n):')).has('text') && kinds(python('def f(n):')).has('list'));
  });

  it('relate the arguments to each other often enough to find matches', () => {
    const found = probesFor(typescript('function f(text: string, part: string)'), seededRandom(1));
    const within = found.filter(
      ({ args: [whole, part] }) =>
        whole?.type === 'text' &&
        part?.type === 'text' &&
        part.value !== '' &&
        whole.value.includes(part.value),
    );
    assert.ok(within.length >= found.length / 10, `${within.length} of ${found.length}`);
  });
});
