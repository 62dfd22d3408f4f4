import type { APIError } from 'openai';
import { GenerationError } from '../engine/languageModel.ts';
import { isContextOverflow } from './chatBody.ts';
import { redact, showUrl } from './redact.ts';

/** Where a request went, for messages about it. */
export type Origin = {
  readonly baseUrl: string;
  readonly model: string;
  readonly apiKey: string | undefined;
};

const checkUrl =
  'Start the server, or correct the base URL (setting ponder.openai.baseUrl, option --base-url).';
const checkKey = 'Run "Ponder: Set API Key" or set OPENAI_API_KEY, then try again.';
const checkModel =
  'Correct the model (setting ponder.openai.model, option --model) or the base URL; most end in /v1.';
const tryLater = 'Try again later.';
const notThisApi = 'Check that the base URL belongs to an OpenAI-compatible API; most end in /v1.';

/** What a status outside 200-299 means; the words of the server are in the message, without the key. */
export function statusFailure(error: APIError, origin: Origin): GenerationError {
  const server = showUrl(origin.baseUrl);
  const words = redact(serverWords(error), origin.apiKey);
  const said = words === '' ? '' : ` It said: ${words}`;
  const status = error.status ?? 0;
  if (status === 401 || status === 403) {
    const key = origin.apiKey ? 'refused the API key' : 'asks for an API key';
    return new GenerationError('unauthorized', `${server} ${key} (${status}).${said}`, checkKey);
  }
  if (status === 404) {
    return new GenerationError(
      'not-found',
      `${server} has no model "${origin.model}" (404).${said}`,
      checkModel,
    );
  }
  if (status === 429) return tooMany(error, server, said);
  if (status === 408 || status >= 500) {
    return new GenerationError(
      'server-error',
      `${server} failed (${status}).${said}`,
      tryLater,
      retryAfter(error),
    );
  }
  const action = isContextOverflow(serverWords(error))
    ? 'Choose a model with a longer context, or give it less to read.'
    : 'Check the model and the base URL; the server does not take this request.';
  return new GenerationError('bad-request', `${server} refused the request (${status}).${said}`, action);
}

function tooMany(error: APIError, server: string, said: string): GenerationError {
  if (error.code === 'insufficient_quota') {
    const action = 'Check the plan and the billing of this API key, or set another key.';
    return new GenerationError(
      'unauthorized',
      `The API key has no quota left at ${server} (429).${said}`,
      action,
    );
  }
  const action = 'Wait a little, or lower the concurrency.';
  return new GenerationError(
    'rate-limited',
    `${server} wants fewer requests (429).${said}`,
    action,
    retryAfter(error),
  );
}

/** Milliseconds the server asked to wait: retry-after-ms, or Retry-After in seconds or as a date. */
function retryAfter(error: APIError): { retryAfter?: number } {
  const milliseconds = Number.parseFloat(error.headers?.get('retry-after-ms') ?? '');
  if (milliseconds >= 0) return { retryAfter: milliseconds };
  const header = error.headers?.get('retry-after');
  if (!header) return {};
  const seconds = Number(header);
  const wait = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(header) - Date.now();
  return wait >= 0 ? { retryAfter: wait } : {};
}

/** Everything the server said about a failure, as one text; for reading it, not for showing it. */
export function serverWords(error: APIError): string {
  const body: unknown = error.error;
  if (typeof body === 'object' && body !== null) {
    const { message } = body as { message?: unknown };
    return typeof message === 'string' ? message : JSON.stringify(body);
  }
  return error.message.replace(/^\d{3} (status code \(no body\))?/, '');
}

const reasons: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there',
  ENOTFOUND: 'there is no such host',
  EAI_AGAIN: 'the host name could not be looked up',
  ECONNRESET: 'the connection was closed',
  UND_ERR_SOCKET: 'the connection was closed',
  ETIMEDOUT: 'it does not answer',
  UND_ERR_CONNECT_TIMEOUT: 'it does not answer',
};

/** No answer at all. */
export function unreachable(error: unknown, origin: Origin): GenerationError {
  const code = deepestCode(error);
  const reason = reasons[code ?? ''] ?? redact(deepestMessage(error), origin.apiKey);
  return new GenerationError(
    'unreachable',
    `${showUrl(origin.baseUrl)} cannot be reached: ${reason}.`,
    checkUrl,
  );
}

/** No byte for too long. */
export function silent(origin: Origin, milliseconds: number): GenerationError {
  const message = `${showUrl(origin.baseUrl)} sent nothing for ${Math.round(milliseconds / 1000)} s.`;
  return new GenerationError('unreachable', message, checkUrl);
}

/** The answer stopped before it was complete. */
export function brokenOff(origin: Origin, received: string): GenerationError {
  const message = `${showUrl(origin.baseUrl)} broke off in the middle of its answer, after ${received.length} characters.`;
  return new GenerationError('server-error', message, tryLater);
}

/** An error that the server reported inside an answer that had begun well. */
export function reportedInside(words: string, origin: Origin): GenerationError {
  const said = redact(words, origin.apiKey);
  return new GenerationError(
    'server-error',
    `${showUrl(origin.baseUrl)} failed while answering: ${said}`,
    tryLater,
  );
}

/** An answer that is no chat completion. */
export function malformed(what: string, origin: Origin): GenerationError {
  const message = `${showUrl(origin.baseUrl)} sent ${redact(what, origin.apiKey)}`;
  return new GenerationError('malformed', message, notThisApi);
}

/** Throws when requests cannot be sent to the base URL. */
export function checkBaseUrl(origin: Origin): void {
  const url = URL.parse(origin.baseUrl);
  if (!url || !/^https?:$/.test(url.protocol)) {
    const message = `The base URL "${redact(origin.baseUrl, origin.apiKey)}" is no http or https URL.`;
    throw new GenerationError('bad-request', message, 'Set one such as http://127.0.0.1:11434/v1.');
  }
  if (url.username !== '' || url.password !== '') {
    const message = `The base URL ${showUrl(origin.baseUrl)} holds a user name or password.`;
    throw new GenerationError('bad-request', message, `Take them out of the URL. ${checkKey}`);
  }
}

/** It would have to go on with a text and is not known to. */
export function startsAnew(origin: Origin): GenerationError {
  const message = `${showUrl(origin.baseUrl)} is not known to go on with an unfinished text.`;
  return new GenerationError('bad-request', message, 'Ask with a message that shows the text so far.');
}

/** True when the connection went away under an answer. */
export function isBrokenSocket(error: Error): boolean {
  return error.message === 'terminated' || /^(UND_ERR|ECONN|EPIPE)/.test(deepestCode(error) ?? '');
}

function deepestCode(error: unknown): string | undefined {
  for (const cause of causes(error)) {
    const { code } = cause as { code?: unknown };
    if (typeof code === 'string') return code;
  }
  return undefined;
}

function deepestMessage(error: unknown): string {
  const last = causes(error).at(-1);
  return last instanceof Error ? last.message : String(last);
}

function causes(error: unknown): readonly object[] {
  const chain: object[] = [];
  for (let cause = error; typeof cause === 'object' && cause !== null && chain.length < 10; ) {
    chain.push(cause);
    const inner = cause as { cause?: unknown; errors?: readonly unknown[] };
    cause = inner.cause ?? inner.errors?.[0];
  }
  return chain;
}
