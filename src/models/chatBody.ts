import type { GenerationRequest } from '../engine/languageModel.ts';
import type { ChatAnswer } from './chatAnswer.ts';
import { continuing } from './chatContinuing.ts';
import { mostLikeliest } from './tokenLaw.ts';

/** More stops than this are refused by OpenAI. */
const mostStops = 4;
/** As many of the likeliest tokens as servers tell that tell fewer than most. */
const fewLikeliest = 5;

/** What is known of an endpoint, learnt from its answers; one for each endpoint, shared by all its requests. */
export type Endpoint = {
  stream: boolean;
  streamOptions: boolean;
  seed: boolean;
  temperature: boolean;
  limit: 'max_tokens' | 'max_completion_tokens';
  stop: boolean;
  /** How many of the likeliest tokens it tells; 0: it tells no laws. */
  likeliest: number;
  schema: boolean;
  /** Whether it goes on with an unfinished message; undefined before it was looked up. */
  continues: boolean | undefined;
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
    stop: true,
    likeliest: mostLikeliest,
    schema: true,
    continues: undefined,
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
    ...askedFor(request, endpoint),
    ...(endpoint.stream && endpoint.streamOptions ? { stream_options: { include_usage: true } } : {}),
    stream: endpoint.stream,
  };
}

/** What only some requests ask for. */
function askedFor({ stop, continues, laws, schema }: GenerationRequest, endpoint: Endpoint) {
  return {
    ...(stop && endpoint.stop ? { stop: stop.slice(0, mostStops) } : {}),
    ...(continues ? continuing : {}),
    ...(laws && endpoint.likeliest > 0 ? { logprobs: true, top_logprobs: endpoint.likeliest } : {}),
    ...(schema && endpoint.schema
      ? { response_format: { type: 'json_schema', json_schema: { ...schema, strict: true } } }
      : {}),
  };
}

/** Learns from an answer what the endpoint left out without a word; one that once told its usage tells it. */
export function learnAnswer(endpoint: Endpoint, body: ChatBody, answer: ChatAnswer): void {
  endpoint.reportsUsage = answer.usage !== undefined || endpoint.reportsUsage === true;
  if ('logprobs' in body && answer.text !== '' && answer.laws.length === 0) endpoint.likeliest = 0;
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
 * then the request can be sent again without it. `status` is missing for an error inside of a stream. That a stream failed
 * does not say that there are none.
 */
export function learnRefusal(
  endpoint: Endpoint,
  body: ChatBody,
  words: string,
  status: number | undefined,
): boolean {
  if (isContextOverflow(words)) return false;
  if (learnNamed(endpoint, body, words)) return true;
  if (!refusal.test(words)) return false;
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
  } else if ('stop' in body && /\bstop\b/.test(words)) {
    endpoint.stop = false;
  } else if (
    body.stream &&
    (isRefusal(status) || /support|implement/i.test(words)) &&
    /\bstream(?:ing|ed)?\b/i.test(words)
  ) {
    endpoint.stream = false;
  } else {
    return false;
  }
  return true;
}

function isRefusal(status = 0): boolean {
  return status === 501 || (status >= 400 && status < 500 && status !== 408 && status !== 429);
}

/** Of parameters whose name in an error is refusal enough: what is wrong with them may be a value. */
function learnNamed(endpoint: Endpoint, body: ChatBody, words: string): boolean {
  if ('logprobs' in body && /logprobs/i.test(words)) {
    const tooMany = Number(body.top_logprobs) > fewLikeliest && /top_logprobs/i.test(words);
    endpoint.likeliest = Math.min(endpoint.likeliest, tooMany ? fewLikeliest : 0);
  } else if ('response_format' in body && /response_format|schema|grammar/i.test(words)) {
    endpoint.schema = false;
  } else if ('continue_final_message' in body && /continue_final_message|add_generation_prompt/.test(words)) {
    endpoint.continues = false;
  } else {
    return false;
  }
  return true;
}
