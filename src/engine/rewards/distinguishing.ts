import type { Capabilities, Message } from '../languageModel.ts';
import { callsIn } from '../probes/callsIn.ts';
import { parametersOf } from '../probes/parameters.ts';
import { fenced, languageNames } from '../sampler.ts';
import type { CodeTask } from '../task.ts';
import { callWriter, type WrittenCall } from './writtenCall.ts';

/** Of one reply the first so many count. */
const mostCalls = 8;

/**
 * Asks for inputs on which two programs would differ (S*, Li et al. 2025: adaptive inputs for selection). The programs are
 * shown in the order given.
 */
export function distinguishingPrompt(
  task: CodeTask,
  [first, second]: readonly [first: string, second: string],
  style: Capabilities['promptStyle'],
): readonly Message[] {
  if (style === 'small') return smallPrompt(task, first, second);
  const { language, functionName, documentation } = task;
  const name = languageNames[language];
  const example = `${functionName}(${
    parametersOf(task)
      ?.map(() => '...')
      .join(', ') ?? '...'
  })`;
  const shown = [
    `Version 1:\n${fenced(language, first)}`,
    `Version 2:\n${fenced(language, second)}`,
    ...(documentation === '' ? [] : [`Both should do this:\n${documentation}`]),
  ];
  const system = [
    `You find inputs on which two versions of one ${name} function return different results.`,
    'Compare the versions line by line, and think of what reaches the places where they part.',
    `Then answer with one fenced code block of at most ${mostCalls} lines, each one call with literal arguments,`,
    `such as \`${example}\`. Only inputs that the documentation allows. Do not write results.`,
  ].join(' ');
  return [
    { role: 'system', content: system },
    { role: 'user', content: shown.join('\n\n') },
  ];
}

/** Two examples and no fences around the versions: a small model that is only told what to do writes a version itself. */
function smallPrompt(task: CodeTask, first: string, second: string): readonly Message[] {
  const { language, functionName } = task;
  const python = language === 'python';
  return [
    ...examples.flatMap(({ name, versions, calls }): readonly Message[] => [
      { role: 'user', content: smallRequest(name, versions[python ? 'python' : 'javascript']) },
      { role: 'assistant', content: fenced(language, calls.map(args => `${name}(${args})`).join('\n')) },
    ]),
    { role: 'user', content: smallRequest(functionName, [first, second]) },
  ];
}

function smallRequest(name: string, [first, second]: readonly [string, string]): string {
  return `Version 1:\n${first}\n\nVersion 2:\n${second}\n\nWrite four calls of ${name} that give different results.`;
}

const examples = [
  {
    name: 'last',
    versions: {
      python: [
        'def last(items):\n    return items[-1] if items else None',
        'def last(items):\n    return items and items[-1] or 0',
      ],
      javascript: [
        'function last(items) {\n  return items.at(-1);\n}',
        'function last(items) {\n  return items.at(-1) || 0;\n}',
      ],
    },
    calls: ['[]', "['']", "[1, '']", "['a', '']"],
  },
  {
    name: 'grow',
    versions: {
      python: ['def grow(a, b):\n    return a + b', 'def grow(a, b):\n    return a + abs(b)'],
      javascript: [
        'function grow(a, b) {\n  return a + b;\n}',
        'function grow(a, b) {\n  return a + Math.abs(b);\n}',
      ],
    },
    calls: ['1, -1', '0, -5', '-2, -2', '10, -3'],
  },
] as const;

/** The calls of the function with literal arguments in a model's reply, each once; none where it holds none. */
export function readCalls(reply: string, task: CodeTask): readonly WrittenCall[] {
  const written = callWriter(task);
  const calls = new Map<string, WrittenCall>();
  for (const { args } of callsIn(reply, task.functionName)) {
    const call = args.length === 0 ? undefined : written(args);
    if (call && calls.size < mostCalls) calls.set(call.call, call);
  }
  return [...calls.values()];
}
