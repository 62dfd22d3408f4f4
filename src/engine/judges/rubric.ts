import { ownLines, readPreference, readScore, reasonsOf, spoken } from '../judging/asking/readVerdict.ts';
import { type TaskType, taskTypeOf } from '../judging/asking/taskType.ts';
import type { Exhibit, Judge, Question } from '../judging/judge.ts';
import type { Principle } from '../reward.ts';
import { examplesFor, pairTurns, turns } from './examples.ts';
import { guarded, messagesOf, shownExhibits, shownTask } from './shown.ts';

const scale = { lowest: 0, highest: 10 } as const;

/**
 * Says first what type the task is and judges by it (RM-R1's chain of rubrics, Chen et al. 2025): a rubric of its own for
 * chat, a solution of its own for reasoning, what running the code has shown for code.
 */
export const rubric: Judge = {
  name: 'rubric',
  summary:
    'Writes a rubric for chat, solves reasoning first, weighs what running code has shown; then its verdict.',
  temperature: 0.6,
  maxTokens: { small: 200, large: 3072 },
  point: {
    prompt(question, exhibit) {
      const answer = shownExhibits(question, [['the answer', exhibit]]);
      return messagesOf(question, {
        system: `You judge whether an answer to a task is right. ${guarded.before}`,
        user: [
          `Task:\n${shownTask(question)}`,
          answer,
          approach(question),
          guarded.biases,
          'End with one line "Score: N", where N is a whole number: 0 is certainly wrong, 5 is as likely wrong as right, 10 is right beyond doubt.',
        ],
        small: smallPoint(question, exhibit),
        examples: pointExamples(question),
      });
    },
    read(text) {
      const score = readScore(text, scale);
      return { ...(score !== undefined && { value: score / scale.highest }), ...written(text) };
    },
  },
  pair: {
    prompt(question, first, second) {
      const answers = shownExhibits(question, [
        ['Answer A', first],
        ['Answer B', second],
      ]);
      return messagesOf(question, {
        system: `You judge which of two answers to a task is better. ${guarded.before}`,
        user: [
          `Task:\n${shownTask(question)}`,
          answers,
          approach(question),
          `Which answer stands first says nothing about it. ${guarded.biases}`,
          'End with <answer>[[A]]</answer> where Answer A is better, <answer>[[B]]</answer> where Answer B is better, or <answer>[[tie]]</answer> where neither is.',
        ],
        small: smallPair(question, first, second),
        examples: pairExamples(question),
      });
    },
    read(text) {
      const preferred = readPreference(text);
      return { ...(preferred && { preferred }), ...written(text) };
    },
  },
};

const approaches: Readonly<Record<TaskType, string>> = {
  code: 'Go through the code as a computer would, on ordinary inputs and at the edges, and compare it with what running it has shown where that is given. Write this in <eval>...</eval>; quote the lines that decide.',
  reasoning:
    'Solve it yourself first in <solution>...</solution>, without looking at what was answered. Then compare what was answered with your solution in <eval>...</eval>, and check your own solution again where they differ.',
  chat: 'Write what a good answer needs in <rubric>...</rubric>: two to five criteria, one a line, each with its weight, as in "1. Accuracy (40%): what it asks for", and why in <justify>...</justify>. Then judge by each criterion in <eval>...</eval>, with short quotations.',
};

const smallApproach: Readonly<Record<TaskType, string>> = {
  code: 'Say in one sentence whether the code does what was asked.',
  reasoning: 'Solve the question yourself in one sentence and compare.',
  chat: 'Say in one sentence what a good answer needs and whether it is there.',
};

function approach({ task }: Question): string {
  if (task.type === 'code') return approaches.code;
  return [
    'Say first what type of task this is: <type>reasoning</type> where there is one right answer to be worked out (mathematics, logic, facts to be combined), <type>code</type> where code is asked for, <type>chat</type> for everything else.',
    `For reasoning: ${approaches.reasoning}`,
    `For code: ${approaches.code}`,
    `For chat: ${approaches.chat}`,
  ].join('\n');
}

function smallPoint(question: Question, exhibit: Exhibit): readonly string[] {
  return [
    `Question: ${shownTask(question)}`,
    shownExhibits(question, [['the answer', exhibit]]),
    `${smallApproach[taskTypeOf(question.task)]} Reply with two lines, "Reason:" with that, and "Score: N" with a number from 0 (wrong) to 10 (right).`,
  ];
}

function pointExamples(question: Question) {
  const [first, second] = examplesFor(question);
  return turns([
    { asked: smallPoint(first.question, first.right), replied: `Reason: ${first.whyRight}\nScore: 10` },
    { asked: smallPoint(second.question, second.wrong), replied: `Reason: ${second.whyWrong}\nScore: 0` },
  ]);
}

function smallPair(question: Question, first: Exhibit, second: Exhibit): readonly string[] {
  return [
    `Question: ${shownTask(question)}`,
    shownExhibits(question, [
      ['Answer A', first],
      ['Answer B', second],
    ]),
    `${smallApproach[taskTypeOf(question.task)]} Do so for A and for B, and say in a third line which is better.`,
  ];
}

function pairExamples(question: Question) {
  const [first, second] = examplesFor(question);
  return pairTurns([first, second], smallPair);
}

/** What the judge wrote down: its evaluation, and its rubric where it wrote one. */
function written(text: string): { readonly critique?: string; readonly principles?: readonly Principle[] } {
  const said = spoken(text);
  const inside = (tag: string) => new RegExp(`<${tag}>([\\s\\S]*?)(?:</${tag}>|$)`, 'i').exec(said)?.[1];
  const critique = reasonsOf(inside('eval') ?? said);
  const principles = ownLines(inside('rubric') ?? '').flatMap(criterionIn);
  return { ...(critique !== undefined && { critique }), ...(principles.length > 0 && { principles }) };
}

/** "1. **Accuracy** (40%): what it asks for" */
function criterionIn(line: string): readonly Principle[] {
  const found = /^\s*(?:[-*]|\d+[.)])\s*([^:(\n]{2,80}?)\s*\(\D{0,10}(\d+(?:\.\d+)?)\s*%?\)/.exec(
    line.replaceAll('**', ''),
  );
  const weight = Number(found?.[2]);
  return found?.[1] && weight > 0 ? [{ name: found[1], weight }] : [];
}
