import type { TokenLaw } from '../engine/languageModel.ts';
import { tokenLaw } from './tokenLaw.ts';

/** The parts of a chat completion, whole or a chunk of a stream, that are read; servers leave out what they like. */
type ChatPart = {
  readonly model?: unknown;
  readonly choices?: readonly ChatChoice[] | null;
  readonly usage?: { readonly prompt_tokens?: unknown; readonly completion_tokens?: unknown } | null;
};
type ChatChoice = {
  readonly delta?: ChatText | null;
  readonly message?: ChatText | null;
  readonly finish_reason?: unknown;
  readonly logprobs?: { readonly content?: unknown } | null;
};
type ChatText = {
  readonly content?: unknown;
  readonly reasoning_content?: unknown;
  readonly reasoning?: unknown;
};

/** What has arrived of an answer so far. */
export class ChatAnswer {
  /** The answer without what a reasoning model sends apart from it. */
  text = '';
  /** What was thought and not answered; it is paid for too. */
  reasoning = '';
  /** How often text or reasoning arrived; most servers send one token at a time. */
  pieces = 0;
  model: string | undefined;
  finish: string | undefined;
  usage: { readonly promptTokens: number; readonly completionTokens: number } | undefined;
  /** One a token of the answer, as far as the server told them. */
  readonly laws: TokenLaw[] = [];
  /** False while no choice at all has arrived. */
  chosen = false;

  /** Takes in a whole answer or the next chunk, as parsed from JSON; returns the new text in it. */
  add(json: unknown): string {
    if (typeof json !== 'object' || json === null) return '';
    const part = json as ChatPart;
    this.model = asText(part.model) || this.model;
    this.#addUsage(part.usage);
    const choice = part.choices?.[0];
    if (!choice) return '';
    this.chosen = true;
    const said = choice.delta ?? choice.message ?? {};
    const text = textIn(said.content);
    const reasoning = asText(said.reasoning_content) || asText(said.reasoning);
    if (text !== '' || reasoning !== '') this.pieces += 1;
    this.laws.push(...lawsOf(choice.logprobs?.content));
    this.text += text;
    this.reasoning += reasoning;
    this.finish = asText(choice.finish_reason) || this.finish;
    return text;
  }

  #addUsage(usage: ChatPart['usage']): void {
    const promptTokens = usage?.prompt_tokens;
    const completionTokens = usage?.completion_tokens;
    if (isCount(promptTokens) && isCount(completionTokens)) this.usage = { promptTokens, completionTokens };
  }
}

function lawsOf(content: unknown): readonly TokenLaw[] {
  if (!Array.isArray(content)) return [];
  return content.map((one: unknown) => {
    const { logprob, top_logprobs: top } = Object(one) as { logprob?: unknown; top_logprobs?: unknown };
    const likeliest = Array.isArray(top) ? top.map(other => asLogprob(Object(other).logprob)) : [];
    return tokenLaw(asLogprob(logprob), likeliest);
  });
}

/** What is no number was too small to be one in JSON. */
function asLogprob(value: unknown): number {
  return typeof value === 'number' ? value : Number.NEGATIVE_INFINITY;
}

/** Some servers send a text in parts. */
function textIn(content: unknown): string {
  if (!Array.isArray(content)) return asText(content);
  return content.map((part: unknown) => asText(Object(part).text)).join('');
}

function asText(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0;
}
