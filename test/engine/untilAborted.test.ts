import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import { describe, it } from 'node:test';
import { untilAborted } from '../../src/engine/untilAborted.ts';

describe('work that is waited for until somebody stops', () => {
  it('gives its result or its failure, and leaves no listener', async () => {
    const { signal } = new AbortController();
    assert.equal(await untilAborted(Promise.resolve(7), signal), 7);
    await assert.rejects(untilAborted(Promise.reject(new Error('broken')), signal), /broken/);
    assert.equal(getEventListeners(signal, 'abort').length, 0);
  });

  it('is left with the reason at once, also when it was stopped before and when it fails later', async () => {
    const stop = new AbortController();
    const { promise, reject } = Promise.withResolvers<number>();
    const waiting = untilAborted(promise, stop.signal);
    stop.abort(new Error('stopped'));
    await assert.rejects(waiting, /stopped/);
    await assert.rejects(untilAborted(promise, stop.signal), /stopped/);
    reject(new Error('too late to matter'));
  });
});
