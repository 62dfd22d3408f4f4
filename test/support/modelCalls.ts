import type { Call } from '../../src/engine/call.ts';
import { addCosts, type Cost, zeroCost } from '../../src/engine/cost.ts';
import type { GenerationRequest } from '../../src/engine/languageModel.ts';

/** A call that remembers what was charged to it and what it was extended by. */
export function recordedCall(options: { signal?: AbortSignal; extend?: (more: Cost) => boolean } = {}): {
  readonly call: Call;
  spent(): Cost;
  readonly extensions: readonly Cost[];
} {
  let sum = zeroCost;
  const extensions: Cost[] = [];
  const call: Call = {
    signal: options.signal ?? new AbortController().signal,
    charge(used) {
      sum = addCosts(sum, used);
    },
    extend(more) {
      extensions.push(more);
      return options.extend?.(more) ?? true;
    },
  };
  return { call, spent: () => sum, extensions };
}

/** A request with one user message. */
export function requestOf(text: string, more: Partial<GenerationRequest> = {}): GenerationRequest {
  return {
    messages: [{ role: 'user', content: text }],
    maxTokens: 64,
    temperature: 0.8,
    seed: 1,
    sample: 0,
    stopAtFence: false,
    ...more,
  };
}
