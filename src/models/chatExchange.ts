import type { ChatCompletionCreateParams } from 'openai/resources/chat/completions';
import type { ChatAnswer } from './chatAnswer.ts';
import type { ChatBody } from './chatBody.ts';
import type { Client } from './openAiClient.ts';
import { parseJson } from './parseJson.ts';

export type ExchangeOptions = {
  readonly signal: AbortSignal;
  /** The longest silence in milliseconds. */
  readonly timeoutMs: number;
  /** Filled as the answer arrives, so that it can be looked at when the exchange fails. */
  readonly answer: ChatAnswer;
  onText(text: string): void;
  /** Asked after each chunk; true ends the exchange there. */
  enough(): boolean;
};

/** The server was silent for too long. */
export class SilenceError extends Error {}

/** The server answered with something else than a chat completion; the message goes on from "it sent". */
export class NoCompletionError extends Error {}

/** The server began a stream and ended it without a word: it failed after it had said that all is well. */
export class EmptyStreamError extends NoCompletionError {
  constructor() {
    super('an empty stream.');
  }
}

/** Sends one request and reads its answer. Rejects with what went wrong, or with the signal's reason. */
export async function exchange(client: Client, body: ChatBody, options: ExchangeOptions): Promise<void> {
  const controller = new AbortController();
  let silent = false;
  const timer = setTimeout(() => {
    silent = true;
    controller.abort();
  }, options.timeoutMs);
  const abort = () => controller.abort();
  const checkStopped = () => {
    options.signal.throwIfAborted();
    if (silent) throw new SilenceError();
  };
  options.signal.addEventListener('abort', abort, { once: true });
  try {
    const params = body as unknown as ChatCompletionCreateParams;
    const response = await client.openai.chat.completions
      .create(params, { signal: controller.signal })
      .asResponse();
    timer.refresh();
    if (isEventStream(response)) {
      const stream = client.Stream.fromSSEResponse<unknown>(response, controller, client.openai);
      let empty = true;
      for await (const part of stream) {
        empty = false;
        timer.refresh();
        take(part, options);
        if (options.enough()) return;
      }
      checkStopped();
      if (empty) throw new EmptyStreamError();
    } else take(completionOf(await response.text(), client), options);
    checkStopped();
    if (!options.answer.chosen) throw new NoCompletionError('an answer without choices.');
  } catch (error) {
    checkStopped();
    throw error;
  } finally {
    clearTimeout(timer);
    options.signal.removeEventListener('abort', abort);
    controller.abort();
  }
}

function isEventStream(response: Response): boolean {
  return response.headers.get('content-type')?.includes('text/event-stream') ?? false;
}

function take(part: unknown, { answer, onText }: ExchangeOptions): void {
  const text = answer.add(part);
  if (text !== '') onText(text);
}

/** An error that comes with a status of success is thrown as one inside of a stream is. */
function completionOf(text: string, { APIError }: Client): object {
  const whole = parseJson(text);
  if (typeof whole === 'object' && whole !== null && 'choices' in whole) return whole;
  const { error } = Object(whole) as { error?: unknown };
  if (error)
    throw new APIError(
      undefined,
      typeof error === 'string' ? { message: error } : Object(error),
      undefined,
      undefined,
    );
  const what = /^\s*</.test(text) ? 'a web page' : 'something else than a chat completion';
  throw new NoCompletionError(`${what}: ${text.slice(0, 400)}`);
}
