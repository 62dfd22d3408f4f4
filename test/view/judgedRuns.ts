import assert from 'node:assert/strict';
import type { Action, Result } from '../../src/engine/action.ts';
import { cost } from '../../src/engine/cost.ts';
import type { Executor } from '../../src/engine/executor.ts';
import type { JudgeOfRun } from '../../src/engine/judging/judge.ts';
import type { Policy } from '../../src/engine/policy.ts';
import type { Evidence, Reward } from '../../src/engine/reward.ts';
import { run } from '../../src/engine/run.ts';
import type { TraceBody, TraceEvent } from '../../src/engine/trace.ts';
import { keptTrace } from '../support/scenarios.ts';
import { promptTask, VirtualClock } from '../support/traces.ts';

/** What is bought in a fixed order, and what comes of each. */
export type Bought = readonly (readonly [action: Action, result: Result, tokens: number])[];

/** The votes of a judge on all candidates, with a text in them that must never be markup. */
export const principled: Evidence = {
  type: 'votes',
  by: 'principles',
  votes: [
    {
      value: 0.8,
      critique: 'The answer follows from "all but 9", and says so.',
      principles: [
        {
          name: 'Reads the question as it is put',
          weight: 3,
          value: 0.9,
          critique: 'It takes "all but 9" for 9 left.',
        },
        {
          name: 'Says how it comes to its answer',
          weight: 1.5,
          value: 0.6,
          critique: '<b>One line</b>, but the one that counts.',
        },
      ],
    },
    { critique: 'I would say that this depends on the farmer' },
    {
      value: 0.1,
      validity: 0.2,
      dropped: 'it is far from what the other votes agree on',
      critique: 'Sheep are animals.',
    },
    { value: 0.7, critique: '{"principles": []}' },
  ],
};

export const stepped: Evidence = {
  type: 'steps',
  by: 'stepwise',
  aggregate: 'min',
  steps: [
    { text: 'All but 9 ran away.\n', value: 0.9, credit: 0.4, critique: 'It says what the question says.' },
    {
      text: 'So 17 - 9 = 9 ran away.\n',
      value: 0.15,
      credit: -0.75,
      critique: 'The sum is wrong.',
      check: { code: 'print(17 - 9)', output: '8' },
    },
    { text: 'Answer: 9' },
  ],
};

export const sure: Evidence = {
  type: 'confidence',
  mean: 11.2,
  bottom: 4.31,
  tail: 9.87,
  selfCertainty: 3.5,
  proxy: true,
  windows: [12, 11, 4.3, 5, 9, 12, 13, 9.9],
};

const judge = (name: string, right: number, wrong: number, labels?: number): JudgeOfRun => ({
  name,
  performs: ['judge', 'compare'],
  model: { right: { a: right, b: 4 - right }, wrong: { a: wrong, b: 4 - wrong } },
  ...(labels !== undefined && { labels }),
});

const answer = (id: string, text: string, given: string, evidence: readonly Evidence[] = []): Result => ({
  type: 'candidate',
  candidate: {
    id,
    arm: 'default',
    text,
    answer: given,
    behaviour: given,
    cost: cost({ promptTokens: 40, completionTokens: 20, calls: 1 }),
    ...(evidence.length > 0 && { reward: { value: 0, quality: 0.5, verified: false, evidence } }),
  },
});

const judged = (candidate: string, value: number, evidence: readonly Evidence[]): Result => ({
  type: 'judged',
  candidate,
  reward: { value, quality: value, verified: false, evidence },
});

const sample: Action = { type: 'sample', arm: 'default' };

/** A prompt's run in which every kind of evidence about texts comes up. */
export const judgedAnswer: Bought = [
  [sample, answer('c1', 'All but 9 ran away.\nSo 17 - 9 = 9 ran away.\nAnswer: 9', '9', [sure]), 60],
  [sample, answer('c2', '17 - 9 = 8\n\nAnswer: 8', '8'), 60],
  [
    { type: 'judge', candidate: 'c1', votes: 4, by: 'principles' },
    judged('c1', 0.75, [sure, principled]),
    400,
  ],
  [
    { type: 'judge', candidate: 'c1', votes: 1, by: 'stepwise' },
    judged('c1', 0.75, [sure, principled, stepped]),
    210,
  ],
  [
    { type: 'judge', candidate: 'c2', votes: 1, by: 'pointwise' },
    judged('c2', 0, [{ type: 'votes', by: 'pointwise', votes: [{}] }]),
    90,
  ],
  [
    { type: 'compare', left: 'c1', right: 'c2', by: 'principles' },
    {
      type: 'compared',
      margin: 0,
      votes: [
        { first: 'left', preferred: 'left', critique: 'The first reads the question.' },
        { first: 'right', preferred: 'right', critique: 'The first is shorter.' },
      ],
    },
    180,
  ],
  [
    { type: 'compare', left: 'c2', right: 'c1', by: 'principles' },
    { type: 'compared', margin: -1, votes: [{ first: 'left', preferred: 'right' }, { first: 'right' }] },
    170,
  ],
];

/** The trace of the engine's own run over what is bought. */
export async function judgedTrace(bought: Bought = judgedAnswer): Promise<readonly TraceEvent[]> {
  const clock = new VirtualClock();
  const events: TraceEvent[] = [];
  const done = run({
    run: 'judged',
    date: '2026-11-23T06:00:00.000Z',
    task: promptTask,
    config: {
      policy: 'auto',
      rewards: ['agreement', 'principles'],
      provider: 'embedded',
      model: 'SmolLM2-135M-Instruct Q4_1',
      effort: 'balanced',
      price: { perToken: 1e-4, perSandboxSecond: 1e-3 },
      budget: { tokens: 8000 },
      arms: [],
      actions: ['sample', 'judge', 'compare'],
      judges: [judge('principles', 3, 1.5, 20), judge('pointwise', 2.2, 2), judge('rubric', 2, 2, 50)],
      concurrency: 1,
      seed: 1,
      maxSampleTokens: 64,
      isolation: 'sandbox',
    },
    policy: inOrder(bought),
    executor: giving(bought),
    clock,
    signal: new AbortController().signal,
    emit: event => events.push(event),
  });
  await clock.runUntil(done);
  return events;
}

function inOrder(bought: Bought): Policy {
  let at = 0;
  return {
    ask() {
      const why = { quality: 0.5, considered: [] };
      const next = bought[at];
      at += 1;
      if (!next) return { type: 'stop', kind: 'completed', reason: 'the plan is done', why };
      return { type: 'act', actions: [next[0]], why };
    },
    started() {},
    tell() {},
    best: () => ({ id: 'c1', quality: 0.5 }),
  };
}

function giving(bought: Bought): Executor {
  let at = 0;
  return {
    needsBaseline: false,
    prepare: async () => {},
    offer: () => ({
      type: 'offer',
      worst: cost({ promptTokens: 1000, completionTokens: 200, calls: 4 }),
      perform: async (_id, call) => {
        const [, result, tokens] = bought[at] ?? assert.fail('nothing more is scripted');
        at += 1;
        call.charge(cost({ promptTokens: tokens - 20, completionTokens: 20, calls: 1 }));
        return result;
      },
    }),
  };
}

/** A trace with more events after its end, as the person makes them. */
export function withAfterwards(
  events: readonly TraceEvent[],
  ...bodies: readonly TraceBody[]
): readonly TraceEvent[] {
  const at = events.at(-1)?.at ?? 0;
  return [...events, ...bodies.map((body, place) => ({ ...body, seq: events.length + place, at }))];
}

/** Two votes asked for by hand; both could be read. */
export function byHand(candidate: string, by = 'pointwise'): TraceBody {
  const votes = [{ value: 0.9, critique: 'Right as far as I can see.' }, { value: 0.6 }];
  const reward: Reward = {
    value: 0.75,
    quality: 0.75,
    verified: false,
    evidence: [{ type: 'votes', by, votes }],
  };
  const spent = cost({ promptTokens: 120, completionTokens: 30, calls: 2 });
  return { type: 'judged-by-hand', candidate, by, reward, cost: spent };
}

/** The kept run on code without tests, with what the editor's tools say of the chosen candidate. */
export async function untestedTrace(): Promise<readonly TraceEvent[]> {
  const problems: Evidence = {
    type: 'diagnostics',
    problems: [
      {
        source: 'types',
        severity: 'error',
        line: 2,
        message: "Property 'mid' does not exist on type 'Math'.",
      },
      { source: 'linter', severity: 'warning', line: 3, message: 'This branch is never taken.' },
    ],
  };
  return (await keptTrace('unverified')).map(event => {
    if (event.type !== 'action-ended' || event.result.type !== 'candidate') return event;
    const { candidate } = event.result;
    if (candidate.id !== 'c2' || !candidate.reward) return event;
    const reward = { ...candidate.reward, evidence: [...candidate.reward.evidence, problems] };
    return { ...event, result: { type: 'candidate', candidate: { ...candidate, reward } } };
  });
}
