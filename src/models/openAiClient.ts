import type OpenAI from 'openai';
import type { Origin } from './chatFailures.ts';
import { parseJson } from './parseJson.ts';

export type Client = {
  readonly openai: OpenAI;
  readonly APIError: typeof OpenAI.APIError;
  readonly APIConnectionError: typeof OpenAI.APIConnectionError;
  readonly Stream: typeof import('openai/core/streaming').Stream;
};

/** Opens the client of the `openai` package, which takes 57 ms to load: at the first request, not at the start. */
export async function openClient({ baseUrl, apiKey }: Origin): Promise<Client> {
  const [{ OpenAI: Constructor }, { Stream }] = await Promise.all([
    import('openai'),
    import('openai/core/streaming'),
  ]);
  const openai = new Constructor({
    baseURL: baseUrl,
    apiKey: apiKey ?? 'none',
    organization: null,
    project: null,
    maxRetries: 0,
    timeout: 2 ** 31 - 1,
    logLevel: 'off',
    fetch: fetchWithErrorBody,
    ...(apiKey ? {} : { defaultHeaders: { Authorization: null } }),
  });
  return {
    openai,
    APIError: Constructor.APIError,
    APIConnectionError: Constructor.APIConnectionError,
    Stream,
  };
}

/** The package drops the body of an error that has no "error" in it, such as FastAPI's; this gives it one. */
async function fetchWithErrorBody(url: string | URL | Request, init?: RequestInit): Promise<Response> {
  const response = await fetch(url, init);
  if (response.ok) return response;
  const text = await response.text();
  const { status, headers } = response;
  const body = parseJson(text);
  const bare = typeof body === 'object' && body !== null && !('error' in body);
  return new Response(bare ? JSON.stringify({ error: body }) : text, { status, headers });
}
