import type { Call } from './call.ts';

export type Message = { readonly role: 'system' | 'user' | 'assistant'; readonly content: string };

export type GenerationRequest = {
  readonly messages: readonly Message[];
  /** Most completion tokens, at least 1. */
  readonly maxTokens: number;
  /** 0 and up. */
  readonly temperature: number;
  readonly seed: number;
  /** Which draw of this prompt this is, from 0; recordings are keyed by the request and this number. */
  readonly sample: number;
  /** Stop as soon as the first fenced code block is closed (see closedFence), where the model can. */
  readonly stopAtFence: boolean;
  /** Stop before any of these texts, where the model can; whoever needs it cuts again. */
  readonly stop?: readonly string[];
  /** The last message is the assistant's and unfinished: go on with it. */
  readonly continues?: boolean;
  /** Tell each token's law, as far as the model can. */
  readonly laws?: boolean;
  /** The reply is one JSON value of this schema, where the model can; a name of letters for servers that want one. */
  readonly schema?: { readonly name: string; readonly schema: Readonly<Record<string, unknown>> };
};

/** What is known of the law that a token was drawn by. */
export type TokenLaw = {
  /** Of the token that was drawn, natural logarithm. */
  readonly logprob: number;
  /** Of the likeliest tokens, falling; at most 20. */
  readonly top: readonly number[];
  /** Divergence of the whole law from the even one, in nats; missing where only the likeliest tokens are known. */
  readonly certainty?: number;
};

export type Usage = {
  readonly promptTokens: number;
  readonly completionTokens: number;
  /** `estimated` when the provider did not report it. */
  readonly source: 'reported' | 'estimated';
};

export type Generation = {
  readonly text: string;
  readonly usage: Usage;
  /** `fence`: stopped because the first code block was closed. `cut`: a recording of a text that the run cut short. */
  readonly finish: 'stop' | 'length' | 'fence' | 'cut';
  /** The model as the provider names it. */
  readonly model: string;
  /** One a token, where they were asked for and the provider told them. */
  readonly laws?: readonly TokenLaw[];
};

/** What a provider is known to do; probed or documented, never assumed. */
export type Capabilities = {
  readonly seed: boolean;
  readonly streaming: boolean;
  /** Usage comes from the provider. */
  readonly usage: boolean;
  /** `small` models get short prompts of one instruction; `large` ones get context and rules. */
  readonly promptStyle: 'small' | 'large';
  /** How much of a token's law it tells: the likeliest tokens or all; missing when none of it. */
  readonly laws?: 'top' | 'full';
  /** It keeps to a JSON schema. */
  readonly schema?: boolean;
  /** It goes on with an unfinished text of its own. */
  readonly continues?: boolean;
};

/** Kind of a failed generation; decides whether a retry makes sense and what the person is told. */
export type GenerationFailure =
  | 'unreachable'
  | 'unauthorized'
  | 'not-found'
  | 'rate-limited'
  | 'server-error'
  | 'bad-request'
  | 'crashed'
  | 'malformed'
  | 'no-recording';

/** A generation that failed for a reason outside the program. `action` says what the person can do about it. */
export class GenerationError extends Error {
  override readonly name = 'GenerationError';
  readonly failure: GenerationFailure;
  readonly action: string;
  /** Milliseconds the server asked us to wait before the next try. */
  readonly retryAfter: number | undefined;

  constructor(
    failure: GenerationFailure,
    message: string,
    action: string,
    options: { readonly cause?: unknown; readonly retryAfter?: number } = {},
  ) {
    super(message, { cause: options.cause });
    this.failure = failure;
    this.action = action;
    this.retryAfter = options.retryAfter;
  }
}

/**
 * A source of text. `generate` rejects with GenerationError for expected failures and with the signal's
 * reason when aborted; implementations never charge, the metered wrapper does.
 */
export interface LanguageModel {
  readonly id: string;
  readonly can: Capabilities;
  generate(request: GenerationRequest, call: Call, progress?: (text: string) => void): Promise<Generation>;
  /** The exact number of prompt tokens, where the model can tell without a request. */
  countPrompt?(messages: readonly Message[], signal: AbortSignal): Promise<number>;
}

/**
 * The length of the text up to and including the end of its first complete fenced code block,
 * or undefined while no block has been closed.
 */
export function closedFence(text: string): number | undefined {
  const open = /^[ \t]*(`{3,}|~{3,})[^\n`]*\n/m.exec(text);
  if (!open?.[1]) return undefined;
  const body = open.index + open[0].length;
  const marker = open[1][0] === '`' ? '`' : '~';
  const close = new RegExp(`^[ \\t]*${marker}{${open[1].length},}[ \\t]*$`, 'm');
  const end = close.exec(text.slice(body));
  if (!end) return undefined;
  return body + end.index + end[0].length;
}
