import type { Action, Result } from '../../src/engine/action.ts';
import { cost } from '../../src/engine/cost.ts';
import type { Bought } from './judgedRuns.ts';

type Drawn = { readonly parent?: string; readonly steps?: number; readonly answer?: string };

function drawn(id: string, { parent, steps, answer }: Drawn): Result {
  const texts = ['One pen costs 3.', '\n\nTwo cost 6.', '\n\nAnswer: 6'].slice(0, steps ?? 3);
  return {
    type: 'candidate',
    candidate: {
      id,
      arm: 'default',
      text: texts.join(''),
      behaviour: answer ?? texts.join(''),
      cost: cost({ promptTokens: 5, calls: 1 }),
      ...(parent !== undefined && { parent }),
      ...(steps !== undefined && { prefix: { steps, value: 0.7 } }),
      ...(answer !== undefined && { answer }),
    },
  };
}

const step: Action = { type: 'sample', arm: 'default', until: 'step' };
const extend = (candidate: string): Action => ({ type: 'extend', arm: 'default', candidate, until: 'step' });

/** Two attempts that share their first step, one that was dropped after two, and one that was drawn whole. */
export const growing: Bought = [
  [step, drawn('c1', { steps: 1 }), 100],
  [step, drawn('c2', { steps: 1 }), 110],
  [extend('c1'), drawn('c3', { parent: 'c1', steps: 2 }), 120],
  [extend('c2'), drawn('c4', { parent: 'c2', steps: 2 }), 130],
  [extend('c3'), drawn('c5', { parent: 'c3', answer: '6' }), 140],
  [extend('c1'), drawn('c6', { parent: 'c1', answer: '6' }), 150],
  [{ type: 'sample', arm: 'default' }, drawn('c7', { answer: '5' }), 160],
];
