import type { Output } from '../probes/probeRunner.ts';
import { text } from '../probes/value.ts';
import type { Evidence, RunExample } from '../reward.ts';
import type { CodeTask } from '../task.ts';
import { type Asserted, assertedIn } from './assertedIn.ts';
import { canonicalText, gave } from './canonicalText.ts';
import { testReader, type WrittenTest } from './generatedTests.ts';

/** A call that the documentation of a function shows, with the result it says: the author's own executable expectation. */
export type DocExample = WrittenTest & {
  /** The result is shown as printed, so that a number and its text look alike. */
  readonly printed: boolean;
};

/** More than these tell nothing new of a candidate. */
const mostExamples = 20;

/**
 * The examples in a function's documentation, each once: doctests, results in a comment behind the call or under it,
 * comparisons, "returns 4". None of a method; a call that is shown with two results is left out, as is what is no literal.
 */
export function docExamples(task: CodeTask): readonly DocExample[] {
  const { documentation, functionName, language } = task;
  if (functionName.includes('.')) return [];
  const plain = plainExamples(documentation);
  const read = testReader(task);
  const isSame = (one: WrittenTest, other: WrittenTest) =>
    canonicalText(one.expected, language) === canonicalText(other.expected, language);
  const found = new Map<string, WrittenTest>();
  const unclear = new Set<string>();
  for (const asserted of inText(plain, task)) {
    const example = read(asserted);
    if (!example) continue;
    const known = found.get(example.call) ?? example;
    if (!isSame(known, example)) unclear.add(example.call);
    found.set(example.call, known);
  }
  const notPrinted = new Set(inText(withoutPrinted(plain, functionName), task).map(one => read(one)?.call));
  return [...found.values()]
    .filter(({ call }) => !unclear.has(call))
    .slice(0, mostExamples)
    .map(example => ({ ...example, printed: !notPrinted.has(example.call) }));
}

/** Also with sentences cut at their full stops, which would belong to a result else. */
function inText(plain: string, task: CodeTask): readonly Asserted[] {
  const sentences = plain.replace(/(?<=[\w'")\]}])\.(?=\s|$)/g, '\n');
  return [...assertedIn(sentences, task), ...assertedIn(plain, task)];
}

const says =
  /\)[ \t]+(?:(?:will|should|would)[ \t]+)?(?:returns?|gives?|yields?|equals?|produces?|evaluates[ \t]+to|results[ \t]+in)\b:?[ \t]*/gi;

/** "1, 2, 3" and "1,000" would be read as 1. */
const severalResults = /((?:\/\/|#|=>|\bis\b)[ \t]*(?:=>[ \t]*)?[-\w."']+),(?=[ \t]*[-\d"'])/g;

/** Documentation as `assertedIn` reads it: no code marks, one kind of arrow, a result on the line of its call. */
function plainExamples(documentation: string): string {
  return documentation
    .replaceAll('\r\n', '\n')
    .replaceAll('`', '')
    .replace(/[➞➔⇒⟹⟶]/g, '=>')
    .replace(/\n[ \t]*\.\.\.[ \t]/g, ' ')
    .replace(/\)[ \t]*;?[ \t]*\n[ \t]*(?:\/\/|#)/g, ') //')
    .replace(says, ') => ')
    .replace(/\)[ \t]*=[ \t]*(?![=>])/g, ') => ')
    .replace(severalResults, '$1 and');
}

function withoutPrinted(plain: string, functionName: string): string {
  const printing = new RegExp(
    `(\\b(?:print|console\\.\\w+)\\(\\s*)(?=${functionName.replace(/\$/g, '\\$')}\\()`,
    'g',
  );
  return plain.replace(printing, '$1_');
}

/** Whether an output is what the example says. */
export function meetsExample(
  { expected, expectedText, printed }: DocExample,
  output: Output,
  language: CodeTask['language'],
): boolean {
  if (gave(output, expected, language)) return true;
  const isPlain = ['integer', 'float', 'bigint', 'boolean', 'nothing'].includes(expected.type);
  return printed && isPlain && gave(output, text(expectedText), language);
}

/** Evidence of any kind, as it is kept or as it is drawn. */
type AnyEvidence = readonly { readonly type: Evidence['type'] }[];
type ExamplesEvidence = Extract<Evidence, { type: 'examples' }>;

/** The examples that a candidate was run on; none where its documentation shows none. */
export function examplesIn(evidence: AnyEvidence): readonly RunExample[] {
  const own = evidence.find((each): each is ExamplesEvidence => each.type === 'examples');
  return own?.examples ?? [];
}

/** How many of them it passes. */
export function examplesPassed(evidence: AnyEvidence): number {
  return examplesIn(evidence).filter(({ passed }) => passed).length;
}

/** What a share of generated tests is worth beside the examples: less than one of them, so that the examples come first. */
export function valueBesideExamples(evidence: AnyEvidence, share: number): number {
  const examples = examplesIn(evidence).length;
  return examples === 0 ? share : (examplesPassed(evidence) + 0.99 * share) / (examples + 1);
}

/** Candidates as far as examples tell of them. */
type Exemplified = { readonly behaviour: string; readonly evidence: AnyEvidence };

/**
 * The calls of examples that candidates of several behaviours were run on and none passes: the documentation may be wrong
 * there, so they say nothing of a candidate.
 */
export function doubtfulExamples(candidates: readonly Exemplified[]): ReadonlySet<string> {
  const run = candidates.flatMap(({ behaviour, evidence }) =>
    examplesIn(evidence).map(one => ({ ...one, behaviour })),
  );
  const calls = [...Map.groupBy(run, ({ call }) => call)];
  const isDoubtful = (of: typeof run) =>
    of.every(({ passed }) => !passed) && new Set(of.map(({ behaviour }) => behaviour)).size > 1;
  return new Set(calls.flatMap(([call, of]) => (isDoubtful(of) ? [call] : [])));
}

/** Whether a candidate fails an example that is not doubtful. */
export function failsExample(evidence: AnyEvidence, doubtful: ReadonlySet<string>): boolean {
  return examplesIn(evidence).some(({ call, passed }) => !passed && !doubtful.has(call));
}
