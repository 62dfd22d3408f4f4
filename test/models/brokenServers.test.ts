import assert from 'node:assert/strict';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, it, type TestContext } from 'node:test';
import type { GenerationRequest } from '../../src/engine/languageModel.ts';
import { metered } from '../../src/models/metered.ts';
import { createOpenAiCompatible } from '../../src/models/openaiCompatible.ts';
import { recordedCall, requestOf } from '../support/modelCalls.ts';

type Answer = (response: http.ServerResponse, request: http.IncomingMessage) => void;

/** A server that answers byte by byte as it is told; the list of models too, which there is none of otherwise. */
async function serve(
  test: TestContext,
  answer: Answer,
  models: Answer = response => void response.writeHead(404).end(),
) {
  const server = http.createServer((request, response) => {
    request.resume().on('end', () => (request.url?.endsWith('/models') ? models : answer)(response, request));
  });
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done));
  test.after(() => {
    server.closeAllConnections();
    server.close();
  });
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
  const provider = createOpenAiCompatible({ baseUrl, model: 'm' });
  const model = metered(provider);
  const ask = async (more: Partial<GenerationRequest> = {}) => {
    const { call, spent } = recordedCall();
    const made = await model
      .generate({ ...requestOf('hi'), ...more }, call)
      .catch((error: unknown) => ({ error }));
    return { made, spent: spent() };
  };
  return { provider, model, ask };
}

const stream = { 'content-type': 'text/event-stream' };
const json = { 'content-type': 'application/json' };
const says = (content: unknown, finish?: string) =>
  `data: ${JSON.stringify({ choices: [{ delta: { content }, ...(finish && { finish_reason: finish }) }] })}\n\n`;

describe('a server that is broken', () => {
  it('and ends in the middle of a line broke off: that may pass, and what it wrote is charged', async t => {
    const { ask } = await serve(t, response => {
      response.writeHead(200, stream).end(`${says('abc')}data: {"choices":[{"del`);
    });
    const { made, spent } = await ask();
    assert.ok('error' in made);
    assert.match(String(made.error), /broke off in the middle of its answer, after 3 characters/);
    assert.equal((made.error as { failure?: string }).failure, 'server-error');
    assert.ok(spent.completionTokens > 0 && spent.estimated);
  });

  for (const error of [{ message: 'the model is overloaded' }, 'the model is overloaded']) {
    it(`and reports an error with a status of success is believed the error (${typeof error})`, async t => {
      const { ask } = await serve(t, response => {
        response.writeHead(200, json).end(JSON.stringify({ error }));
      });
      const { made } = await ask();
      assert.ok('error' in made);
      assert.match(String(made.error), /failed while answering: the model is overloaded/);
      assert.equal((made.error as { failure?: string }).failure, 'server-error');
    });
  }

  it('and fails in a stream is not taken for one that has no streams', async t => {
    const { ask, provider } = await serve(t, response => {
      response.writeHead(500, json).end('{"error":{"message":"unexpected end of stream"}}');
    });
    const { spent } = await ask();
    assert.equal(spent.calls, 1);
    assert.equal(provider.can.streaming, true);
  });

  it('and says with an error of its own that it has no streams is asked again without one', async t => {
    let answers = 0;
    const { ask, provider } = await serve(t, response => {
      answers += 1;
      if (answers === 1)
        response.writeHead(500, json).end('{"error":{"message":"streaming is not supported"}}');
      else
        response
          .writeHead(200, json)
          .end('{"choices":[{"message":{"content":"ab"},"finish_reason":"stop"}]}');
    });
    const { made, spent } = await ask();
    assert.ok('text' in made, JSON.stringify(made));
    assert.equal(made.text, 'ab');
    assert.equal(spent.calls, 2);
    assert.equal(provider.can.streaming, false);
  });

  it('and leaves its usage out once is not taken for one that never tells it', async t => {
    let answers = 0;
    const usage = 'data: {"choices":[],"usage":{"prompt_tokens":7,"completion_tokens":9}}\n\n';
    const { ask } = await serve(t, response => {
      answers += 1;
      const told = answers === 2 ? '' : usage;
      response.writeHead(200, stream).end(`${says('```\na\n```\n')}${says('done', 'stop')}${told}`);
    });
    for (const wanted of ['reported', 'estimated', 'reported']) {
      const { made } = await ask({ stopAtFence: true });
      assert.ok('usage' in made);
      assert.equal(made.usage.source, wanted);
    }
  });
});

describe('a text', () => {
  it('that comes in parts is put together, whole or streamed', async t => {
    const parts = [
      { type: 'thinking', thinking: [{ type: 'text', text: 'hm' }] },
      { type: 'text', text: 'ab' },
      { type: 'text', text: 'c' },
    ];
    const whole = JSON.stringify({ choices: [{ message: { content: parts }, finish_reason: 'stop' }] });
    for (const [headers, body] of [
      [json, whole],
      [stream, says(parts) + says('', 'stop')],
    ] as const) {
      const { ask } = await serve(t, response => void response.writeHead(200, headers).end(body));
      const { made } = await ask();
      assert.ok('text' in made, JSON.stringify(made));
      assert.equal(made.text, 'abc');
    }
  });
});

describe('whether an unfinished text is gone on with', () => {
  const well: Answer = response => void response.writeHead(200, stream).end(says('abc', 'stop'));

  it('is asked again when nothing answered the first time', async t => {
    let asked = 0;
    const { ask, provider } = await serve(t, well, response => {
      asked += 1;
      if (asked === 1) response.destroy();
      else response.writeHead(200, json).end('{"data":[{"id":"m","owned_by":"vllm"}]}');
    });
    await ask({ stop: ['\n'] });
    assert.equal(provider.can.continues, undefined);
    await ask({ stop: ['\n'] });
    assert.equal(provider.can.continues, true);
    await ask({ stop: ['\n'] });
    assert.equal(asked, 2);
  });

  it('is not waited for when the call is aborted', async t => {
    const stop = new AbortController();
    const { model } = await serve(t, well, () => {});
    const { call, spent } = recordedCall();
    const generating = model.generate(
      { ...requestOf('hi'), stop: ['\n'] },
      { ...call, signal: stop.signal },
      () => setImmediate(() => stop.abort(new Error('stopped'))),
    );
    await assert.rejects(generating, /stopped/);
    assert.ok(spent().promptTokens > 0);
  });
});
