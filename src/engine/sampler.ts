import type { Capabilities, Message } from './languageModel.ts';
import type { CodeTask, Language, PromptTask } from './task.ts';

const languageNames: Readonly<Record<Language, string>> = {
  javascript: 'JavaScript',
  typescript: 'TypeScript',
  tsx: 'TypeScript',
  python: 'Python',
};

/** The prompt for one sample of a code task. All samples of a task share it, so that a model can evaluate it once. */
export function codePrompt(task: CodeTask, style: Capabilities['promptStyle']): readonly Message[] {
  return style === 'small' ? smallCodePrompt(task) : largeCodePrompt(task);
}

/** One instruction and the documentation: a small model copies a faulty body that it is shown. */
function smallCodePrompt(task: CodeTask): readonly Message[] {
  const name = languageNames[task.language];
  const described = task.documentation !== '' || task.instruction !== undefined;
  const lines = [
    `Write the ${name} function ${task.functionName}. Answer with code only, in one code block.`,
    ...(task.instruction === undefined ? [] : [task.instruction]),
    ...(task.documentation === '' ? [] : [task.documentation]),
    described ? fenced(task.language, task.signature) : fenced(task.language, task.original),
  ];
  return [{ role: 'user', content: lines.join('\n\n') }];
}

function largeCodePrompt(task: CodeTask): readonly Message[] {
  const name = languageNames[task.language];
  const system = [
    `You write one ${name} function so that it does what its documentation and the instruction say.`,
    'Answer with the complete function in one fenced code block and nothing after it.',
    'Keep its name, parameters and the style of the file. Use only what the file already imports.',
  ].join(' ');
  const parts = [
    `File: ${task.file}`,
    ...(task.context === '' ? [] : [`From the same file:\n${fenced(task.language, task.context)}`]),
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

function fenced(language: Language, code: string): string {
  return `\`\`\`${language === 'tsx' ? 'tsx' : language}\n${code}\n\`\`\``;
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
