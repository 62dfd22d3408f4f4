import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Action, Result } from '../../src/engine/action.ts';
import { cost, zeroCost } from '../../src/engine/cost.ts';
import type { Vote } from '../../src/engine/reward.ts';
import { narrator, unaskedLines } from '../../src/terminal/progress.ts';
import { judgedAnswer, judgedTrace } from '../view/judgedRuns.ts';

function told(action: Action, result: Result): string | undefined {
  const tell = narrator();
  const at = { seq: 0, at: 1500 };
  tell({ ...at, type: 'action-started', id: 'a1', decision: 1, action, reserved: zeroCost });
  return tell({
    ...at,
    type: 'action-ended',
    id: 'a1',
    result,
    cost: cost({ promptTokens: 40 }),
    quality: 0,
  });
}

describe('progress of a run in the terminal', () => {
  it('tells votes as votes: for, against, unread and dropped, never an unread one as a number', () => {
    const line = (...votes: readonly Vote[]) => {
      const evidence = [{ type: 'votes', by: 'reader', votes }] as const;
      const reward = { value: 0.5, quality: 0.5, verified: false, evidence };
      const action: Action = { type: 'judge', candidate: 'c1', votes: votes.length, by: 'reader' };
      return told(action, { type: 'judged', candidate: 'c1', reward });
    };
    assert.equal(
      line({ critique: 'rubbish' }),
      '  c1 judged by reader: 0 for it, 0 against, 1 unread  [40 tokens, 1.5 s]',
    );
    assert.match(
      line({ value: 1 }, { value: 0 }, { value: 0.1 }, { value: 0.9, dropped: 'no' }) ?? '',
      /: 1 for it, 2 against, 1 dropped /,
    );
  });

  it('tells who is better of two', () => {
    const action: Action = { type: 'compare', left: 'c1', right: 'c4', by: 'reader' };
    const line = (margin: number) => told(action, { type: 'compared', margin }) ?? '';
    assert.match(line(-0.5), /c1 against c4 by reader: c4 is better/);
    assert.match(line(0), /c1 against c4 by reader: neither is better/);
  });

  it('tells why a judge that was named was not asked, and nothing of others', async () => {
    const events = await judgedTrace(judgedAnswer);
    assert.deepEqual(unaskedLines(events, ['pointwise', 'rubric']), [
      'rubric was not asked: no weight: 50 labels show that its votes tell too little to pay',
    ]);
    assert.deepEqual(unaskedLines(events, ['pointwise']), []);
    assert.deepEqual(unaskedLines(events, []), []);
    assert.deepEqual(unaskedLines([], ['rubric']), []);
  });
});
