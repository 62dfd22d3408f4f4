import type { Random } from '../random.ts';
import type { CodeTask } from '../task.ts';
import { callsIn } from './docExamples.ts';
import { docLiterals } from './docLiterals.ts';
import { between, mutateText, pick, shuffled } from './drawText.ts';
import { drawValue, edgesOf, type Source } from './drawValue.ts';
import { mutateValue } from './mutate.ts';
import { shapeOfName } from './nameShape.ts';
import { type Parameter, parametersOf } from './parameters.ts';
import { listOf, nameOfShape, type Shape } from './shape.ts';
import { shapeOfType } from './typeShape.ts';
import { integer, list, pythonLiteral, text, type Value } from './value.ts';

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
export function probesFor(task: ProbeTask, random: Random, count = enough): readonly Probe[] {
  const name = task.functionName;
  const parameters = parametersOf(task);
  if (!parameters || parameters.length === 0 || name.includes('.')) return [];
  const literals = docLiterals(task.documentation);
  const source: Source = { random, literals };
  const shapes = parameters.map(parameter => shapeOf(parameter, task.documentation, parameters.length === 1));
  const found = new Map<string, readonly Value[]>();
  const add = (args: readonly Value[]) => {
    const key = args.map(pythonLiteral).join(', ');
    if (key.length <= longest && !found.has(key)) found.set(key, args);
  };

  for (const args of callsIn(`${task.documentation}\n${task.context}`, name)) {
    if (args.length === 0 || args.length > parameters.length) continue;
    add(args);
    for (let round = 0; round < 3; round++) {
      const at = random.below(args.length);
      add(args.map((arg, i) => (i === at ? mutateValue(random, arg) : arg)));
    }
  }
  for (const args of edgeArguments(source, shapes)) add(args);
  const others = otherShapes(parameters, shapes);
  const typed = Math.max(Math.ceil(count * 0.6), count - found.size - others.length * 3);
  for (let tries = 0, goal = found.size + typed; found.size < goal && tries < 3 * typed; tries++)
    add(drawArguments(source, shapes));
  for (const other of shuffled(random, others).slice(0, 20)) {
    for (let round = 0; round < 3; round++) add(other.map(shape => drawValue(source, shape)));
  }
  return shuffled(random, [...found.values()]).map(args => ({ args }));
}

function shapeOf({ name, type }: Parameter, documentation: string, only: boolean): Shape {
  const typed = type === undefined ? undefined : shapeOfType(type);
  const bare = type?.toLowerCase();
  if (typed) return typed;
  const named = shapeOfName(name, documentation, only);
  if (bare !== 'list' && bare !== 'array') return named;
  return named.type === 'list' ? named : listOf({ type: 'integer' });
}

function edgeArguments(source: Source, shapes: readonly Shape[]): readonly (readonly Value[])[] {
  const edges = shapes.map(shape => edgesOf(source, shape));
  const [only] = edges;
  if (edges.length === 1 && only) return only.map(edge => [edge]);
  return Array.from({ length: 14 }, () => edges.map(choice => pick(source.random, choice)));
}

/** Values of the shapes; in a third of the cases the later arguments have to do with the first. */
function drawArguments(source: Source, shapes: readonly Shape[]): readonly Value[] {
  const { random } = source;
  const args = shapes.map(shape => drawValue(source, shape));
  const [first] = args;
  if (first === undefined || args.length === 1 || random.next() >= 0.35) return args;
  return args.map((arg, i) => (i === 0 ? arg : relatedTo(source, first, arg, shapes[0])));
}

function relatedTo(source: Source, first: Value, arg: Value, shape: Shape | undefined): Value {
  const { random } = source;
  const chance = random.next();
  if (first.type === 'list' && arg.type === 'integer')
    return integer(between(random, 0, Math.max(1, first.items.length)));
  if (first.type !== arg.type) return arg;
  if (first.type === 'list' && chance < 0.8 && shape?.type === 'list') {
    return list(first.items.map(item => (random.next() < 0.6 ? item : drawValue(source, shape.of))));
  }
  if (first.type === 'text' && chance > 0.4) return text(partOf(random, first.value));
  return mutateValue(random, first);
}

function partOf(random: Random, whole: string): string {
  const chance = random.next();
  if (whole !== '' && chance < 0.5) {
    const start = random.below(whole.length);
    return whole.slice(start, start + between(random, 1, 3));
  }
  return chance < 0.8 ? shuffled(random, [...whole]).join('') : mutateText(random, whole);
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
