import assert from 'node:assert/strict';
import { test } from 'node:test';
import { endMessage, verdictOf } from '../../src/editor/verdict.ts';
import { zeroCost } from '../../src/engine/cost.ts';
import type { RunOutcome } from '../../src/ponder.ts';
import { madeUpCandidate } from '../support/fakePonder.ts';

const passed = madeUpCandidate('c1', 'x', { passed: 4, total: 4 });
const half = madeUpCandidate('c2', 'y', { passed: 2, total: 4 });

function outcome(parts: Partial<RunOutcome>): RunOutcome {
  return {
    status: 'failed',
    stop: 'no-gain',
    reason: 'the next attempt is not worth its price',
    spent: zeroCost,
    seconds: 1,
    candidates: [],
    ...parts,
  };
}

test('only a candidate whose tests were executed and all passed is called verified', () => {
  assert.equal(verdictOf(passed), 'Verified: 4 of 4 tests passed');
  assert.equal(verdictOf(half), 'Not verified: 2 of 4 tests passed');
  assert.equal(verdictOf(madeUpCandidate('c3', 'z')), 'Not verified: no test was run');
  assert.equal(verdictOf({ ...passed, error: 'syntax error' }), 'Not usable: syntax error');
});

test('the end of a verified run says what was executed', () => {
  const message = endMessage('clamp', outcome({ status: 'verified', stop: 'verified' }), passed);
  assert.deepEqual(message, { good: true, text: 'clamp: Verified: 4 of 4 tests passed.' });
});

test('when nothing passed, the best attempt is offered and not called verified', () => {
  const { good, text } = endMessage('clamp', outcome({}), half);
  assert.equal(good, false);
  assert.match(text, /no candidate passed\. Best attempt: 2 of 4 tests passed\..* not verified\./);
  assert.match(text, /Stopped: the next attempt is not worth its price\.$/);
});

test('without tests the message says that none was run', () => {
  const { text } = endMessage('clamp', outcome({ status: 'unverified' }), madeUpCandidate('c1', 'x'));
  assert.match(text, /no test could be run/);
  assert.match(text, /not verified/);
});

test('a stopped run says so and keeps what was found', () => {
  const stopped = outcome({ status: 'cancelled', stop: 'cancelled', reason: 'stopped by you' });
  assert.match(endMessage('clamp', stopped, half).text, /stopped before a candidate passed\. Best attempt/);
  assert.match(endMessage('clamp', stopped, undefined).text, /no candidate to show/);
});

test('code that passes already is no failure', () => {
  const reason = 'all 4 tests pass on the code as it stands';
  const message = endMessage(
    'clamp',
    outcome({ status: 'verified', stop: 'already-passing', reason }),
    undefined,
  );
  assert.deepEqual(message, {
    good: true,
    text: `clamp: nothing to solve. All 4 tests pass on the code as it stands.`,
  });
});

test('a failure is told with its action', () => {
  const failed = outcome({ stop: 'failed', reason: 'The server refused the key. Set another key.' });
  assert.equal(
    endMessage('clamp', failed, undefined).text,
    'clamp: no candidate to show. The server refused the key. Set another key.',
  );
});
