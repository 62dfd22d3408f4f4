import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'node:test';
import { metered } from '../../src/models/metered.ts';
import { createOpenAiCompatible } from '../../src/models/openaiCompatible.ts';
import { type FakeOpenAi, type FakeOpenAiOptions, startFakeOpenAi } from '../support/fakeOpenAi.ts';
import { recordedCall, requestOf } from '../support/modelCalls.ts';

const schema = { name: 'verdict', schema: { type: 'object', properties: { verdict: { type: 'string' } } } };
const unfinished = [
  { role: 'user', content: 'Count.' },
  { role: 'assistant', content: 'One, two' },
] as const;
const open: FakeOpenAi[] = [];
afterEach(() => Promise.all(open.splice(0).map(server => server.close())));

async function serve(options: FakeOpenAiOptions = {}) {
  const server = await startFakeOpenAi(options);
  open.push(server);
  const provider = createOpenAiCompatible({ baseUrl: server.baseUrl, model: 'fake', apiKey: 'sk-1' });
  const model = metered(provider);
  const ask = async (more: Parameters<typeof requestOf>[1] = {}) => {
    const { call, spent } = recordedCall();
    return { ...(await model.generate(requestOf('hi', more), call)), calls: spent().calls };
  };
  return { server, provider, ask };
}

describe('an OpenAI-compatible endpoint, asked for more than a text,', () => {
  it('is sent stops, laws and a schema only where they are asked for', async () => {
    const { server, ask } = await serve();
    await ask();
    await ask({ stop: ['1', '2', '3', '4', '5'], laws: true, schema });
    const [plain, full] = server.requests.map(({ body }) => body);
    for (const name of ['stop', 'logprobs', 'top_logprobs', 'response_format', 'continue_final_message'])
      assert.ok(plain && !(name in plain), name);
    assert.deepEqual(full?.stop, ['1', '2', '3', '4'], 'no more than four are taken');
    assert.deepEqual([full?.logprobs, full?.top_logprobs], [true, 20]);
    assert.deepEqual(full?.response_format, {
      type: 'json_schema',
      json_schema: { ...schema, strict: true },
    });
  });

  for (const ignoresStream of [false, true]) {
    it(`tells the law of each token, ${ignoresStream ? 'all at once' : 'streamed'}, with usage as ever`, async () => {
      const law = [-0.1, -2.5, -0.1, -9999, null];
      const { provider, ask } = await serve({ ignoresStream, answers: [{ text: 'one two three', law }] });
      const { text, laws, usage, calls } = await ask({ laws: true });
      assert.equal(text, 'one two three');
      assert.deepEqual(laws, Array(3).fill({ logprob: -0.1, top: [-0.1, -2.5, -104, -104] }));
      assert.deepEqual([usage.completionTokens, usage.source, calls], [3, 'reported', 1]);
      assert.equal(provider.can.laws, 'top');
      assert.equal((await ask()).laws, undefined);
    });
  }

  it('asks for fewer of the likeliest where 20 are refused, and remembers', async () => {
    const { server, provider, ask } = await serve({ mostLikeliest: 5 });
    assert.equal((await ask({ laws: true })).calls, 2);
    const { laws, calls } = await ask({ laws: true });
    assert.deepEqual([laws?.length, calls], [2, 1]);
    assert.deepEqual(
      server.requests.map(({ body }) => body.top_logprobs),
      [20, 5, 5],
    );
    assert.equal(provider.can.laws, 'top');
  });

  it('learns that laws are left out without a word', async () => {
    const { server, provider, ask } = await serve({ answers: [{ law: 'mute' }] });
    assert.equal((await ask({ laws: true })).laws, undefined);
    assert.equal(provider.can.laws, undefined);
    await ask({ laws: true });
    assert.equal(server.requests[1]?.body.logprobs, undefined);
  });

  for (const rejectStyle of ['openai', 'fastapi'] as const) {
    it(`leaves out what is refused from then on (${rejectStyle})`, async () => {
      const rejects = ['stop', 'logprobs', 'response_format'] as const;
      const { server, provider, ask } = await serve({ rejects, rejectStyle });
      const asked = { stop: ['\n'], laws: true, schema };
      const first = await ask(asked);
      assert.deepEqual([first.text, first.laws, first.calls], ['hello world', undefined, 4]);
      assert.equal((await ask(asked)).calls, 1);
      assert.deepEqual([provider.can.laws, provider.can.schema], [undefined, false]);
      const last = server.requests.at(-1)?.body ?? {};
      for (const name of [...rejects, 'top_logprobs']) assert.ok(!(name in last), name);
      assert.ok('seed' in last && 'temperature' in last, 'what was not refused is still sent');
    });
  }
});

describe('an unfinished text', () => {
  for (const owner of ['vllm', 'sglang']) {
    it(`is gone on with by ${owner}, which documents it`, async () => {
      const { server, provider, ask } = await serve({ owner });
      await ask();
      assert.deepEqual([provider.can.continues, server.lookups.length], [undefined, 0]);
      await ask({ stop: ['\n'] });
      assert.equal(provider.can.continues, true);
      const { calls } = await ask({ messages: unfinished, continues: true, stop: ['\n'] });
      const { body } = server.requests.at(-1) ?? {};
      assert.deepEqual([body?.continue_final_message, body?.add_generation_prompt], [true, false]);
      assert.equal(calls, 1, 'looking it up is no paid call');
      assert.deepEqual(
        server.lookups.map(({ path, headers }) => [path, headers.authorization]),
        [['/v1/models', 'Bearer sk-1']],
      );
    });
  }

  it('is gone on with by a llama.cpp whose prompt leaves the turn open, and by no other', async () => {
    for (const [afterUnfinished, continues] of [
      ['', true],
      ['<end><assistant>', undefined],
    ] as const) {
      const { server, provider, ask } = await serve({ owner: 'llamacpp', afterUnfinished });
      await ask({ stop: ['\n'] });
      assert.equal(provider.can.continues, continues);
      assert.equal(server.lookups.length, 2);
    }
  });

  it('is never sent to a server that may start anew', async () => {
    for (const owner of ['library', undefined]) {
      const { server, provider, ask } = await serve(owner ? { owner } : {});
      await ask({ stop: ['\n'] });
      assert.equal(provider.can.continues, undefined);
      await assert.rejects(ask({ messages: unfinished, continues: true }), {
        failure: 'bad-request',
        message: /not known to go on/,
      });
      assert.equal(server.requests.length, 1);
    }
  });

  it('is not sent again without the wish to go on when that is refused', async () => {
    const { server, provider, ask } = await serve({ owner: 'vllm', rejects: ['continue_final_message'] });
    await ask({ stop: ['\n'] });
    await assert.rejects(ask({ messages: unfinished, continues: true }), { failure: 'bad-request' });
    assert.equal(server.requests.length, 2);
    assert.equal(provider.can.continues, undefined);
  });
});
