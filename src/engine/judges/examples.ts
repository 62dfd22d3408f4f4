import { taskTypeOf } from '../judging/asking/taskType.ts';
import type { Exhibit, Question } from '../judging/judge.ts';
import type { Message } from '../languageModel.ts';
import type { PromptTask } from '../task.ts';

/** Something judged, as a judge ought to reply to it. A model of 135M parameters keeps to a form that it was shown, not told. */
export type Example = {
  readonly question: Question;
  readonly right: Exhibit;
  readonly wrong: Exhibit;
  /** What decides; and how the one and the other stand to it. */
  readonly fact: string;
  readonly whyRight: string;
  readonly whyWrong: string;
};

/** One easy example and one more, of code where code is judged. */
export function examplesFor({ task }: Question): readonly [Example, Example] {
  return taskTypeOf(task) === 'code' ? [lemon, double] : [lemon, sum];
}

/** Turns of a conversation in which a judge was asked so and replied so. */
export function turns(
  shown: readonly { readonly asked: readonly string[]; readonly replied: string }[],
): readonly Message[] {
  return shown.flatMap(({ asked, replied }) => [
    { role: 'user', content: asked.join('\n\n') },
    { role: 'assistant', content: replied },
  ]);
}

/**
 * The turns in which one of two was preferred: first the second of them, then the first, so that order tells nothing. Both
 * are criticised before one is preferred; a small model that writes one reason forgets to end.
 */
export function pairTurns(
  examples: readonly [Example, Example],
  prompt: (question: Question, first: Exhibit, second: Exhibit) => readonly string[],
): readonly Message[] {
  const [one, other] = examples;
  return turns([
    {
      asked: prompt(one.question, one.wrong, one.right),
      replied: `- A is wrong: ${one.whyWrong}\n- B is right: ${one.whyRight}\n- Better: B`,
    },
    {
      asked: prompt(other.question, other.right, other.wrong),
      replied: `- A is right: ${other.whyRight}\n- B is wrong: ${other.whyWrong}\n- Better: A`,
    },
  ]);
}

const asked = (text: string): Question => ({
  task: { type: 'prompt', text } satisfies PromptTask,
  style: 'small',
});

const lemon: Example = {
  question: asked('Which colour is a ripe lemon?'),
  right: { text: 'A ripe lemon is yellow.' },
  wrong: { text: 'A ripe lemon is blue.' },
  fact: 'A ripe lemon is yellow.',
  whyRight: 'A ripe lemon is yellow, and that is what it says.',
  whyWrong: 'A ripe lemon is yellow, but it says blue.',
};

const sum: Example = {
  question: asked('What is 6 + 7?'),
  right: { text: '6 + 7 = 13' },
  wrong: { text: '6 + 7 = 12' },
  fact: '6 + 7 is 13.',
  whyRight: '6 + 7 is 13, and that is what it says.',
  whyWrong: '6 + 7 is 13, but it says 12.',
};

const double: Example = {
  question: asked('Write the function double. It gives a number times two.'),
  right: { text: 'function double(x) { return x * 2; }', findings: 'double(5) gave 10' },
  wrong: { text: 'function double(x) { return x + 2; }', findings: 'double(5) gave 7' },
  fact: 'double(5) must give 10.',
  whyRight: 'double(5) must give 10, and it gives 10.',
  whyWrong: 'double(5) must give 10, but it gives 7.',
};
