import assert from 'node:assert/strict';
import { test } from 'node:test';
import { onceMoreAfter, sharedWhilePending } from '../../src/editor/atOnce.ts';

/** Lets everything run that waits for nothing but its turn. */
const settled = () => new Promise<void>(resolve => setImmediate(resolve));

const noFailure = (error: unknown) => assert.fail(String(error));

function work() {
  const calls: PromiseWithResolvers<void>[] = [];
  const perform = () => {
    const call = Promise.withResolvers<void>();
    calls.push(call);
    return call.promise;
  };
  return { calls, perform };
}

test('who asks for work that is under way gets that, and who asks later starts it anew', async () => {
  const { calls, perform } = work();
  const ask = sharedWhilePending(perform);
  const both = [ask(), ask()];
  assert.equal(calls.length, 1);
  calls[0]?.reject(new Error('no'));
  for (const one of both) await assert.rejects(one, /no/);
  void ask();
  assert.equal(calls.length, 2);
});

test('what is asked for while work runs is done once more after it, however often it was asked for', async () => {
  const { calls, perform } = work();
  const ask = onceMoreAfter(perform, noFailure);
  for (let times = 0; times < 5; times += 1) ask();
  await settled();
  assert.equal(calls.length, 1);
  calls[0]?.resolve();
  await settled();
  assert.equal(calls.length, 2);
  calls[1]?.resolve();
  await settled();
  assert.equal(calls.length, 2);
  ask();
  assert.equal(calls.length, 3);
});

test('what is asked for in the moment that work ends is done', async () => {
  let done = 0;
  const ask = onceMoreAfter(async () => {
    done += 1;
    if (done < 4) queueMicrotask(() => queueMicrotask(ask));
  }, noFailure);
  ask();
  await settled();
  assert.equal(done, 4);
});

test('work that failed is told and done again when it is asked for', async () => {
  const { calls, perform } = work();
  const told: unknown[] = [];
  const ask = onceMoreAfter(perform, error => told.push(error));
  ask();
  calls[0]?.reject('no');
  await settled();
  assert.deepEqual(told, ['no']);
  ask();
  assert.equal(calls.length, 2);
});
