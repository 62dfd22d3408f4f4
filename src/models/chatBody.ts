import type { GenerationRequest } from '../engine/languageModel.ts';

/** What is known of an endpoint, learnt from its answers; one for each endpoint, shared by all its requests. */
export type Endpoint = {
  stream: boolean;
  streamOptions: boolean;
  seed: boolean;
  temperature: boolean;
  limit: 'max_tokens' | 'max_completion_tokens';
  /** Whether answers hold usage; undefined before the first answer. */
  reportsUsage: boolean | undefined;
};

/** Nothing is known yet: everything is asked for until it is refused. */
export function unknownEndpoint(): Endpoint {
  return {
    stream: true,
    streamOptions: true,
    seed: true,
    temperature: true,
    limit: 'max_tokens',
    reportsUsage: undefined,
  };
}

export type ChatBody = Readonly<Record<string, unknown>> & { readonly stream: boolean };

/** The body of a chat completion with everything that the endpoint is not known to refuse. */
export function chatBody(model: string, request: GenerationRequest, endpoint: Endpoint): ChatBody {
  return {
    model,
    messages: request.messages,
    [endpoint.limit]: request.maxTokens,
    ...(endpoint.temperature ? { temperature: request.temperature } : {}),
    ...(endpoint.seed ? { seed: request.seed } : {}),
    ...(endpoint.stream && endpoint.streamOptions ? { stream_options: { include_usage: true } } : {}),
    stream: endpoint.stream,
  };
}

const refusal =
  /unsupported|unrecogni[sz]ed|not (?:been )?(?:support|permit|allow|implement|recogni[sz])\w*|does(?: no|n')t support|unknown|unexpected|extra|forbidden/i;
const contextOverflow =
  /context[ _](?:length|window|size)|maximum context|too many tokens|exceeds? (?:the )?(?:available )?context|prompt is too long/i;

/** True when a refused request is longer than the model's context. */
export function isContextOverflow(words: string): boolean {
  return contextOverflow.test(words);
}

/**
 * Learns from the words of a refusal which parameter of the body the endpoint does not take. True when there is one:
 * then the request can be sent again without it.
 */
export function learnRefusal(endpoint: Endpoint, body: ChatBody, words: string): boolean {
  if (!refusal.test(words) || isContextOverflow(words)) return false;
  if ('stream_options' in body && /stream_options|include_usage/.test(words)) {
    endpoint.streamOptions = false;
  } else if ('max_tokens' in body && /max_(?:completion_)?tokens/.test(words)) {
    endpoint.limit = 'max_completion_tokens';
  } else if ('max_completion_tokens' in body && /max_completion_tokens/.test(words)) {
    return false;
  } else if ('seed' in body && /\bseed\b/.test(words)) {
    endpoint.seed = false;
  } else if ('temperature' in body && /\btemperature\b/.test(words)) {
    endpoint.temperature = false;
  } else if (body.stream && /\bstream(?:ing|ed)?\b/i.test(words)) {
    endpoint.stream = false;
  } else {
    return false;
  }
  return true;
}
