import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import { afterEach, describe, it } from 'node:test';
import { inspect } from 'node:util';
import { type Cost, totalTokens } from '../../src/engine/cost.ts';
import { GenerationError, type GenerationFailure } from '../../src/engine/languageModel.ts';
import { metered } from '../../src/models/metered.ts';
import { createOpenAiCompatible } from '../../src/models/openaiCompatible.ts';
import { type FakeOpenAi, type FakeOpenAiOptions, startFakeOpenAi } from '../support/fakeOpenAi.ts';
import { recordedCall, requestOf } from '../support/modelCalls.ts';

const servers: FakeOpenAi[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

async function serve(options: FakeOpenAiOptions = {}) {
  const server = await startFakeOpenAi(options);
  servers.push(server);
  const provider = createOpenAiCompatible({ baseUrl: server.baseUrl, model: 'fake', apiKey: 'sk-secret-1' });
  return { server, provider, model: metered(provider, { prompt: 3, completion: 5 }) };
}

/** Generates, expects a GenerationError, and returns it with what was charged. */
async function failure(options: FakeOpenAiOptions): Promise<{ error: GenerationError; spent: Cost }> {
  const { model } = await serve(options);
  const { call, spent } = recordedCall();
  const error = await model.generate(requestOf('hi'), call).then(
    () => assert.fail('It was expected to fail.'),
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof GenerationError, String(error));
  return { error, spent: spent() };
}

describe('an OpenAI-compatible endpoint', () => {
  it('streams the text and charges the usage that was reported', async () => {
    const { server, model } = await serve({
      answers: [{ text: 'one two three', usage: { prompt: 21, completion: 7 } }],
    });
    const { call, spent } = recordedCall();
    const chunks: string[] = [];
    const generation = await model.generate(requestOf('hi', { seed: 77 }), call, text => chunks.push(text));
    assert.deepEqual(generation, {
      text: 'one two three',
      usage: { promptTokens: 21, completionTokens: 7, source: 'reported' },
      finish: 'stop',
      model: 'fake',
    });
    assert.deepEqual(chunks, ['one ', 'two ', 'three']);
    assert.equal(spent().calls, 1);
    assert.equal(totalTokens(spent()), 28);
    assert.equal(spent().microDollars, 21 * 3 + 7 * 5);
    assert.equal(spent().estimated, false);
    const [request] = server.requests;
    assert.equal(request?.headers.authorization, 'Bearer sk-secret-1');
    assert.equal(request?.body.seed, 77);
    assert.deepEqual(request?.body.stream_options, { include_usage: true });
  });

  it('estimates the usage and says so when none is reported', async () => {
    const { provider, model } = await serve({ answers: [{ text: 'x'.repeat(320), usage: 'missing' }] });
    const { call, spent } = recordedCall();
    const { usage } = await model.generate(requestOf('a prompt', { maxTokens: 500 }), call);
    assert.deepEqual(usage, { promptTokens: 8, completionTokens: 100, source: 'estimated' });
    assert.equal(spent().estimated, true);
    assert.equal(provider.can.usage, false);
  });

  it('counts the pieces of a stream where they are more than the estimate by bytes', async () => {
    const { model } = await serve({ answers: [{ text: 'a b c d e f g h i j', usage: 'missing' }] });
    const { usage } = await model.generate(requestOf('hi'), recordedCall().call);
    assert.equal(usage.completionTokens, 10);
  });

  it('never estimates more completion tokens than were allowed', async () => {
    const { model } = await serve({ answers: [{ text: 'x'.repeat(320), usage: 'missing' }] });
    const { usage } = await model.generate(requestOf('hi', { maxTokens: 9 }), recordedCall().call);
    assert.equal(usage.completionTokens, 9);
  });

  it('tells an answer that was cut by its length', async () => {
    const { model } = await serve({ answers: [{ finish: 'length' }] });
    assert.equal((await model.generate(requestOf('hi'), recordedCall().call)).finish, 'length');
  });

  it('keeps reasoning out of the text', async () => {
    const { model } = await serve({ answers: [{ reasoning: 'let me think', text: 'done' }] });
    assert.equal((await model.generate(requestOf('hi'), recordedCall().call)).text, 'done');
  });

  it('sends no Authorization without a key', async () => {
    const { server } = await serve();
    const provider = createOpenAiCompatible({ baseUrl: server.baseUrl, model: 'fake' });
    await provider.generate(requestOf('hi'), recordedCall().call);
    assert.equal(server.requests[0]?.headers.authorization, undefined);
  });

  it('reads one whole answer from a server that ignores the wish for a stream', async () => {
    const { model } = await serve({ ignoresStream: true, answers: [{ text: 'all at once' }] });
    const generation = await model.generate(requestOf('hi'), recordedCall().call);
    assert.equal(generation.text, 'all at once');
    assert.equal(generation.usage.source, 'reported');
  });
});

describe('what an endpoint refuses', () => {
  for (const rejectStyle of ['openai', 'fastapi'] as const) {
    it(`is left out from then on, and each refused request is a call (${rejectStyle})`, async () => {
      const rejects = ['stream_options', 'seed', 'temperature', 'stream'] as const;
      const { server, model, provider } = await serve({ rejects, rejectStyle });
      const first = recordedCall();
      assert.equal((await model.generate(requestOf('hi'), first.call)).text, 'hello world');
      assert.equal(first.spent().calls, 5);
      assert.equal(server.requests.length, 5);
      const second = recordedCall();
      await model.generate(requestOf('hi'), second.call);
      assert.equal(second.spent().calls, 1);
      assert.equal(provider.can.seed, false);
      assert.equal(provider.can.streaming, false);
    });
  }

  it('max_tokens is replaced by max_completion_tokens', async () => {
    const { server, model } = await serve({ rejects: ['max_tokens'] });
    await model.generate(requestOf('hi', { maxTokens: 33 }), recordedCall().call);
    assert.equal(server.requests[1]?.body.max_completion_tokens, 33);
    assert.equal('max_tokens' in (server.requests[1]?.body ?? {}), false);
  });

  it('is not asked for again when the ledger refuses another call', async () => {
    const { server, model } = await serve({ rejects: ['seed'] });
    const { call, spent } = recordedCall({ extend: () => false });
    await assert.rejects(model.generate(requestOf('hi'), call), { failure: 'bad-request' });
    assert.equal(server.requests.length, 1);
    assert.equal(spent().calls, 1);
  });

  it('concurrent first requests all find their way', async () => {
    const { model } = await serve({ rejects: ['stream_options', 'seed'] });
    const texts = await Promise.all(
      [1, 2, 3, 4].map(async () => (await model.generate(requestOf('hi'), recordedCall().call)).text),
    );
    assert.deepEqual(texts, Array(4).fill('hello world'));
  });
});

describe('the closing fence', () => {
  const text =
    '```js\nconst a = 1;\n```\nHere is why it works, at some length, with many words that cost tokens.';

  it('does not cut an answer whose usage is reported', async () => {
    const { server, model } = await serve({ answers: [{ text }] });
    await model.generate(requestOf('hi'), recordedCall().call);
    const generation = await model.generate(requestOf('hi', { stopAtFence: true }), recordedCall().call);
    assert.equal(generation.text, text);
    assert.equal(server.requests[1]?.ended, 'complete');
  });

  it('cuts the answer of an endpoint that reports no usage anyway', async () => {
    const { server, model } = await serve({ answers: [{ text, usage: 'missing', chunkMs: 10 }] });
    await model.generate(requestOf('hi', { maxTokens: 500 }), recordedCall().call);
    const request = requestOf('hi', { stopAtFence: true, maxTokens: 500 });
    const generation = await model.generate(request, recordedCall().call);
    assert.equal(generation.text, '```js\nconst a = 1;\n```');
    assert.equal(generation.finish, 'fence');
    await server.connectionsClosed(500);
    assert.equal(server.requests[1]?.ended, 'aborted');
  });
});

describe('a failed generation', () => {
  const answers: readonly [string, FakeOpenAiOptions, GenerationFailure, RegExp][] = [
    ['a wrong key', { key: 'another' }, 'unauthorized', /refused the API key/],
    ['a model that is not there', { answers: [{ status: 404 }] }, 'not-found', /no model "fake"/],
    ['too many requests', { answers: [{ status: 429 }] }, 'rate-limited', /fewer requests/],
    [
      'an empty account',
      { answers: [{ status: 429, code: 'insufficient_quota' }] },
      'unauthorized',
      /no quota/,
    ],
    ['a server error', { answers: [{ status: 503, message: 'overloaded' }] }, 'server-error', /overloaded/],
    [
      'a prompt that is too long',
      {
        answers: [
          {
            status: 400,
            message: "This model's maximum context length is 4096 tokens, max_tokens is not supported",
          },
        ],
      },
      'bad-request',
      /maximum context length/,
    ],
    ['a web page', { answers: [{ body: '<html><body>Sign in</body></html>' }] }, 'malformed', /a web page/],
    [
      'text that is no JSON',
      { answers: [{ body: 'data?', contentType: 'application/json' }] },
      'malformed',
      /something else/,
    ],
    [
      'a stream of nonsense',
      { answers: [{ body: 'data: {nonsense\n\n', contentType: 'text/event-stream' }] },
      'malformed',
      /not JSON/,
    ],
    ['an answer without choices', { answers: [{ noChoices: true }] }, 'malformed', /without choices/],
    [
      'an error inside the stream',
      {
        answers: [
          { body: 'data: {"error":{"message":"out of memory"}}\n\n', contentType: 'text/event-stream' },
        ],
      },
      'server-error',
      /out of memory/,
    ],
  ];
  for (const [name, options, kind, words] of answers) {
    it(`says what became of ${name}`, async () => {
      const { error, spent } = await failure(options);
      assert.equal(error.failure, kind);
      assert.match(error.message, words);
      assert.notEqual(error.action, '');
      assert.equal(spent.calls, 1);
    });
  }

  it('asks again without a stream when the stream is empty, where some servers say what is wrong', async () => {
    const { error, spent } = await failure({
      answers: ({ body }) =>
        body.stream
          ? { body: '', contentType: 'text/event-stream' }
          : { status: 400, message: "This model's maximum context length is 2048 tokens." },
    });
    assert.equal(error.failure, 'bad-request');
    assert.match(error.message, /maximum context length/);
    assert.equal(spent.calls, 2);
    const always = await failure({ answers: [{ body: '', contentType: 'text/event-stream' }] });
    assert.equal(always.error.failure, 'malformed');
    assert.equal(always.spent.calls, 2);
  });

  it('never shows the key, even when the server does', async () => {
    const { error } = await failure({ answers: [{ status: 400, message: 'Bad.', echoKey: true }] });
    assert.doesNotMatch(inspect(error, { depth: 10 }), /sk-secret-1/);
    assert.match(error.message, /\*\*\*/);
    const wrong = await failure({ key: 'another' });
    assert.doesNotMatch(inspect(wrong.error, { depth: 10 }), /sk-secret-1/);
    const inside = {
      body: 'data: {"error":{"message":"key sk-secret-1"}}\n\n',
      contentType: 'text/event-stream',
    };
    assert.doesNotMatch(inspect((await failure({ answers: [inside] })).error, { depth: 10 }), /sk-secret-1/);
    assert.doesNotMatch(
      inspect((await failure({ answers: [{ body: '<p>sk-secret-1' }] })).error, { depth: 10 }),
      /sk-secret-1/,
    );
  });

  it('carries how long the server asked to wait', async () => {
    const wait = async (headers: Record<string, string>) =>
      (await failure({ answers: [{ status: 429, headers }] })).error.retryAfter;
    assert.equal(await wait({ 'retry-after': '7' }), 7000);
    assert.equal(await wait({ 'retry-after-ms': '250' }), 250);
    const byDate = await wait({ 'retry-after': new Date(Date.now() + 60_000).toUTCString() });
    assert.ok(byDate !== undefined && byDate > 55_000 && byDate <= 60_000, String(byDate));
    assert.equal(await wait({}), undefined);
  });

  it('names the URL that nothing listens on', async () => {
    const free = createServer();
    await new Promise<void>(resolve => free.listen(0, '127.0.0.1', resolve));
    const address = free.address();
    await new Promise(resolve => free.close(resolve));
    assert.ok(typeof address === 'object' && address !== null);
    const baseUrl = `http://127.0.0.1:${address.port}/v1`;
    const model = createOpenAiCompatible({ baseUrl, model: 'fake' });
    await assert.rejects(model.generate(requestOf('hi'), recordedCall().call), (error: GenerationError) => {
      assert.equal(error.failure, 'unreachable');
      assert.match(error.message, new RegExp(`http://127.0.0.1:${address.port}/v1 .*nothing listens`));
      return true;
    });
  });

  for (const baseUrl of ['localhost/v1', 'ftp://127.0.0.1/v1', 'http://me:pw-1@127.0.0.1:9/v1']) {
    it(`refuses the base URL ${baseUrl}`, async () => {
      const model = createOpenAiCompatible({ baseUrl, model: 'fake' });
      await assert.rejects(model.generate(requestOf('hi'), recordedCall().call), (error: GenerationError) => {
        assert.equal(error.failure, 'bad-request');
        assert.doesNotMatch(error.message, /pw-1/);
        return true;
      });
    });
  }

  it('charges what a broken stream has used', async () => {
    const text = 'a long answer that will never be complete';
    const cut = await failure({ answers: [{ text, cutAfter: 5 }] });
    assert.equal(cut.error.failure, 'server-error');
    assert.match(cut.error.message, /broke off/);
    assert.ok(cut.spent.promptTokens > 0 && cut.spent.completionTokens > 0);
    assert.equal(cut.spent.estimated, true);
    const ended = await failure({ answers: [{ text, endAfter: 5 }] });
    assert.equal(ended.error.failure, 'server-error');
    assert.ok(ended.spent.completionTokens > 0);
  });

  it('charges no tokens for a request that was refused', async () => {
    const { spent } = await failure({ answers: [{ status: 500 }] });
    assert.equal(totalTokens(spent), 0);
    assert.equal(spent.estimated, false);
  });

  it('ends when the server is silent for too long', async () => {
    const { server } = await serve({ answers: [{ chunkMs: 2000 }] });
    const model = createOpenAiCompatible({ baseUrl: server.baseUrl, model: 'fake', timeoutMs: 150 });
    const start = performance.now();
    await assert.rejects(model.generate(requestOf('hi'), recordedCall().call), /sent nothing for/);
    assert.ok(performance.now() - start < 1000);
    await server.connectionsClosed(500);
  });

  it('does not end while the server keeps sending', async () => {
    const { server } = await serve({ answers: [{ text: 'a b c d e f g h', chunkMs: 60 }] });
    const model = createOpenAiCompatible({ baseUrl: server.baseUrl, model: 'fake', timeoutMs: 250 });
    const { text } = await model.generate(requestOf('hi'), recordedCall().call);
    assert.equal(text, 'a b c d e f g h');
  });
});

describe('an aborted generation', () => {
  it('closes every connection within 500 ms, in the stream and before it, and charges what is known', async () => {
    const { server, model } = await serve({
      answers: (_, index) => (index < 2 ? { text: 'word '.repeat(200), chunkMs: 20 } : { delayMs: 10_000 }),
    });
    const stop = new AbortController();
    const calls = [0, 1, 2].map(() => recordedCall({ signal: stop.signal }));
    const all = calls.map(({ call }) => model.generate(requestOf('hi'), call));
    const settled = Promise.allSettled(all);
    await new Promise(resolve => setTimeout(resolve, 250));
    assert.equal(server.openConnections(), 3);
    const reason = new Error('stopped by the person');
    stop.abort(reason);
    const closed = await server.connectionsClosed(500);
    assert.ok(closed < 500);
    for (const result of await settled) {
      assert.equal(result.status === 'rejected' && result.reason, reason);
    }
    for (const [index, { spent }] of calls.entries()) {
      assert.equal(spent().calls, 1);
      assert.equal(spent().estimated, true);
      assert.ok(spent().promptTokens > 0);
      assert.equal(spent().completionTokens > 0, index < 2);
    }
  });

  it('sends nothing when it was aborted before', async () => {
    const { server, model } = await serve();
    const { call, spent } = recordedCall({ signal: AbortSignal.abort() });
    await assert.rejects(model.generate(requestOf('hi'), call), { name: 'AbortError' });
    assert.equal(server.requests.length, 0);
    assert.equal(spent().calls, 0);
  });
});
