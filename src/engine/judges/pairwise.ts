import { preferenceOf, readJson, readPreference, reasonsOf } from '../judging/asking/readVerdict.ts';
import type { Exhibit, Judge, Preference, Question } from '../judging/judge.ts';
import { examplesFor, pairTurns } from './examples.ts';
import { guarded, messagesOf, shownExhibits, shownTask } from './shown.ts';

/**
 * Reasons about two answers side by side and prefers one (RRM, Guo et al. 2025; J1, Whitehouse et al. 2025). Unlike RRM's
 * it may call a tie, which is then told from a verdict that could not be read.
 */
export const pairwise: Judge = {
  name: 'pairwise',
  summary: 'Reads two candidates, reasons, and ends with the better one or a tie; asked in both orders.',
  temperature: 0.6,
  maxTokens: { small: 120, large: 2048 },
  pair: {
    schema: {
      name: 'preference',
      schema: {
        type: 'object',
        properties: {
          reasons: { type: 'string', description: 'Both answers checked against the task.' },
          verdict: { type: 'string', enum: ['A', 'B', 'tie'] },
        },
        required: ['reasons', 'verdict'],
        additionalProperties: false,
      },
    },
    prompt(question, first, second) {
      const task = shownTask(question);
      const answers = shownExhibits(question, [
        ['Answer A', first],
        ['Answer B', second],
      ]);
      return messagesOf(question, {
        system: `You judge which of two answers to a task is better. ${guarded.before}`,
        user: [
          `Task:\n${task}`,
          answers,
          'Compare the answers by these criteria, the first above all: correctness, doing exactly what was asked, completeness, clarity, doing no harm.',
          `Which answer stands first says nothing about it. ${guarded.biases}`,
          'Write your reasons first. End with one line that is [[A]] where Answer A is better, [[B]] where Answer B is better, or [[tie]] where neither is.',
        ],
        small: smallPrompt(question, first, second),
        examples: examples(question),
      });
    },
    read: readPair,
  },
};

function smallPrompt(question: Question, first: Exhibit, second: Exhibit): readonly string[] {
  return [
    `Question: ${shownTask(question)}`,
    shownExhibits(question, [
      ['Answer A', first],
      ['Answer B', second],
    ]),
    'Judge both answers in three lines: what is right or wrong in A, the same for B, and which is better.',
  ];
}

function examples(question: Question) {
  const [first, second] = examplesFor(question);
  return pairTurns([second, first], smallPrompt);
}

function readPair(text: string): Preference {
  const json = readJson(text);
  const preferred = json ? preferenceOf(json.verdict) : readPreference(text);
  const critique = typeof json?.reasons === 'string' ? json.reasons : reasonsOf(text);
  return { ...(preferred && { preferred }), ...(critique !== undefined && { critique }) };
}
