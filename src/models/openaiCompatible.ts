import { cost } from '../engine/cost.ts';
import {
  type Capabilities,
  closedFence,
  type Generation,
  GenerationError,
  type GenerationRequest,
  type LanguageModel,
  type Usage,
} from '../engine/languageModel.ts';
import { untilAborted } from '../engine/untilAborted.ts';
import { ChatAnswer } from './chatAnswer.ts';
import { chatBody, type Endpoint, learnAnswer, learnRefusal, unknownEndpoint } from './chatBody.ts';
import { goesOn } from './chatContinuing.ts';
import { EmptyStreamError, exchange, NoCompletionError, SilenceError } from './chatExchange.ts';
import * as failures from './chatFailures.ts';
import { estimatePromptTokens, estimateTokens } from './estimateTokens.ts';
import { type Client, openClient } from './openAiClient.ts';
import { promptStyleOf } from './promptStyle.ts';
import { meterOf } from './requestMeter.ts';

export type OpenAiCompatibleOptions = {
  /** Such as http://127.0.0.1:11434/v1. */
  readonly baseUrl: string;
  /** As the server names it. */
  readonly model: string;
  /** Missing for servers that ask for none. */
  readonly apiKey?: string | undefined;
  /** How traces name the model; its name by default. */
  readonly id?: string;
  /** The longest silence of the server in milliseconds, before its first byte or between two; 120,000 by default. */
  readonly timeoutMs?: number;
};

/**
 * A model behind an endpoint that speaks OpenAI's chat completions. What the endpoint takes is found out by asking:
 * a refused parameter is left out from then on, and an empty stream is asked for again without streaming, where some
 * servers say what is wrong; each such request counts as a call. Usage is as reported, else estimated: the pieces of
 * the stream or estimateTokens, whichever is more. A stream is not cut at the closing fence, which would lose the
 * reported usage, unless the endpoint is known to report none. Whether it goes on with an unfinished text is looked up
 * beside the first request with stops, since what ends at a stop may have to be gone on with.
 */
export function createOpenAiCompatible(options: OpenAiCompatibleOptions): LanguageModel {
  const { baseUrl, model, timeoutMs = 120_000 } = options;
  const origin = { baseUrl, model, apiKey: options.apiKey || undefined };
  const endpoint = unknownEndpoint();
  let opening: Promise<Client> | undefined;
  let looking: Promise<void> | undefined;
  const lookUp = async () => {
    endpoint.continues = await goesOn(origin);
    if (endpoint.continues === undefined) looking = undefined;
  };
  return {
    id: options.id ?? model,
    get can() {
      return capabilitiesOf(endpoint, model);
    },
    async generate(request, call, progress = () => {}) {
      call.signal.throwIfAborted();
      failures.checkBaseUrl(origin);
      opening ??= openClient(origin).catch(error => {
        opening = undefined;
        throw error;
      });
      const client = await opening;
      if (request.stop) looking ??= lookUp();
      for (let stream = true; ; ) {
        call.signal.throwIfAborted();
        if (request.continues && !endpoint.continues) throw failures.startsAnew(origin);
        const answer = new ChatAnswer();
        const body = chatBody(model, request, { ...endpoint, stream: endpoint.stream && stream });
        const enough = () => cutHere(request, endpoint, answer) !== undefined;
        meterOf(call).sent();
        try {
          const { signal } = call;
          await exchange(client, body, { signal, timeoutMs, answer, onText: progress, enough });
          const generation = generationOf(answer, request, endpoint, origin);
          learnAnswer(endpoint, body, answer);
          if (looking) await untilAborted(looking, call.signal);
          return generation;
        } catch (error) {
          const used = usageAtFailure(answer, request, call.signal.aborted || error instanceof SilenceError);
          if (used) meterOf(call).used(used);
          call.signal.throwIfAborted();
          const another =
            (error instanceof client.APIError &&
              learnRefusal(endpoint, body, failures.serverWords(error), error.status)) ||
            (error instanceof EmptyStreamError && stream);
          if (error instanceof EmptyStreamError) stream = false;
          if (another && call.extend(cost({ calls: 1 }))) continue;
          throw failureOf(error, client, origin, answer, timeoutMs);
        }
      }
    },
  };
}

function capabilitiesOf(endpoint: Endpoint, model: string): Capabilities {
  return {
    seed: endpoint.seed,
    streaming: endpoint.stream,
    usage: endpoint.reportsUsage ?? true,
    promptStyle: promptStyleOf(model) ?? 'large',
    schema: endpoint.schema,
    ...(endpoint.likeliest > 0 && { laws: 'top' }),
    ...(endpoint.continues && { continues: true }),
  };
}

function cutHere(request: GenerationRequest, endpoint: Endpoint, answer: ChatAnswer): number | undefined {
  if (!request.stopAtFence || endpoint.reportsUsage !== false) return undefined;
  return closedFence(answer.text);
}

function generationOf(
  answer: ChatAnswer,
  request: GenerationRequest,
  endpoint: Endpoint,
  origin: failures.Origin,
): Generation {
  const model = answer.model ?? origin.model;
  const usage = usageOf(answer, request);
  const fence = cutHere(request, endpoint, answer);
  const laws = answer.laws.length > 0 ? { laws: answer.laws } : {};
  if (fence !== undefined)
    return { text: answer.text.slice(0, fence), usage, finish: 'fence', model, ...laws };
  if (answer.finish === undefined) throw failures.brokenOff(origin, answer.text);
  const finish = answer.finish === 'length' ? 'length' : 'stop';
  return { text: answer.text, usage, finish, model, ...laws };
}

function usageOf(answer: ChatAnswer, request: GenerationRequest): Usage {
  if (answer.usage) return { ...answer.usage, source: 'reported' };
  const written = Math.max(answer.pieces, estimateTokens(answer.reasoning + answer.text));
  const completionTokens = Math.min(written, request.maxTokens);
  return { promptTokens: estimatePromptTokens(request.messages), completionTokens, source: 'estimated' };
}

/** A server that was answering, or that was left while it may have been, is taken to have read the prompt. */
function usageAtFailure(answer: ChatAnswer, request: GenerationRequest, left: boolean): Usage | undefined {
  return answer.usage || answer.chosen || left ? usageOf(answer, request) : undefined;
}

function failureOf(
  error: unknown,
  client: Client,
  origin: failures.Origin,
  answer: ChatAnswer,
  timeoutMs: number,
): unknown {
  if (error instanceof GenerationError) return error;
  if (error instanceof SilenceError) return failures.silent(origin, timeoutMs);
  if (error instanceof NoCompletionError) return failures.malformed(error.message, origin);
  if (error instanceof client.APIConnectionError) return failures.unreachable(error, origin);
  if (error instanceof client.APIError) {
    const { status } = error;
    return status === undefined
      ? failures.reportedInside(failures.serverWords(error), origin)
      : failures.statusFailure(error, origin);
  }
  const isBroken =
    error instanceof SyntaxError
      ? answer.chosen
      : error instanceof TypeError && failures.isBrokenSocket(error);
  if (isBroken) return failures.brokenOff(origin, answer.text);
  if (error instanceof SyntaxError) return failures.malformed('a stream that is not JSON.', origin);
  return error;
}
