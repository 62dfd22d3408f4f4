import type { Message } from '../engine/languageModel.ts';

/** Bytes of a token, a little below what common vocabularies reach on code and prose: rather too many tokens. */
const bytesPerToken = 3.2;
/** What a chat template adds to a message: its role and the marks around it. */
const tokensPerMessage = 5;

/** An estimate of a text's tokens for servers that report none: its UTF-8 bytes by 3.2, rounded up. */
export function estimateTokens(text: string): number {
  return Math.ceil(Buffer.byteLength(text) / bytesPerToken);
}

/** The estimate for a prompt: that of its texts, and 5 tokens a message for the chat template. */
export function estimatePromptTokens(messages: readonly Message[]): number {
  return messages.reduce((sum, message) => sum + estimateTokens(message.content) + tokensPerMessage, 0);
}
