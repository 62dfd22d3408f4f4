import * as fc from 'fast-check';
import type { Random } from '../random.ts';
import type { CodeTask } from '../task.ts';
import { callsIn } from './callsIn.ts';
import { type DocLiterals, docLiterals } from './docLiterals.ts';
import { edgesOf } from './edges.ts';
import { shapeOfName } from './nameShape.ts';
import { type Parameter, parametersOf } from './parameters.ts';
import { argumentsNear, omitting, relatedArguments, unrelated } from './related.ts';
import { sample } from './sample.ts';
import { listOf, nameOfShape, type Shape } from './shape.ts';
import { shuffled } from './shuffled.ts';
import { type DeclaredTypes, declaredTypes } from './typeNames.ts';
import { shapeOfType } from './typeShape.ts';
import { literalOf, type Value } from './value.ts';
import { valuesOf } from './values.ts';

/** An input without an expected output: what the candidates make of it is compared, not judged. */
export type Probe = { readonly args: readonly Value[] };

export type ProbeTask = Pick<
  CodeTask,
  'language' | 'functionName' | 'signature' | 'documentation' | 'context'
>;

/** With fewer, agreement is coarse; more than this buys nothing (measured: 16 .43, 40 .44, 80 .45, 110 .45). */
const enough = 110;
/** Longer arguments than this, written out, are left out. */
const longest = 1500;

/**
 * Probe inputs for a function: its documented examples and variations of them, edge cases, and random values of the
 * shapes its types, names and words suggest; for parameters without a type also a few of every other shape. A function
 * of the task and the chance alone. None for a method, or where the parameters cannot be read.
 */
export function probesFor(task: ProbeTask, random: Random): readonly Probe[] {
  const name = task.functionName;
  const parameters = parametersOf(task);
  if (!parameters || parameters.length === 0 || name.includes('.')) return [];
  const literals = docLiterals(task.documentation);
  const declared = declaredTypes(task);
  const only = parameters.length === 1;
  const shapes = parameters.map(parameter => shapeOf(parameter, task.documentation, declared, only));
  const found = new Map<string, readonly Value[]>();
  const written = literalOf(task.language);
  const add = (args: readonly Value[]) => {
    const key = args.map(written).join(', ');
    if (key.length <= longest && !found.has(key)) found.set(key, args);
  };

  for (const { args } of callsIn(`${task.documentation}\n${task.context}`, name)) {
    if (args.length === 0 || args.length > parameters.length) continue;
    add(args);
    for (const near of sample(random, argumentsNear(args), 3)) add(near);
  }
  for (const args of edgeArguments(random, shapes, literals)) add(args);
  const others = otherShapes(parameters, shapes);
  const typed = Math.max(Math.ceil(enough * 0.6), enough - found.size - others.length * 3);
  const goal = found.size + typed;
  const required = parameters.findLastIndex(({ optional }) => !optional) + 1;
  const related = relatedArguments(shapes, literals);
  const values = required < parameters.length ? omitting(related, required) : related;
  for (const args of sample(random, values, 3 * typed)) {
    if (found.size < goal) add(args);
  }
  for (const other of shuffled(random, others).slice(0, 20)) {
    for (const args of sample(random, unrelated(other, literals), 3)) add(args);
  }
  return shuffled(random, [...found.values()]).map(args => ({ args }));
}

function shapeOf(
  { name, type }: Parameter,
  documentation: string,
  declared: DeclaredTypes,
  only: boolean,
): Shape {
  const typed = type === undefined ? undefined : shapeOfType(type, declared);
  const bare = type?.toLowerCase();
  if (typed) return typed;
  const named = shapeOfName(name, documentation, only);
  if (bare !== 'list' && bare !== 'array') return named;
  return named.type === 'list' ? named : listOf({ type: 'integer' });
}

function edgeArguments(
  random: Random,
  shapes: readonly Shape[],
  literals: DocLiterals,
): readonly (readonly Value[])[] {
  const [only] = shapes;
  const fixed = shapes.length === 1 && only && edgesOf(only);
  if (fixed) return fixed.map(edge => [edge]);
  const edges = shapes.map(shape => {
    const values = edgesOf(shape);
    return values ? fc.constantFrom(...values) : valuesOf(shape, literals);
  });
  return sample(random, fc.tuple(...edges), 14);
}

const common: readonly Shape[] = [
  { type: 'integer' },
  { type: 'float' },
  { type: 'text' },
  listOf({ type: 'integer' }),
  listOf({ type: 'float' }),
  listOf({ type: 'text' }),
  listOf(listOf({ type: 'integer' })),
  { type: 'numeral' },
];

/** Every other shape for one parameter without a type, and the same for all of them. A wrong one costs little: where most candidates fail, a probe has no weight. */
function otherShapes(
  parameters: readonly Parameter[],
  shapes: readonly Shape[],
): readonly (readonly Shape[])[] {
  const free = parameters.map(({ type }) => {
    if (type === undefined) return common;
    return /^(?:list|array)$/i.test(type) ? common.filter(shape => shape.type === 'list') : [];
  });
  const one = free.flatMap((choices, at) =>
    choices.map(choice => shapes.map((shape, i) => (i === at ? choice : shape))),
  );
  const all = free.every(choices => choices.length > 0) ? common.map(choice => shapes.map(() => choice)) : [];
  const key = (each: readonly Shape[]) => each.map(nameOfShape).join();
  const kept = new Map([...one, ...all].map(each => [key(each), each]));
  kept.delete(key(shapes));
  return [...kept.values()];
}
