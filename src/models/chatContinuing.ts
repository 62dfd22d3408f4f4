import type { Origin } from './chatFailures.ts';
import { parseJson } from './parseJson.ts';

/** What asks a server to go on with the last message, as vLLM's documentation has it. */
export const continuing = { continue_final_message: true, add_generation_prompt: false } as const;

/** Servers that document it, as they name themselves in their list of models. */
const documented: readonly unknown[] = ['vllm', 'sglang'];
/** llama.cpp's; older ones answer anew, but each shows on demand the prompt that it would make. */
const showsPrompts = 'llamacpp';
/** Milliseconds for all of it. */
const timeoutMs = 2000;

/**
 * Whether the server goes on with an unfinished message of the assistant: by its documentation, or by the prompt that it
 * shows. No generation is asked for, so it costs nothing. False where it cannot be told, for a server that starts anew
 * would spoil the text without a word; undefined where the connection failed, and it can be asked again. Who
 * is silent for two seconds is waited for once: false.
 */
export async function goesOn(origin: Origin): Promise<boolean | undefined> {
  const signal = AbortSignal.timeout(timeoutMs);
  const ask = async (url: string, body?: object) => {
    const headers = {
      'content-type': 'application/json',
      ...(origin.apiKey ? { authorization: `Bearer ${origin.apiKey}` } : {}),
    };
    const sent = body ? { method: 'POST', body: JSON.stringify(body) } : {};
    const response = await fetch(url, { headers, signal, redirect: 'error', ...sent });
    return response.ok ? parseJson(await response.text()) : undefined;
  };
  const base = origin.baseUrl.replace(/\/+$/, '');
  try {
    const owner = ownerOf(await ask(`${base}/models`), origin.model);
    if (owner !== showsPrompts) return documented.includes(owner);
    const unfinished = 'One, two, thr';
    const messages = [
      { role: 'user', content: 'Count.' },
      { role: 'assistant', content: unfinished },
    ];
    const shown = await ask(`${base.replace(/\/v1$/, '')}/apply-template`, { messages, ...continuing });
    return textOf(shown, 'prompt').endsWith(unfinished);
  } catch {
    return signal.aborted ? false : undefined;
  }
}

function ownerOf(list: unknown, model: string): string {
  const { data } = Object(list) as { data?: unknown };
  const models: readonly unknown[] = Array.isArray(data) ? data : [];
  const own = models.find(one => textOf(one, 'id') === model) ?? models[0];
  return textOf(own, 'owned_by');
}

function textOf(value: unknown, key: string): string {
  const found: unknown = Object(value)[key];
  return typeof found === 'string' ? found : '';
}
