import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Clock } from '../../src/engine/clock.ts';
import { cost } from '../../src/engine/cost.ts';
import {
  type Generation,
  GenerationError,
  type GenerationFailure,
  type LanguageModel,
} from '../../src/engine/languageModel.ts';
import { Ledger } from '../../src/engine/ledger.ts';
import type { Random } from '../../src/engine/random.ts';
import { limited } from '../../src/models/limited.ts';
import { metered } from '../../src/models/metered.ts';
import { meterOf } from '../../src/models/requestMeter.ts';
import { retrying } from '../../src/models/retrying.ts';
import { recordedCall, requestOf } from '../support/modelCalls.ts';

const generation: Generation = {
  text: 'ok',
  usage: { promptTokens: 5, completionTokens: 2, source: 'reported' },
  finish: 'stop',
  model: 'm',
};

function modelOf(generate: LanguageModel['generate']): LanguageModel {
  return { id: 'm', can: { seed: true, streaming: true, usage: true, promptStyle: 'large' }, generate };
}

/** Fails with these, one a request, then answers. */
function failing(...errors: unknown[]): LanguageModel {
  return modelOf(async (_, call) => {
    meterOf(call).sent();
    const error = errors.shift();
    if (error) throw error;
    return generation;
  });
}

const failed = (failure: GenerationFailure, retryAfter?: number) =>
  new GenerationError(failure, failure, 'do something', retryAfter === undefined ? {} : { retryAfter });

/** A clock whose time passes at once; it remembers the waits. */
function quickClock(): Clock & { readonly waits: number[] } {
  const waits: number[] = [];
  return {
    waits,
    now: () => 0,
    after(milliseconds, callback) {
      waits.push(milliseconds);
      const timer = setImmediate(callback);
      return () => clearImmediate(timer);
    },
  };
}

/** Chance that always comes out the same. */
function always(value: number): Random {
  const random: Random = { next: () => value, below: bound => Math.floor(value * bound), fork: () => random };
  return random;
}

describe('retrying', () => {
  it('tries again with doubling waits under full jitter, and each request is charged', async () => {
    const clock = quickClock();
    const inner = metered(failing(failed('unreachable'), failed('server-error'), failed('rate-limited')));
    const model = retrying(inner, { clock, random: always(0.5), firstWait: 100 });
    const { call, spent } = recordedCall();
    assert.equal((await model.generate(requestOf('hi'), call)).text, 'ok');
    assert.deepEqual(clock.waits, [50, 100, 200]);
    assert.equal(spent().calls, 4);
  });

  it('gives up after the last attempt with the last failure', async () => {
    const inner = failing(failed('unreachable'), failed('unreachable'), failed('server-error'));
    const model = retrying(inner, { clock: quickClock(), random: always(0), attempts: 3 });
    await assert.rejects(model.generate(requestOf('hi'), recordedCall().call), { failure: 'server-error' });
  });

  it('waits as long as the server asked, but not without bounds', async () => {
    const clock = quickClock();
    const options = { clock, random: always(0.5), firstWait: 100, longestWait: 5000 };
    await retrying(failing(failed('rate-limited', 4000)), options).generate(
      requestOf('hi'),
      recordedCall().call,
    );
    assert.deepEqual(clock.waits, [4000]);
    const tooLong = retrying(failing(failed('rate-limited', 6000)), options);
    await assert.rejects(tooLong.generate(requestOf('hi'), recordedCall().call), { retryAfter: 6000 });
    assert.deepEqual(clock.waits, [4000]);
  });

  for (const failure of ['unauthorized', 'not-found', 'bad-request', 'crashed', 'no-recording'] as const) {
    it(`does not try again after ${failure}`, async () => {
      const model = retrying(failing(failed(failure)), { clock: quickClock(), random: always(0) });
      await assert.rejects(model.generate(requestOf('hi'), recordedCall().call), { failure });
    });
  }

  it('tries a malformed answer once more, not twice', async () => {
    const options = { clock: quickClock(), random: always(0) };
    await retrying(failing(failed('malformed')), options).generate(requestOf('hi'), recordedCall().call);
    const twice = retrying(failing(failed('malformed'), failed('malformed')), options);
    await assert.rejects(twice.generate(requestOf('hi'), recordedCall().call), { failure: 'malformed' });
  });

  it('asks for what the failed request used, and stops when it is refused', async () => {
    const inner = modelOf(async (_, call) => {
      meterOf(call).sent();
      meterOf(call).used({ promptTokens: 30, completionTokens: 4, source: 'estimated' });
      throw failed('server-error');
    });
    const clock = quickClock();
    const model = retrying(metered(inner), { clock, random: always(0) });
    const ledger = new Ledger({ calls: 2, tokens: 200 });
    const hold = ledger.reserve(cost({ calls: 1, promptTokens: 30, completionTokens: 50 }));
    assert.ok(hold);
    const signal = new AbortController().signal;
    const call = { signal, charge: hold.charge.bind(hold), extend: hold.extend.bind(hold) };
    await assert.rejects(model.generate(requestOf('hi'), call), { failure: 'server-error' });
    assert.equal(hold.used.calls, 2);
    assert.equal(hold.reserved.promptTokens, 60);
    assert.equal(ledger.available('calls'), 0);
  });

  it('passes on one stream alone: what follows a stream that broke off is no more of the same text', async () => {
    let requests = 0;
    const model = modelOf(async (_, _call, progress) => {
      requests += 1;
      if (requests === 1) throw failed('unreachable');
      for (const piece of ['def f(a):\n', `    return ${requests}\n`]) progress?.(piece);
      if (requests < 4) throw failed('server-error');
      return generation;
    });
    const heard: string[] = [];
    const retried = retrying(model, { clock: quickClock(), random: always(0) });
    await retried.generate(requestOf('hi'), recordedCall().call, piece => heard.push(piece));
    assert.equal(requests, 4);
    assert.deepEqual(heard, ['def f(a):\n', '    return 2\n']);
  });

  it('leaves the wait at once when aborted', async () => {
    let cancelled = 0;
    const clock: Clock = { now: () => 0, after: () => () => void cancelled++ };
    const model = retrying(failing(failed('unreachable')), { clock, random: always(1) });
    const stop = new AbortController();
    const running = model.generate(requestOf('hi'), recordedCall({ signal: stop.signal }).call);
    const rejected = assert.rejects(running, /enough/);
    setImmediate(() => stop.abort(new Error('enough')));
    await rejected;
    assert.equal(cancelled, 1);
  });
});

describe('limited', () => {
  /** A model whose requests end when told to. */
  function held() {
    const open: { sample: number; end: (error?: Error) => void }[] = [];
    let most = 0;
    const model = modelOf(async ({ sample }) => {
      await new Promise<void>((resolve, reject) => {
        open.push({ sample, end: error => (error ? reject(error) : resolve()) });
        most = Math.max(most, open.length);
      });
      return generation;
    });
    const end = async (sample: number, error?: Error) => {
      const index = open.findIndex(request => request.sample === sample);
      open.splice(index, 1)[0]?.end(error);
      await new Promise(setImmediate);
    };
    return { model, end, samples: () => open.map(request => request.sample), most: () => most };
  }

  it('lets in so many at once, in the order they came, also after failures', async () => {
    const { model, end, samples, most } = held();
    const two = limited(model, 2);
    const all = [0, 1, 2, 3, 4].map(sample => two.generate(requestOf('hi', { sample }), recordedCall().call));
    const settled = Promise.allSettled(all);
    await new Promise(setImmediate);
    assert.deepEqual(samples(), [0, 1]);
    await end(1, new Error('broken'));
    assert.deepEqual(samples(), [0, 2]);
    await end(0);
    await end(2);
    assert.deepEqual(samples(), [3, 4]);
    await end(3);
    await end(4);
    assert.equal(most(), 2);
    assert.deepEqual(
      (await settled).map(result => result.status),
      ['fulfilled', 'rejected', 'fulfilled', 'fulfilled', 'fulfilled'],
    );
  });

  it('an aborted waiter leaves the queue and takes no permit', async () => {
    const { model, end, samples } = held();
    const one = limited(model, 1);
    const stop = new AbortController();
    const first = one.generate(requestOf('hi', { sample: 0 }), recordedCall().call);
    const waiter = one.generate(requestOf('hi', { sample: 1 }), recordedCall({ signal: stop.signal }).call);
    const last = one.generate(requestOf('hi', { sample: 2 }), recordedCall().call);
    const rejected = assert.rejects(waiter, { name: 'AbortError' });
    stop.abort();
    await rejected;
    await new Promise(setImmediate);
    assert.deepEqual(samples(), [0]);
    await end(0);
    assert.deepEqual(samples(), [2]);
    await end(2);
    await Promise.all([first, last]);
    const again = one.generate(requestOf('hi', { sample: 3 }), recordedCall().call);
    await new Promise(setImmediate);
    assert.deepEqual(samples(), [3]);
    await end(3);
    await again;
  });
});

describe('metered', () => {
  it('charges a provider that says nothing while it works one call and its usage', async () => {
    const { call, spent } = recordedCall();
    await metered(modelOf(async () => generation)).generate(requestOf('hi'), call);
    assert.deepEqual(spent(), cost({ calls: 1, promptTokens: 5, completionTokens: 2 }));
  });

  it('charges nothing for a failure before any request', async () => {
    const { call, spent } = recordedCall();
    const model = metered(modelOf(() => Promise.reject(failed('crashed'))));
    await assert.rejects(model.generate(requestOf('hi'), call), { failure: 'crashed' });
    assert.deepEqual(spent(), cost({}));
  });

  it('keeps the usage of two aborted requests apart that share a reason', async () => {
    const stop = new AbortController();
    const model = metered(
      modelOf(async ({ sample }, call) => {
        meterOf(call).sent();
        meterOf(call).used({ promptTokens: 1, completionTokens: sample, source: 'reported' });
        await new Promise((_, reject) =>
          call.signal.addEventListener('abort', () => reject(call.signal.reason)),
        );
        return generation;
      }),
    );
    const calls = [10, 20].map(sample => ({ sample, ...recordedCall({ signal: stop.signal }) }));
    const all = Promise.allSettled(
      calls.map(({ sample, call }) => model.generate(requestOf('hi', { sample }), call)),
    );
    await new Promise(setImmediate);
    stop.abort();
    await all;
    assert.deepEqual(
      calls.map(({ spent }) => spent().completionTokens),
      [10, 20],
    );
  });

  it('all wrappers together leave the model what it is', async () => {
    const counting: LanguageModel = { ...modelOf(async () => generation), countPrompt: async () => 42 };
    const wrapped = retrying(limited(metered(counting), 2), { clock: quickClock(), random: always(0) });
    assert.equal(wrapped.id, 'm');
    assert.equal(wrapped.can, counting.can);
    assert.equal(await wrapped.countPrompt?.([], new AbortController().signal), 42);
    assert.equal(
      retrying(
        modelOf(async () => generation),
        { clock: quickClock(), random: always(0) },
      ).countPrompt,
      undefined,
    );
  });
});
