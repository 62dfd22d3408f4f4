import type { Capabilities, Message } from '../languageModel.ts';
import { parametersOf } from '../probes/parameters.ts';
import { literalOf, type Value } from '../probes/value.ts';
import { fenced, languageNames } from '../sampler.ts';
import type { CodeTask, Language } from '../task.ts';
import { type Asserted, assertedIn } from './assertedIn.ts';
import { canonicalText } from './canonicalText.ts';
import { callWriter, type WrittenCall } from './writtenCall.ts';

/** A call with the literal that it should give: a probe whose output is compared. */
export type WrittenTest = WrittenCall & {
  readonly expected: Value;
  /** The same as code in the task's language, whole; equal for equal values. */
  readonly expectedText: string;
};

/** Of one reply the first so many count: the more a reply goes on, the less it is worth (CodeT takes as many). */
const mostOfReply = 5;

/**
 * The tests in a model's reply, each once. None where it holds nothing but code, prose, or calls that the function cannot
 * take: such a reply is no vote.
 */
export function readTests(reply: string, task: CodeTask): readonly WrittenTest[] {
  const read = testReader(task);
  const tests = new Map<string, WrittenTest>();
  for (const asserted of assertedIn(reply, task)) {
    const test = read(asserted);
    if (test && tests.size < mostOfReply) tests.set(`${test.call} ${test.expectedText}`, test);
  }
  return [...tests.values()];
}

/** Reads what a text asserts as a test that can be run; undefined for a call or values that cannot. */
export function testReader(task: CodeTask): (asserted: Asserted) => WrittenTest | undefined {
  const { language } = task;
  const written = callWriter(task);
  return asserted => {
    const call = isFaithful(asserted, language) ? written(asserted.args) : undefined;
    const { expected } = asserted;
    return call && { ...call, expected, expectedText: literalOf(language)(expected) };
  };
}

/** Whether the values are those that were written: no names taken for text, no digits or characters lost. */
function isFaithful({ args, expected, source }: Asserted, language: Language): boolean {
  const bare = source.replace(/'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"/g, '""');
  if (
    language === 'python' &&
    (/[{,]\s*(?!True|False|None)[A-Za-z_]\w*\s*:/.test(bare) || /\\[UN1-7]/.test(source))
  )
    return false;
  return [...args, expected].every(isExact) && canonicalText(expected, language) !== undefined;
}

function isExact(value: Value): boolean {
  switch (value.type) {
    case 'integer':
    case 'bigint':
      return Number.isSafeInteger(value.value);
    case 'float':
      return Number.isFinite(value.value);
    case 'list':
    case 'tuple':
    case 'set':
      return value.items.every(isExact);
    case 'map':
    case 'keyed':
      return value.entries.flat().every(isExact);
    default:
      return true;
  }
}

/** Asks for tests of what the documentation says. No candidate is shown, nor the code as it stands: either may be wrong. */
export function testsPrompt(task: CodeTask, style: Capabilities['promptStyle']): readonly Message[] {
  return style === 'small' ? smallTestsPrompt(task) : largeTestsPrompt(task);
}

/** Two examples: a small model that is only told what to do writes the function. */
function smallTestsPrompt(task: CodeTask): readonly Message[] {
  const { language } = task;
  const parameters = parametersOf(task);
  const call = parameters
    ? `${task.functionName}(${parameters.map(({ name }) => name).join(', ')})`
    : task.signature;
  const said = [task.instruction, task.documentation].filter(text => text !== undefined && text !== '');
  return [
    ...examples.flatMap(({ name, says, parameters: names, tests }): readonly Message[] => {
      const written =
        language === 'python' ? name.replace(/[A-Z]/g, letter => `_${letter.toLowerCase()}`) : name;
      const lines = tests.map(([args, result]) => assertLine(language, `${written}(${args})`, result));
      return [
        { role: 'user', content: smallRequest(language, `${written}(${names})`, says) },
        { role: 'assistant', content: fenced(language, lines.join('\n')) },
      ];
    }),
    { role: 'user', content: smallRequest(language, call, said.join('\n\n')) },
  ];
}

const examples = [
  {
    name: 'countOf',
    says: 'How often a value is in a list.',
    parameters: 'items, value',
    tests: [
      ['[1, 2, 1], 1', '2'],
      ['[], 5', '0'],
      ['[3, 3, 3], 3', '3'],
      ["['a', 'b'], 'b'", '1'],
    ],
  },
  {
    name: 'shout',
    says: 'The text in capital letters with an exclamation mark behind it.',
    parameters: 'text',
    tests: [
      ["'hello'", "'HELLO!'"],
      ["''", "'!'"],
      ["'Yes no'", "'YES NO!'"],
      ["'a'", "'A!'"],
    ],
  },
] as const;

function smallRequest(language: Language, call: string, says: string): string {
  const first = `Write four lines of ${languageNames[language]} that each check one result of ${call}`;
  return says === '' ? first : `${first}\n\n${says}`;
}

function assertLine(language: Language, call: string, result: string): string {
  return language === 'python' ? `assert ${call} == ${result}` : `assert.deepEqual(${call}, ${result});`;
}

function largeTestsPrompt(task: CodeTask): readonly Message[] {
  const { language, functionName } = task;
  const system = [
    `You write tests of one ${languageNames[language]} function from what its documentation says it does.`,
    `Answer with one fenced code block of at most ${mostOfReply} lines, each of the form`,
    `\`${assertLine(language, `${functionName}(...)`, '...')}\`, with literal values on both sides.`,
    'Work out every result from the documentation; leave out a case whose result you are not sure of.',
    'Cover ordinary and edge cases. Do not write the function.',
  ].join(' ');
  const parts = [
    `File: ${task.file}`,
    ...(task.context === '' ? [] : [`From the same file:\n${fenced(language, task.context)}`]),
    ...(task.documentation === '' ? [] : [`Documentation:\n${task.documentation}`]),
    `Signature:\n${fenced(language, task.signature)}`,
    ...(task.instruction === undefined ? [] : [`Instruction: ${task.instruction}`]),
    `Write the tests of ${functionName}.`,
  ];
  return [
    { role: 'system', content: system },
    { role: 'user', content: parts.join('\n\n') },
  ];
}
