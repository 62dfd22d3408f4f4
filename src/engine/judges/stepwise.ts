import { ownLines, reasonsOf } from '../judging/asking/readVerdict.ts';
import type { Judge, Question } from '../judging/judge.ts';
import type { Message } from '../languageModel.ts';
import type { Vote } from '../reward.ts';
import { examplesFor, turns } from './examples.ts';
import { blocks, guarded, shownTask } from './shown.ts';

/**
 * Judges an attempt one step at a time, with reasons (StepWiser, arXiv 2508.19229), and may check a step by a program of
 * its own (GenPRM, arXiv 2504.00891).
 */
export const stepwise = {
  name: 'stepwise',
  summary: 'Judges an attempt step by step, with reasons and where it helps by running a small program.',
  temperature: 0.6,
  maxTokens: { small: 96, large: 2048 },
  step: { prompt: stepPrompt, read: readStep },
} as const satisfies Judge;

const system = [
  'You examine one step of an attempt at a task. You are given the task, the steps that were accepted before, and the new step.',
  guarded.before,
  'A step is Positive when it is correct, follows from what was accepted, and brings the attempt nearer to what the task asks; it may be unusual, short, or far from the end.',
  'A step is Negative when it holds an error of fact, logic, calculation or code, contradicts what was accepted, or leads away from the task.',
  guarded.biases,
].join(' ');

const examine =
  'Examine the new step alone: what it claims, what it rests on, and whether that holds. Work it out yourself before you compare.';
const program =
  'Where running something decides, write one small program that prints what is to be known, in one fenced code block marked python or javascript, and stop there: you are told what it printed and go on.';
const ending = 'End with one line: \\boxed{Positive} or \\boxed{Negative}.';

function stepPrompt(question: Question, steps: readonly string[], checks: boolean): readonly Message[] {
  const before = steps.slice(0, -1).map(text => text.trim());
  const step = steps.at(-1)?.trim() ?? '';
  if (question.style === 'small') return smallPrompt(question, before, step);
  const [shownBefore, shownStep] = blocks([before.length === 0 ? '(nothing yet)' : before.join('\n'), step]);
  const user = [
    `Task:\n${shownTask(question)}`,
    `Accepted steps:\n${shownBefore}`,
    `New step:\n${shownStep}`,
    [examine, ...(checks ? [program] : []), ending].join(' '),
  ];
  return [
    { role: 'system', content: system },
    { role: 'user', content: user.join('\n\n') },
  ];
}

/** A small model keeps to the form of a reply only when it has seen one of each kind. */
function smallPrompt(question: Question, before: readonly string[], step: string): readonly Message[] {
  const [first, second] = examplesFor(question);
  const [right, wrong] = [second.right.text, first.wrong.text];
  return [
    ...turns([
      { asked: smallParts(second.question, [], right), replied: `${second.whyRight}\nVerdict: Positive` },
      { asked: smallParts(first.question, [], wrong), replied: `${first.whyWrong}\nVerdict: Negative` },
    ]),
    { role: 'user', content: smallParts(question, before, step).join('\n\n') },
  ];
}

function smallParts(question: Question, before: readonly string[], step: string): readonly string[] {
  const [shownBefore, shownStep] = blocks([before.join('\n'), step]);
  return [
    `Task: ${shownTask(question)}`,
    ...(before.length === 0 ? [] : [`Done so far:\n${shownBefore}`]),
    `Next step:\n${shownStep}`,
    'Is the next step right? Give one short reason, then a line "Verdict: Positive" or "Verdict: Negative".',
  ];
}

const positive = 'positive|correct|right|valid|true|yes';
const negative = 'negative|incorrect|wrong|invalid|false|no';
const declared = new RegExp(
  String.raw`(?:\\boxed\{\s*(?:\\text\{)?\s*|\bverdict\b[\s*_]*(?::|\bis\b|=)[\s*_:]*(?:\\boxed\{)?)(not\s+)?(${positive}|${negative})\b`,
  'gi',
);
const alone = new RegExp(
  String.raw`^[\s*_#>.]*(?:(?:yes|no|so|thus|hence|therefore),?\s+)?(?:(?:the|this)\s+(?:next\s+|new\s+)?step\s+is\s+(not\s+)?)?(${positive}|${negative})[\s*_.!]*$`,
  'i',
);
const choice = /\bpositive\b[\s*_]*(?:\/|or|,|\|)[\s*_]*negative\b/i;
const approving = new Set(positive.split('|'));

/**
 * What the last line that declares a verdict says, or the last line where it is a verdict and nothing else. Not read: what
 * is thought or quoted, a line that declares both, and one that repeats what was to be chosen from.
 */
function readStep(text: string): Vote {
  const lines = ownLines(text);
  const said = lines.map(verdictsIn).findLast(verdicts => verdicts.length > 0) ?? aloneIn(lines.at(-1));
  const [value] = said;
  const critique = reasonsOf(withoutVerdicts(text), 600);
  return {
    ...(value !== undefined && said.every(other => other === value) && { value }),
    ...(critique !== undefined && { critique }),
  };
}

/** 1 for each verdict of a line that the step is right, 0 for each that it is not. */
function verdictsIn(line: string): readonly number[] {
  const found = [...line.matchAll(declared)].map(([, not, word = '']) => verdictOf(not, word));
  return found.length > 0 && choice.test(line) ? [0, 1] : found;
}

function aloneIn(line: string | undefined): readonly number[] {
  const [, not, word] = alone.exec(line ?? '') ?? [];
  return word === undefined ? [] : [verdictOf(not, word)];
}

function verdictOf(not: string | undefined, word: string): number {
  return Number(approving.has(word.toLowerCase()) === (not === undefined));
}

function withoutVerdicts(text: string): string {
  return text
    .split('\n')
    .filter(line => verdictsIn(line).length === 0 && !alone.test(line))
    .join('\n');
}
