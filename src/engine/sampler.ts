import type { Candidate } from './candidate.ts';
import { critiqueOf } from './judging/asking/judgingCritique.ts';
import { TalkFinder, withoutTalk } from './judging/exhibits/exhibitTalk.ts';
import type { Capabilities, Message } from './languageModel.ts';
import type { CodeTask, Language, PromptTask } from './task.ts';
import type { Snippet } from './workspaceSearch.ts';

export const languageNames: Readonly<Record<Language, string>> = {
  javascript: 'JavaScript',
  typescript: 'TypeScript',
  tsx: 'TypeScript',
  python: 'Python',
};

/**
 * The prompt for one sample of a code task, with what a search found where there was one. All samples of a task or of a
 * context share it, so that a model can evaluate it once.
 */
export function codePrompt(
  task: CodeTask,
  style: Capabilities['promptStyle'],
  snippets: readonly Snippet[] = [],
): readonly Message[] {
  return style === 'small' ? smallCodePrompt(task, snippets) : largeCodePrompt(task, snippets);
}

/** One instruction and the documentation: a small model copies a faulty body that it is shown. */
function smallCodePrompt(task: CodeTask, snippets: readonly Snippet[]): readonly Message[] {
  const name = languageNames[task.language];
  const described = task.documentation !== '' || task.instruction !== undefined;
  const write = snippets.length === 0 ? 'Write' : 'Use the code above to write';
  const lines = [
    ...(snippets.length === 0 ? [] : [fenced(task.language, shownCode(task, snippets))]),
    `${write} the ${name} function ${task.functionName}. Answer with code only, in one code block.`,
    ...(task.instruction === undefined ? [] : [task.instruction]),
    ...(task.documentation === '' ? [] : [task.documentation]),
    described ? fenced(task.language, task.signature) : fenced(task.language, task.original),
  ];
  return [{ role: 'user', content: lines.join('\n\n') }];
}

function largeCodePrompt(task: CodeTask, snippets: readonly Snippet[]): readonly Message[] {
  const name = languageNames[task.language];
  const system = [
    `You write one ${name} function so that it does what its documentation and the instruction say.`,
    'Answer with the complete function in one fenced code block and nothing after it.',
    'Keep its name, parameters and the style of the file.',
    snippets.some(snippet => snippet.import !== undefined)
      ? 'Use only what the file already imports or what is shown with its import; write that import above the function.'
      : 'Use only what the file already imports.',
  ].join(' ');
  const parts = [
    `File: ${task.file}`,
    ...(task.context === '' ? [] : [`From the same file:\n${fenced(task.language, task.context)}`]),
    ...(snippets.length === 0
      ? []
      : [`From the workspace:\n${fenced(task.language, shownCode(task, snippets))}`]),
    ...(task.documentation === '' ? [] : [`Documentation:\n${task.documentation}`]),
    `The function as it stands; its tests fail:\n${fenced(task.language, task.original)}`,
    ...(task.instruction === undefined ? [] : [`Instruction: ${task.instruction}`]),
    `Write ${task.functionName}.`,
  ];
  return [
    { role: 'system', content: system },
    { role: 'user', content: parts.join('\n\n') },
  ];
}

/** Each snippet under a comment that says where it stands and how the file can use it. */
function shownCode({ language, file }: CodeTask, snippets: readonly Snippet[]): string {
  const comment = language === 'python' ? '#' : '//';
  return snippets
    .map(({ file: from, line, text, import: statement }) => {
      const place = from === file ? 'this file' : from;
      const use = statement === undefined ? '' : `; to use it: ${statement}`;
      return `${comment} ${place}, line ${line}${use}\n${text}`;
    })
    .join('\n\n');
}

export function fenced(language: Language, code: string): string {
  return `\`\`\`${language === 'tsx' ? 'tsx' : language}\n${code}\n\`\`\``;
}

/**
 * The prompt for writing a candidate anew: the task, what was written, and what is wrong with it, in the words of the
 * tests that fail or of what kept it from being used, and of a judge where one was asked.
 */
export function refinePrompt(
  task: CodeTask,
  candidate: Candidate,
  style: Capabilities['promptStyle'],
  snippets: readonly Snippet[] = [],
): readonly Message[] {
  const small = style === 'small';
  const asked = codePrompt(task, style, snippets);
  const written = candidate.code === undefined ? candidate.text : fenced(task.language, candidate.code);
  const request = small
    ? [
        faultsOf(candidate, 2),
        ...saidOf(task, candidate, 300),
        `Write the corrected ${task.functionName}. Answer with code only, in one code block.`,
      ]
    : [
        faultsOf(candidate, 6),
        ...saidOf(task, candidate, 2_000),
        `Say in a sentence what is wrong, then write the whole corrected ${task.functionName} in one fenced code block.`,
      ];
  return [...asked, { role: 'assistant', content: written }, { role: 'user', content: request.join('\n\n') }];
}

/** What the type checker and a judge say, in at most so many characters each; what is meant for judges is left out. */
function saidOf(task: CodeTask, { reward }: Candidate, most: number): readonly string[] {
  const critique = withoutTalk(critiqueOf(reward)?.text ?? '', new TalkFinder(task)).text;
  const problems = (reward?.evidence ?? []).flatMap(evidence =>
    evidence.type === 'diagnostics' ? evidence.problems.filter(({ severity }) => severity === 'error') : [],
  );
  const lines = problems.map(({ line, message }) => `- line ${line}: ${message}`);
  return [
    ...(lines.length > 0 ? [`The compiler says:\n${shortened(lines.join('\n'), most)}`] : []),
    ...(critique === '' ? [] : [`A reviewer says:\n${shortened(critique, most)}`]),
  ];
}

/** Characters of a message that a prompt shows. */
const longestMessage = 400;

/** What the tests say about a candidate, or why it could not be used; at most so many failing tests. */
function faultsOf({ error, reward }: Candidate, most: number): string {
  if (error !== undefined) return `This could not be used: ${error}.`;
  const report = reward?.evidence.find(evidence => evidence.type === 'tests')?.report;
  const failing = (report?.tests ?? []).filter(
    test => test.status === 'failed' || test.status === 'timed-out',
  );
  const shown = failing.slice(0, most).map(({ name, status, message }) => {
    const said = status === 'timed-out' ? 'did not end in time' : (message ?? 'failed');
    return `- ${name}: ${shortened(said)}`;
  });
  const more = failing.length > most ? [`- and ${failing.length - most} more`] : [];
  if (shown.length > 0) return ['These tests fail:', ...shown, ...more].join('\n');
  if (report?.outcome === 'timed-out') return 'The tests did not end in time.';
  const output = report?.output.trim() ?? '';
  return output === '' ? 'This is wrong.' : `The tests could not run:\n${output.slice(-longestMessage)}`;
}

function shortened(message: string, most = longestMessage): string {
  const text = message.trim();
  return text.length > most ? `${text.slice(0, most)} ...` : text;
}

/** The prompt for one sample of an answer. */
export function answerPrompt(task: PromptTask): readonly Message[] {
  const system =
    'Answer the question. End with a line "Answer: " followed by the answer alone, as short as it can be.';
  return [
    { role: 'system', content: system },
    { role: 'user', content: task.text },
  ];
}
