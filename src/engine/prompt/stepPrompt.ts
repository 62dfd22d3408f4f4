import type { Until } from '../action.ts';
import type { PromptOptions } from '../generator.ts';
import type { Capabilities, Message } from '../languageModel.ts';
import type { PromptTask } from '../task.ts';
import { stopsAfter, textOf } from './stepText.ts';

/** What is to be asked for the next part of an attempt, and how. */
export type StepRequest = {
  readonly messages: readonly Message[];
  readonly options: PromptOptions;
  /** What the attempt begins with before the model writes. */
  readonly opening: string;
};

/** Most completion tokens of one step. */
const stepTokens = { small: 96, large: 1024 } as const;

/** How an attempt of a small model begins, so that it falls into steps at all. */
const openings = { small: 'Step 1:', large: '' } as const;

/**
 * Asks for the next step of an attempt that has these, or for all that is missing. The model cuts its attempt into steps itself: chunks of
 * thought of one purpose each (StepWiser, arXiv 2508.19229).
 */
export function stepRequest(
  { text: question }: PromptTask,
  { promptStyle, continues = false }: Capabilities,
  steps: readonly string[],
  until: Until,
): StepRequest {
  const text = textOf(steps);
  const asked: readonly Message[] =
    promptStyle === 'small'
      ? [
          {
            role: 'user',
            content: smallQuestion('Ann buys 3 bags of 4 pens and loses 2. How many are left?'),
          },
          { role: 'assistant', content: 'Step 1: 3 * 4 = 12.\n\nStep 2: 12 - 2 = 10.\n\nAnswer: 10' },
          { role: 'user', content: smallQuestion(question) },
        ]
      : [
          { role: 'system', content: largeRequest },
          { role: 'user', content: question },
        ];
  const opening = text === '' && continues ? openings[promptStyle] : '';
  const options = {
    stopAtFence: false,
    ...(until === 'step' && { maxTokens: stepTokens[promptStyle], stop: stopsAfter(steps.length) }),
  };
  const begun = text + opening;
  if (begun === '') return { messages: asked, options, opening };
  const written: readonly Message[] = [...asked, { role: 'assistant', content: begun }];
  if (continues) return { messages: written, options: { ...options, continues }, opening };
  return { messages: [...written, { role: 'user', content: goOn[until] }], options, opening };
}

/** A small model falls into steps only when it was shown some. */
function smallQuestion(question: string): string {
  return `${question}\n\n${smallRequest}`;
}

const smallRequest =
  'Solve it in short steps: "Step 1: ...", "Step 2: ...". Then end with a line "Answer: " and the answer alone.';

const largeRequest = [
  'Answer the question step by step.',
  'Begin each step on a line of its own with "Step 1: ", "Step 2: " and so on, with a blank line between steps.',
  'Let each step have one purpose, belong together, and be complete before the next begins; use as few steps as the question needs.',
  'After the last step write a line "Answer: " followed by the answer alone, as short as it can be.',
].join(' ');

const goOn: Readonly<Record<Until, string>> = {
  step: 'Go on exactly where you stopped: write the next step alone, or the line "Answer: " with the answer if nothing is missing. Repeat nothing.',
  end: 'Go on exactly where you stopped, to the end, with the line "Answer: " and the answer last. Repeat nothing.',
};
