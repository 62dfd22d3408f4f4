import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { zeroCost } from '../../src/engine/cost.ts';
import type { GeneratedTest } from '../../src/engine/reward.ts';
import type { TraceBody, TraceEvent } from '../../src/engine/trace.ts';
import type { RunView } from '../../src/protocol.ts';
import { viewOf } from '../../src/view/runView.ts';
import { keptTrace } from '../support/scenarios.ts';

const call = (text: string, c1: number, c2: number): GeneratedTest => ({
  call: text,
  expected: '',
  weight: 0,
  outputs: { c1: 100 + c1, c2: 100 + c2, c3: 100 + c2, c5: 100 + c2, c6: 100 + c2 },
  written: { c1: `${c1}`, c2: `${c2}`, c3: `${c2}`, c5: `${c2}`, c6: `${c2}` },
  passes: [],
});

/** The kept run without tests, with a comparison before its end for which the model wrote these calls. */
async function comparing(calls: readonly GeneratedTest[]): Promise<RunView> {
  const events = await keptTrace('unverified');
  const last = events.at(-1);
  assert.ok(last);
  const action = { type: 'compare', left: 'c1', right: 'c2' } as const;
  const bodies: readonly TraceBody[] = [
    { type: 'action-started', id: 'd1', decision: 1, action, reserved: zeroCost },
    {
      type: 'action-ended',
      id: 'd1',
      result: { type: 'compared', margin: 0, calls },
      cost: zeroCost,
      leader: 'c2',
      quality: 0.5,
    },
  ];
  const added = bodies.map(body => ({ ...body, seq: 0, at: last.at }));
  const whole = [...events.slice(0, -1), ...added, last].map((event, seq): TraceEvent => ({ ...event, seq }));
  const view = viewOf(whole);
  assert.ok(view);
  return view;
}

describe('calls that the model wrote to tell two candidates apart', () => {
  test('stand among what candidates do, first of all, and are no tests', async () => {
    const view = await comparing([call('clamp(NaN, 1, 2)', 1, 2)]);
    assert.deepEqual(view.probes?.rows[0], {
      call: 'clamp(NaN, 1, 2)',
      outputs: [
        { output: '2', members: ['c2', 'c3', 'c5', 'c6'] },
        { output: '1', members: ['c1'] },
      ],
    });
    assert.equal(view.probes?.rows.length, 6);
    assert.equal(view.generatedTests, undefined);
    assert.ok(
      view.candidates.every(({ comparisons }) => comparisons.length === 0),
      'nobody compared them',
    );
  });

  test('can be asked about, the shorter one before the longer of equal use', async () => {
    const view = await comparing([call('f(1)', 1, 2)]);
    assert.deepEqual(view.questions[0], { call: 'f(1)', outputs: ['2', '1'] });
  });

  test('are asked about first where most give something else, but not where they are too long to read with care', async () => {
    const telling = (text: string): GeneratedTest => ({
      ...call(text, 1, 2),
      outputs: { c1: 101, c2: 102, c3: 101, c5: 101, c6: 101 },
      written: { c1: '1', c2: '2', c3: '1', c5: '1', c6: '1' },
    });
    const asked = async (...calls: readonly GeneratedTest[]) =>
      (await comparing(calls)).questions.map(question => question.call);
    const [short, long, tooLong] = ['f(1)', `f(${'1'.repeat(117)})`, `f(${'1'.repeat(118)})`];
    assert.deepEqual((await asked(call(short, 1, 2), telling(long))).slice(0, 2), [long, short]);
    const without = await asked(call(short, 1, 2), telling(tooLong));
    assert.equal(without[0], short);
    assert.ok(!without.includes(tooLong));
  });

  test('are a waste where there is none', async () => {
    const wasted = (view: RunView) => view.actions.find(({ id }) => id === 'd1')?.ended?.waste;
    assert.equal(wasted(await comparing([])), 'unusable');
    assert.equal(wasted(await comparing([call('f(1)', 1, 2)])), undefined);
  });
});
