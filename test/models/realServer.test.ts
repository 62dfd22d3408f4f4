/*
 * The provider against a real server that is not ours, such as llama.cpp's in the Python package
 * llama-cpp-python[server]:
 *
 *   python -m llama_cpp.server --model MODEL.gguf --port 8765 --interrupt_requests false
 *   PONDER_REAL_OPENAI_URL=http://127.0.0.1:8765/v1 node --test test/models/realServer.test.ts
 *
 * PONDER_REAL_OPENAI_MODEL names the model, by default the first that the server lists; OPENAI_API_KEY is its key.
 */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { GenerationError } from '../../src/engine/languageModel.ts';
import { metered } from '../../src/models/metered.ts';
import { createOpenAiCompatible } from '../../src/models/openaiCompatible.ts';
import { recordedCall, requestOf } from '../support/modelCalls.ts';

const {
  PONDER_REAL_OPENAI_URL: baseUrl = '',
  PONDER_REAL_OPENAI_MODEL,
  OPENAI_API_KEY: apiKey,
} = process.env;
const skip = baseUrl === '' && 'PONDER_REAL_OPENAI_URL names no server';
const prompt =
  'Write the JavaScript function add. Answer with code only, in one code block.\n\nReturns the sum of a and b.';

async function openModel() {
  const headers = apiKey ? { authorization: `Bearer ${apiKey}` } : {};
  const listed = (await (await fetch(`${baseUrl}/models`, { headers })).json()) as { data: { id: string }[] };
  const model = PONDER_REAL_OPENAI_MODEL ?? listed.data[0]?.id ?? '';
  return metered(createOpenAiCompatible({ baseUrl, model, apiKey }));
}

describe('a real server', { skip }, () => {
  it('streams an answer whose cost is charged', async context => {
    const model = await openModel();
    const { call, spent } = recordedCall();
    const pieces: string[] = [];
    const start = performance.now();
    const request = requestOf(prompt, { maxTokens: 100, temperature: 0 });
    const { text, usage, finish } = await model.generate(request, call, piece => pieces.push(piece));
    const seconds = (performance.now() - start) / 1000;
    assert.match(text, /add/);
    assert.equal(pieces.join(''), text);
    assert.ok(pieces.length > 3, 'It was not streamed.');
    assert.ok(usage.promptTokens >= 20 && usage.promptTokens <= 80, `${usage.promptTokens} prompt tokens`);
    assert.ok(usage.completionTokens > 5 && usage.completionTokens <= 100);
    assert.equal(
      spent().promptTokens + spent().completionTokens,
      usage.promptTokens + usage.completionTokens,
    );
    context.diagnostic(
      `${JSON.stringify({ usage, finish, pieces: pieces.length, seconds, can: model.can })}`,
    );
  });

  it('estimates close to what the same server reports without a stream', async context => {
    const request = requestOf(prompt, { maxTokens: 100, temperature: 0 });
    const model = await openModel();
    const { usage } = await model.generate(request, recordedCall().call);
    const response = await fetch(`${baseUrl}/chat/completions`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(apiKey ? { authorization: `Bearer ${apiKey}` } : {}),
      },
      body: JSON.stringify({ model: model.id, messages: request.messages, max_tokens: 100, temperature: 0 }),
    });
    const whole = (await response.json()) as { usage: { prompt_tokens: number; completion_tokens: number } };
    context.diagnostic(JSON.stringify({ taken: usage, reported: whole.usage }));
    const taken = usage.promptTokens + usage.completionTokens;
    const reported = whole.usage.prompt_tokens + whole.usage.completion_tokens;
    assert.ok(taken > reported * 0.6 && taken < reported * 1.7, `${taken} instead of ${reported}`);
  });

  it('gives the same text for the same seed and another for another', async () => {
    const model = await openModel();
    const write = async (seed: number) => {
      const request = requestOf('Tell me a story.', { seed, maxTokens: 30, temperature: 1 });
      return (await model.generate(request, recordedCall().call)).text;
    };
    const [first, again, other] = [await write(5), await write(5), await write(6)];
    assert.equal(again, first);
    assert.notEqual(other, first);
  });

  it('tells the law of each token or is known not to, and ends before a stop', async context => {
    const model = await openModel();
    const request = requestOf(prompt, { maxTokens: 40, temperature: 0, laws: true, stop: ['return'] });
    const { text, laws, finish } = await model.generate(request, recordedCall().call);
    assert.ok(!text.includes('return'), text);
    assert.equal(laws !== undefined, model.can.laws !== undefined);
    for (const { logprob, top } of laws ?? []) assert.ok(logprob <= (top[0] ?? 0) && top.length <= 20);
    context.diagnostic(JSON.stringify({ laws: laws?.length, first: laws?.[0], finish, can: model.can }));
  });

  it('is let go at once when the generation is aborted, and answers the next one', async () => {
    const model = await openModel();
    const stop = new AbortController();
    const { call, spent } = recordedCall({ signal: stop.signal });
    const started = Promise.withResolvers<void>();
    const running = model.generate(requestOf('Tell me a long story.', { maxTokens: 1000 }), call, () =>
      started.resolve(),
    );
    await started.promise;
    const at = performance.now();
    stop.abort(new Error('enough'));
    await assert.rejects(running, /enough/);
    assert.ok(performance.now() - at < 500);
    assert.equal(spent().calls, 1);
    assert.ok(spent().completionTokens > 0);
    const next = await model.generate(requestOf('Say hi.', { maxTokens: 5 }), recordedCall().call);
    assert.equal(next.finish, 'length');
    assert.ok(performance.now() - at < 10_000, 'The server went on with the aborted one.');
  });

  it('says so when the prompt is too long', async context => {
    const model = await openModel();
    const error: unknown = await model
      .generate(requestOf('word '.repeat(200_000), { maxTokens: 5 }), recordedCall().call)
      .catch(reason => reason);
    assert.ok(error instanceof GenerationError, String(error));
    context.diagnostic(`${error.failure}: ${error.message}`);
    assert.equal(error.failure, 'bad-request');
  });
});
