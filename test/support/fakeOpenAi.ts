/*
 * A made-up OpenAI-compatible server on a loopback port, for faults that a real one shows too seldom.
 *
 *   const server = await startFakeOpenAi({ answers: [{ status: 503 }, { text: 'hello' }] });
 *   ... server.baseUrl ...                 http://127.0.0.1:PORT/v1
 *   server.requests                        what arrived: body, headers, how the exchange ended
 *   server.openConnections()               sockets open now (they are not kept alive unless `keepAlive`)
 *   await server.connectionsClosed(500)    milliseconds until no socket was open; rejects after the limit
 *   await server.close()                   frees the port, ends what is open
 *
 * `answers` is used one a request, the last one again and again, or is a function of the request. An answer is
 * streamed word by word when the request asks for a stream. `rejects` makes the server answer 400 to requests
 * that hold a parameter, in the words of OpenAI, or of FastAPI with `rejectStyle: 'fastapi'`. What is no chat completion
 * is in `lookups`: the list of models, whose owner is `owner`, and the prompt that llama.cpp shows.
 */
import http from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

/** How one request is answered; what is missing is what a healthy server does. */
export type FakeAnswer = {
  /** What the model says; "hello world" by default. */
  readonly text?: string;
  /** Deltas of `reasoning_content` that come before the text. */
  readonly reasoning?: string;
  readonly finish?: 'stop' | 'length' | 'content_filter';
  /** Tells a law for each word when asked: its log-probability, then those of the likeliest; `mute`: tells none. */
  readonly law?: readonly (number | null)[] | 'mute';
  /** Reported usage; `missing`: none is sent. By default 10 prompt tokens and one completion token a word. */
  readonly usage?: { readonly prompt: number; readonly completion: number } | 'missing';
  /** With a status other than 200 the body is an error object with `message`. */
  readonly status?: number;
  readonly message?: string;
  readonly code?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as it is instead of any JSON, with `contentType` (text/html by default). */
  readonly body?: string;
  readonly contentType?: string;
  /** Milliseconds before the first byte, and before each chunk of a stream. */
  readonly delayMs?: number;
  readonly chunkMs?: number;
  /** Destroys the socket after so many chunks with text. */
  readonly cutAfter?: number;
  /** Ends the stream properly after so many chunks with text, without finish, usage or [DONE]. */
  readonly endAfter?: number;
  /** Sends no choices at all. */
  readonly noChoices?: boolean;
  /** Puts the Authorization header's key into the error message, as careless servers do. */
  readonly echoKey?: boolean;
};

export type SeenRequest = {
  readonly path: string;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: Readonly<Record<string, unknown>>;
  /** performance.now() at its arrival. */
  readonly at: number;
  /** `aborted`: the client went away before the answer was complete. */
  ended: 'open' | 'complete' | 'aborted';
};

type Parameter =
  | 'stream'
  | 'stream_options'
  | 'seed'
  | 'max_tokens'
  | 'max_completion_tokens'
  | 'temperature'
  | 'stop'
  | 'logprobs'
  | 'response_format'
  | 'continue_final_message';

export type FakeOpenAiOptions = {
  readonly answers?: readonly FakeAnswer[] | ((request: SeenRequest, index: number) => FakeAnswer);
  readonly rejects?: readonly Parameter[];
  readonly rejectStyle?: 'openai' | 'fastapi';
  /** Answers with one JSON object although a stream was asked for. */
  readonly ignoresStream?: boolean;
  /** The only key that is let in; another one gets 401. */
  readonly key?: string;
  readonly keepAlive?: boolean;
  /** Who made it, as its list of models says; without it there is no list. */
  readonly owner?: string;
  /** What llama.cpp puts after an unfinished message in the prompt that it shows. */
  readonly afterUnfinished?: string;
  /** More of the likeliest tokens than this are refused. */
  readonly mostLikeliest?: number;
};

export type FakeOpenAi = {
  readonly baseUrl: string;
  readonly requests: readonly SeenRequest[];
  readonly lookups: readonly SeenRequest[];
  openConnections(): number;
  /** Most requests that were being answered at the same time. */
  mostAtOnce(): number;
  connectionsClosed(limitMs: number): Promise<number>;
  close(): Promise<void>;
};

/** Starts the server on a free loopback port. */
export async function startFakeOpenAi(options: FakeOpenAiOptions = {}): Promise<FakeOpenAi> {
  const requests: SeenRequest[] = [];
  const lookups: SeenRequest[] = [];
  const sockets = new Set<Socket>();
  let active = 0;
  let most = 0;
  const server = http.createServer(async (incoming, response) => {
    const seen = await readRequest(incoming);
    if (!seen.path.endsWith('/chat/completions')) {
      lookups.push(seen);
      return lookUp(seen, response, options);
    }
    const index = requests.push(seen) - 1;
    active += 1;
    most = Math.max(most, active);
    response.once('close', () => {
      active -= 1;
      seen.ended = response.writableFinished ? 'complete' : 'aborted';
    });
    if (!options.keepAlive) response.setHeader('connection', 'close');
    await respond(seen, response, options, answerFor(options, seen, index));
  });
  server.on('connection', socket => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    baseUrl: `http://127.0.0.1:${port}/v1`,
    requests,
    lookups,
    openConnections: () => sockets.size,
    mostAtOnce: () => most,
    async connectionsClosed(limitMs) {
      const start = performance.now();
      while (sockets.size > 0) {
        if (performance.now() - start > limitMs) {
          throw new Error(`${sockets.size} connections are still open after ${limitMs} ms.`);
        }
        await pause(5);
      }
      return performance.now() - start;
    },
    async close() {
      const closed = new Promise<void>(resolve => server.close(() => resolve()));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

function lookUp(seen: SeenRequest, response: http.ServerResponse, options: FakeOpenAiOptions): void {
  const { owner, afterUnfinished } = options;
  const { messages = [] } = seen.body as { messages?: { content: string }[] };
  const answer =
    seen.path === '/v1/models' && owner !== undefined
      ? { data: [{ id: 'other' }, { id: 'fake', owned_by: owner }] }
      : seen.path === '/apply-template' && afterUnfinished !== undefined
        ? { prompt: `<user>Count.<assistant>${messages.at(-1)?.content}${afterUnfinished}` }
        : undefined;
  response.writeHead(answer ? 200 : 404, { 'content-type': 'application/json', connection: 'close' });
  response.end(JSON.stringify(answer ?? { error: { message: 'Not found' } }));
}

function answerFor(options: FakeOpenAiOptions, seen: SeenRequest, index: number): FakeAnswer {
  const { answers = [{}], rejects = [], key } = options;
  if (key !== undefined && seen.headers.authorization !== `Bearer ${key}`) {
    return { status: 401, message: 'Incorrect API key provided.', code: 'invalid_api_key', echoKey: true };
  }
  const rejected = rejects.find(parameter => isUsed(seen.body[parameter]));
  if (rejected) return rejection(rejected, options.rejectStyle ?? 'openai');
  const { top_logprobs: likeliest } = seen.body;
  if (typeof likeliest === 'number' && likeliest > (options.mostLikeliest ?? 20)) {
    return { status: 400, message: `Invalid value: top_logprobs must be at most ${options.mostLikeliest}.` };
  }
  if (typeof answers === 'function') return answers(seen, index);
  return answers[Math.min(index, answers.length - 1)] ?? {};
}

function isUsed(value: unknown): boolean {
  return value !== undefined && value !== false;
}

function rejection(parameter: Parameter, style: 'openai' | 'fastapi'): FakeAnswer {
  if (style === 'fastapi') {
    const detail = [
      { type: 'extra_forbidden', loc: ['body', parameter], msg: 'Extra inputs are not permitted' },
    ];
    return { status: 422, body: JSON.stringify({ detail }), contentType: 'application/json' };
  }
  const instead = parameter === 'max_tokens' ? " Use 'max_completion_tokens' instead." : '';
  return {
    status: 400,
    message: `Unsupported parameter: '${parameter}' is not supported with this model.${instead}`,
    code: 'unsupported_parameter',
  };
}

async function readRequest(incoming: http.IncomingMessage): Promise<SeenRequest> {
  let text = '';
  for await (const chunk of incoming.setEncoding('utf8')) text += chunk;
  const body: unknown = text === '' ? {} : JSON.parse(text);
  return {
    path: incoming.url ?? '',
    headers: incoming.headers,
    body: body as Record<string, unknown>,
    at: performance.now(),
    ended: 'open',
  };
}

async function respond(
  seen: SeenRequest,
  response: http.ServerResponse,
  options: FakeOpenAiOptions,
  answer: FakeAnswer,
): Promise<void> {
  for (const [name, value] of Object.entries(answer.headers ?? {})) response.setHeader(name, value);
  if (answer.delayMs) await pause(answer.delayMs, response);
  if (response.destroyed) return;
  if (answer.body !== undefined) {
    response.writeHead(answer.status ?? 200, { 'content-type': answer.contentType ?? 'text/html' });
    response.end(answer.body);
    return;
  }
  if (answer.status !== undefined && answer.status !== 200) return sendError(seen, response, answer);
  if (seen.body.stream === true && !options.ignoresStream) return sendStream(seen, response, answer);
  sendWhole(seen, response, answer);
}

function sendError(seen: SeenRequest, response: http.ServerResponse, answer: FakeAnswer): void {
  const echo = answer.echoKey ? ` Your header was: ${seen.headers.authorization}` : '';
  const error = {
    message: `${answer.message ?? 'It failed.'}${echo}`,
    code: answer.code ?? null,
    type: 'error',
  };
  response.writeHead(answer.status ?? 500, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ error }));
}

function sendWhole(seen: SeenRequest, response: http.ServerResponse, answer: FakeAnswer): void {
  const message = { role: 'assistant', content: textOf(answer), reasoning_content: answer.reasoning };
  const choice = { index: 0, message, finish_reason: answer.finish ?? 'stop' };
  const choices = answer.noChoices ? [] : [{ ...choice, ...lawsOf(seen, answer, words(textOf(answer))) }];
  response.writeHead(200, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ ...frame(seen, 'chat.completion'), choices, usage: usageOf(answer) }));
}

async function sendStream(
  seen: SeenRequest,
  response: http.ServerResponse,
  answer: FakeAnswer,
): Promise<void> {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  const send = async (body: Record<string, unknown>) => {
    if (answer.chunkMs) await pause(answer.chunkMs, response);
    if (!response.destroyed) {
      response.write(`data: ${JSON.stringify({ ...frame(seen, 'chat.completion.chunk'), ...body })}\n\n`);
    }
  };
  const delta = (part: Record<string, unknown>, finish: string | null = null, more: object = {}) =>
    send({ choices: [{ index: 0, delta: part, finish_reason: finish, ...more }] });
  if (!answer.noChoices) {
    await delta({ role: 'assistant', content: '' });
    for (const word of words(answer.reasoning ?? '')) await delta({ reasoning_content: word });
    for (const [index, word] of words(textOf(answer)).entries()) {
      if (response.destroyed) return;
      if (index === answer.cutAfter) {
        await pause(20);
        response.destroy();
        return;
      }
      if (index === answer.endAfter) {
        response.end();
        return;
      }
      await delta({ content: word }, null, lawsOf(seen, answer, [word]));
    }
    await delta({}, answer.finish ?? 'stop');
  }
  const options = seen.body.stream_options as { include_usage?: boolean } | undefined;
  if (options?.include_usage && usageOf(answer)) await send({ choices: [], usage: usageOf(answer) });
  response.end('data: [DONE]\n\n');
}

function lawsOf(seen: SeenRequest, { law }: FakeAnswer, tokens: readonly string[]): object {
  if (seen.body.logprobs !== true || law === 'mute') return {};
  const [logprob, ...likeliest] = law ?? [-0.5, -0.5, -1.5];
  const top = likeliest.map(one => ({ token: 'x', logprob: one, bytes: null }));
  return { logprobs: { content: tokens.map(token => ({ token, logprob, top_logprobs: top })) } };
}

function frame(seen: SeenRequest, object: string): Record<string, unknown> {
  return { id: 'fake-1', object, created: 1_700_000_000, model: seen.body.model };
}

function textOf(answer: FakeAnswer): string {
  return answer.text ?? 'hello world';
}

function usageOf(answer: FakeAnswer): Record<string, number> | undefined {
  if (answer.usage === 'missing') return undefined;
  const { prompt, completion } = answer.usage ?? { prompt: 10, completion: words(textOf(answer)).length };
  return { prompt_tokens: prompt, completion_tokens: completion, total_tokens: prompt + completion };
}

/** Words with the white space after them, so that they join to the text again. */
function words(text: string): readonly string[] {
  return text.match(/\S+\s*|\s+/g) ?? [];
}

/** Waits, but no longer than the response can still be written. */
function pause(milliseconds: number, response?: http.ServerResponse): Promise<void> {
  return new Promise(resolve => {
    const end = () => {
      clearTimeout(timer);
      response?.off('close', end);
      resolve();
    };
    const timer = setTimeout(end, milliseconds);
    response?.once('close', end);
  });
}
