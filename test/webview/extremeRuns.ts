import { cost } from '../../src/engine/cost.ts';
import type { Evidence, JudgedStep, Vote } from '../../src/engine/reward.ts';
import type { TraceEvent } from '../../src/engine/trace.ts';
import type { JudgeReport } from '../../src/protocol.ts';
import { judgedTrace } from '../view/judgedRuns.ts';

/** A name of 100 characters without a place to break. */
export const longName = `judge-${'n'.repeat(94)}`;

/** A critique of 5,000 characters. */
export const longCritique = `${'It returns the wrong end of the range. '.repeat(128)}END`.padStart(
  5000,
  'x ',
);

/** Text that runs from right to left, and text that would turn what stands after it. */
export const hebrew = 'התשובה נכונה, והנימוק עומד במבחן.';
export const turning = 'It is \u202Ewrong';

/** Markup of two kinds; both are drawn as they are written. */
export const markup = '<img src=x onerror="window.hacked=1"> **bold** [link](command:x) | a | b |';

const manyVotes: readonly Vote[] = Array.from({ length: 300 }, (_, at): Vote => {
  if (at === 1) return { value: 1, critique: longCritique };
  if (at === 2) return { value: 0, critique: hebrew };
  if (at === 3) return { value: 0.5, critique: markup };
  if (at === 4) return { critique: `${turning} ${'no verdict '.repeat(400)}` };
  if (at === 5) return { value: 0.9, validity: 0, dropped: 'it is far from the others', critique: turning };
  return { value: (at % 11) / 10, critique: `Reason ${at}.` };
});

const manySteps: readonly JudgedStep[] = Array.from({ length: 60 }, (_, at) => ({
  text: `${at}. ${at === 7 ? 'z'.repeat(400) : 'Go on.'}\n`,
  value: at === 20 ? 0 : 1,
  credit: at === 20 ? -1 : at === 21 ? 1 : 0,
  critique: at === 20 ? longCritique : hebrew,
}));

const principle = { name: longName, weight: 0.004, value: 1, critique: longCritique };

const evidence: readonly Evidence[] = [
  { type: 'votes', by: longName, votes: manyVotes },
  {
    type: 'votes',
    by: 'principles',
    votes: [{ value: 1, principles: [principle, { name: hebrew, value: 0 }] }],
  },
  { type: 'votes', by: 'pointwise', votes: [{}, { critique: markup }, {}] },
  { type: 'steps', by: 'stepwise', aggregate: 'product', steps: manySteps },
  { type: 'steps', by: 'another', aggregate: 'last', steps: [{ text: 'unread' }] },
  { type: 'confidence', mean: 0, bottom: 0, tail: 0, selfCertainty: 0, proxy: false, windows: [0, 0] },
  {
    type: 'diagnostics',
    problems: Array.from({ length: 40 }, (_, line) => ({
      source: 'types' as const,
      severity: 'error' as const,
      line: line + 1,
      message: line === 0 ? `Type '${'q'.repeat(400)}' is not assignable.` : markup,
    })),
  },
];

const sample = { type: 'sample', arm: 'default' } as const;
const drawn = (id: string, answer: string) =>
  ({
    type: 'candidate',
    candidate: {
      id,
      arm: 'default',
      text: answer,
      answer,
      behaviour: answer,
      cost: cost({ promptTokens: 40, completionTokens: 20, calls: 1 }),
    },
  }) as const;

/** A run with everything in it that is more, longer or emptier than usual. */
export function extremeTrace(): Promise<readonly TraceEvent[]> {
  const reward = { value: 1, quality: 1, verified: false, evidence };
  return judgedTrace([
    [sample, drawn('c1', hebrew), 60],
    [sample, drawn('c2', longName), 60],
    [
      { type: 'judge', candidate: 'c1', votes: 300, by: longName },
      { type: 'judged', candidate: 'c1', reward },
      2000,
    ],
    [
      { type: 'compare', left: 'c1', right: 'c2', by: longName },
      {
        type: 'compared',
        margin: 1,
        votes: [{ first: 'left', preferred: 'left', critique: longCritique }, { first: 'right' }],
      },
      700,
    ],
    ...Array.from({ length: 38 }, (_, at) => {
      const votes: Evidence = { type: 'votes', by: `judge ${at}`, votes: [{ value: 0 }] };
      return [
        { type: 'judge', candidate: 'c2', votes: 1, by: `judge ${at}` },
        {
          type: 'judged',
          candidate: 'c2',
          reward: { value: 0, quality: 0, verified: false, evidence: [votes] },
        },
        60,
      ] as const;
    }),
  ]);
}

/** Of 40 judges: one that is always right, one without labels, one that nothing could be read of. */
export const extremeReports: readonly JudgeReport[] = Array.from({ length: 40 }, (_, at) => ({
  judge: at === 0 ? longName : `judge ${at}`,
  model: at % 2 === 0 ? 'SmolLM2-135M-Instruct Q4_1' : longName,
  asked: at === 2 ? 30 : 400,
  ...(at !== 1 && { parsed: at === 2 ? 0 : 1 }),
  dropped: 0,
  labels: at === 1 || at === 2 ? 0 : 5000,
  reliability:
    at === 1 || at === 2
      ? []
      : [
          { stated: 0, right: 0, number: 1 },
          { stated: 1, right: 1, number: 4999 },
        ],
  ...(at !== 1 && at !== 2 && { stated: { ece: 0, brier: 0 }, calibrated: { ece: 0.0004, brier: 0.25 } }),
  ...(at === 0 && { orderConsistency: 1, positionBias: 0, lengthBias: -0.001, scoreByLength: 1 }),
  weight: at === 0 ? 6.2 : 0,
  weights: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000].map(labels => ({
    labels,
    weight: at === 0 ? labels / 800 : 0,
  })),
}));
