import type { Call } from '../engine/call.ts';
import { type Generation, GenerationError, type GenerationRequest } from '../engine/languageModel.ts';
import type { LlamaChild } from './llamaChild.ts';
import type { FromLlama } from './llamaMessages.ts';
import { meterOf } from './requestMeter.ts';

/** How long an aborted generation waits for the child's last word on what it used. Milliseconds. */
const lastWordMs = 300;

/** One generation in a loaded child. Rejects with GenerationError, or with the signal's reason when aborted. */
export function generateIn(
  child: LlamaChild,
  model: string,
  request: GenerationRequest,
  call: Call,
  progress: (text: string) => void,
): Promise<Generation> {
  const { signal } = call;
  const meter = meterOf(call);
  const { promise, resolve, reject } = Promise.withResolvers<Generation>();
  let promptTokens = 0;
  let completionTokens = 0;
  let leaving: NodeJS.Timeout | undefined;

  const answer = (message: FromLlama) => {
    switch (message.type) {
      case 'started':
        promptTokens = message.promptTokens;
        meter.used({ promptTokens, completionTokens, source: 'reported' });
        return;
      case 'token':
        completionTokens += 1;
        meter.used({ promptTokens, completionTokens, source: 'reported' });
        if (!signal.aborted && message.text !== '') progress(message.text);
        return;
      case 'generated': {
        const { text, finish, laws } = message;
        const usage = {
          promptTokens,
          completionTokens: message.completionTokens,
          source: 'reported',
        } as const;
        const generation = { text, usage, finish, model, ...(laws && { laws }) };
        return signal.aborted ? reject(signal.reason) : resolve(generation);
      }
      default:
        reject(signal.aborted ? signal.reason : failureOf(message));
    }
  };

  const { sample: _, continues: __, ...asked } = request;
  meter.sent();
  const id = child.ask(newId => ({ type: 'generate', id: newId, request: asked }), {
    answer,
    crashed: reject,
  });
  const leave = () => {
    child.abort(id);
    leaving = setTimeout(() => reject(signal.reason), lastWordMs);
  };
  if (signal.aborted) leave();
  else signal.addEventListener('abort', leave, { once: true });
  return promise.finally(() => {
    clearTimeout(leaving);
    signal.removeEventListener('abort', leave);
    child.forget(id);
  });
}

/** What an answer that is none means. */
export function failureOf(message: FromLlama): GenerationError {
  if (message.type === 'too-long') {
    const action = 'Choose a model with a longer context, or give it less to read.';
    return new GenerationError('bad-request', message.message, action);
  }
  const what = message.type === 'failed' ? message.message : `it sent ${message.type}`;
  return new GenerationError('crashed', `The embedded model failed: ${what}`, 'Try again.');
}
