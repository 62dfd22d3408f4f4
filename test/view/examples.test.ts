import assert from 'node:assert/strict';
import { test } from 'node:test';
import { verdictOf } from '../../src/editor/verdict.ts';
import type { Candidate } from '../../src/engine/candidate.ts';
import { candidatesIn } from '../../src/engine/candidatesIn.ts';
import type { TraceEvent } from '../../src/engine/trace.ts';
import { report } from '../../src/view/report.ts';
import { viewOf } from '../../src/view/runView.ts';
import { keptTrace } from '../support/scenarios.ts';

/** The kept run without tests, where each candidate passes the examples that `passes` says. */
async function exemplified(
  calls: readonly string[],
  passes: (candidate: string, call: string) => boolean,
): Promise<readonly TraceEvent[]> {
  return (await keptTrace('unverified')).map(event => {
    if (event.type !== 'action-ended' || event.result.type !== 'candidate') return event;
    const { candidate } = event.result;
    return { ...event, result: { type: 'candidate', candidate: withExamples(candidate, calls, passes) } };
  });
}

function withExamples(
  candidate: Candidate,
  calls: readonly string[],
  passes: (candidate: string, call: string) => boolean,
): Candidate {
  const { reward, id } = candidate;
  if (!reward) return candidate;
  const examples = calls.map(call => {
    const passed = passes(id, call);
    return { call, expected: '1', output: passed ? '1' : '0', passed };
  });
  return {
    ...candidate,
    reward: { ...reward, evidence: [...reward.evidence, { type: 'examples', examples }] },
  };
}

function viewed(events: readonly TraceEvent[]) {
  const view = viewOf(events);
  assert.ok(view);
  return view;
}

test('a candidate that passes its examples is said to, and is not verified', async () => {
  const events = await exemplified(['f(1)', 'f(2)'], () => true);
  const view = viewed(events);
  assert.deepEqual(
    [view.headline.tone, view.headline.text, view.doubtfulExamples],
    ['unverified', 'Not verified: passes the 2 examples of its documentation', undefined],
  );
  assert.match(report(view), /\n\nNot verified: passes the 2 examples of its documentation\n/);
  assert.match(report(view), /2\/2 examples/);
  const [candidate] = candidatesIn(events);
  assert.ok(candidate);
  assert.equal(verdictOf(candidate), 'Not verified: passes the 2 examples of its documentation');
});

test('what it fails is listed, and an example that nobody passes is doubtful', async () => {
  const chosen = viewed(await keptTrace('unverified')).chosen;
  const view = viewed(
    await exemplified(['f(1)', 'f(2)', 'f(3)'], (id, call) =>
      id === chosen ? call === 'f(1)' : call === 'f(2)',
    ),
  );
  assert.deepEqual(view.doubtfulExamples, ['f(3)']);
  assert.equal(view.headline.text, 'Not verified: passes 1 of the 3 examples of its documentation');
  const text = report(view);
  assert.match(text, /\nc2 passes 1 of the 3 examples of its documentation\n/);
  assert.match(text, /\n {2}x f\(2\) gives 0, expected 1\n/);
  assert.match(text, /\n {2}x f\(3\) gives 0, expected 1 \(doubtful: no attempt gives that/);
});

test('one example is spoken of as one', async () => {
  const view = viewed(await exemplified(['f(1)'], () => true));
  assert.equal(view.headline.text, 'Not verified: passes the example of its documentation');
});

test('where no example is shown the words stay', async () => {
  const view = viewed(await keptTrace('unverified'));
  assert.equal(view.headline.text, 'Not verified: no test could be run');
  assert.ok(!report(view).includes('examples'));
});
