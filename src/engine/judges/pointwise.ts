import { readJson, readScore, reasonsOf, scoreOf, scoreSchema } from '../judging/asking/readVerdict.ts';
import type { Exhibit, Judge, Question } from '../judging/judge.ts';
import type { Vote } from '../reward.ts';
import { examplesFor, turns } from './examples.ts';
import { guarded, messagesOf, shownExhibits, shownTask } from './shown.ts';

const scale = { lowest: 0, highest: 10 } as const;

/** Reasons, then a score from 0 to 10 on the last line (J1's pointwise form, Whitehouse et al. 2025). */
export const pointwise: Judge = {
  name: 'pointwise',
  summary: 'Reads one candidate, reasons, and ends with a score from 0 to 10.',
  temperature: 0.7,
  maxTokens: { small: 120, large: 2048 },
  point: {
    schema: {
      name: 'score',
      schema: {
        type: 'object',
        properties: {
          reasons: {
            type: 'string',
            description: 'What is right and what is wrong, checked point by point.',
          },
          score: {
            ...scoreSchema(scale),
            description: '0: wrong, 10: right beyond doubt.',
          },
        },
        required: ['reasons', 'score'],
        additionalProperties: false,
      },
    },
    prompt(question, exhibit) {
      const task = shownTask(question);
      const answer = shownExhibits(question, [['the answer', exhibit]]);
      return messagesOf(question, {
        system: `You judge whether an answer to a task is right. ${guarded.before}`,
        user: [
          `Task:\n${task}`,
          answer,
          `Work out for yourself what is asked, then check the answer against it step by step: is it correct, is it complete, does it do what was asked? ${guarded.biases}`,
          'Write your reasons first. End with one line "Score: N", where N is a whole number: 0 is certainly wrong, 5 is as likely wrong as right, 10 is right beyond doubt.',
        ],
        small: smallPrompt(question, exhibit),
        examples: examples(question),
      });
    },
    read: readVote,
  },
};

function smallPrompt(question: Question, exhibit: Exhibit): readonly string[] {
  return [
    `Question: ${shownTask(question)}`,
    shownExhibits(question, [['the answer', exhibit]]),
    'Is the answer right? Reply with two lines, "Reason:" with one short reason, and "Score: N" with a number from 0 (wrong) to 10 (right).',
  ];
}

function examples(question: Question) {
  const [first, second] = examplesFor(question);
  return turns([
    { asked: smallPrompt(second.question, second.right), replied: `Reason: ${second.whyRight}\nScore: 10` },
    { asked: smallPrompt(first.question, first.wrong), replied: `Reason: ${first.whyWrong}\nScore: 0` },
  ]);
}

function readVote(text: string): Vote {
  const json = readJson(text);
  const score = json ? scoreOf(json.score, scale) : readScore(text, scale);
  const critique = typeof json?.reasons === 'string' ? json.reasons : reasonsOf(text);
  return {
    ...(score !== undefined && { value: score / scale.highest }),
    ...(critique !== undefined && { critique }),
  };
}
