import type { Generation, Message, TokenLaw } from '../engine/languageModel.ts';
import { Grammars, grammarEnd } from './llamaGrammars.ts';
import type { LlamaRequest, LlamaSetup } from './llamaMessages.ts';
import { PromptStates } from './llamaPromptStates.ts';
import { SequencePool } from './llamaSequencePool.ts';
import { tokensAfter } from './llamaTokens.ts';
import { LlamaWriter } from './llamaWriter.ts';

type Runtime = typeof import('node-llama-cpp');
type Token = import('node-llama-cpp').Token;
type ChatHistoryItem = import('node-llama-cpp').ChatHistoryItem;
type Llama = import('node-llama-cpp').Llama;
type LlamaModel = import('node-llama-cpp').LlamaModel;
type LlamaText = import('node-llama-cpp').LlamaText;

export type Written = {
  readonly text: string;
  readonly finish: Generation['finish'];
  readonly promptTokens: number;
  readonly completionTokens: number;
  /** One a token where they were asked for. */
  readonly laws?: readonly TokenLaw[];
};

export type WriteOptions = {
  readonly signal: AbortSignal;
  onStart(promptTokens: number, evaluated: number): void;
  onToken(text: string): void;
};

/** The prompt leaves no room for a completion. */
export class PromptTooLong extends Error {}

/**
 * Prompt tokens of one sequence that are evaluated in one go; before each the abort signal is looked at. 64 take 0.4 s
 * of a core with a 135M model and are 5% slower than 512.
 */
const batchTokens = 64;

/**
 * Starts llama.cpp with the prebuilt binary for this machine; nothing is compiled or downloaded. Without a limit on
 * its threads a loaded machine gives a tenth of a token a second.
 */
export function startLlama(runtime: Runtime, threads: number): Promise<Llama> {
  const logLevel = runtime.LlamaLogLevel.error;
  return runtime.getLlama({
    build: 'never',
    skipDownload: true,
    progressLogs: false,
    logLevel,
    maxThreads: threads,
  });
}

/** A loaded model, and how it writes. */
export class LlamaRuntime {
  readonly #model: LlamaModel;
  readonly #contextTokens: number;
  readonly #pool: SequencePool;
  readonly #states: PromptStates;
  readonly #grammars: Grammars;
  readonly #render: (messages: readonly Message[]) => { text: LlamaText; triggers: readonly LlamaText[] };

  private constructor(runtime: Runtime, model: LlamaModel, pool: SequencePool, setup: LlamaSetup) {
    const wrapper = chatWrapperOf(runtime, model);
    this.#model = model;
    this.#contextTokens = contextTokensOf(model, setup);
    this.#pool = pool;
    this.#states = new PromptStates(setup.stateDir, batchTokens);
    this.#grammars = new Grammars(runtime, model);
    this.#render = messages => {
      const state = wrapper.generateContextState({ chatHistory: chatHistory(messages) });
      return { text: state.contextText, triggers: state.stopGenerationTriggers };
    };
  }

  /** Loads a model with room for several generations at once. Rejects with what node-llama-cpp says. */
  static async open(runtime: Runtime, llama: Llama, setup: LlamaSetup): Promise<LlamaRuntime> {
    const model = await llama.loadModel({ modelPath: setup.modelFile });
    const context = await model.createContext({
      sequences: setup.sequences,
      contextSize: contextTokensOf(model, setup),
      batchSize: batchTokens * setup.sequences,
      threads: setup.threads,
    });
    const sequences = Array.from({ length: setup.sequences }, () => context.getSequence());
    return new LlamaRuntime(runtime, model, new SequencePool(sequences), setup);
  }

  countPrompt(messages: readonly Message[]): number {
    return this.#render(messages).text.tokenize(this.#model.tokenizer).length;
  }

  async write(request: LlamaRequest, { signal, onStart, onToken }: WriteOptions): Promise<Written> {
    const rendered = this.#render(request.messages);
    const prompt = rendered.text.tokenize(this.#model.tokenizer);
    const last = prompt.at(-1);
    const most = Math.min(request.maxTokens, this.#contextTokens - prompt.length);
    if (most < 1 || last === undefined) {
      throw new PromptTooLong(
        `The prompt has ${prompt.length} tokens; the model is set up for ${this.#contextTokens}.`,
      );
    }
    const grammar = request.schema && (await this.#grammars.begin(request.schema.schema));
    const writer = this.#writer(last, request, rendered.triggers);
    const { sequence, release } = await this.#pool.acquire(prompt, signal);
    try {
      const evaluated = await this.#states.prepare(sequence, prompt.slice(0, -1), signal);
      onStart(prompt.length, evaluated + 1);
      const laws: TokenLaw[] = [];
      let completionTokens = 0;
      for await (const { token, law } of tokensAfter(sequence, last, request, grammar)) {
        signal.throwIfAborted();
        completionTokens += 1;
        if (law) laws.push(law);
        onToken(writer.add(token));
        if (writer.end || completionTokens >= most) break;
      }
      signal.throwIfAborted();
      return {
        text: request.schema ? writer.text.trimEnd() : writer.text,
        finish: writer.end ?? (completionTokens >= most ? 'length' : 'stop'),
        promptTokens: prompt.length,
        completionTokens,
        ...(laws.length > 0 && { laws }),
      };
    } finally {
      release();
    }
  }

  #writer(after: Token, request: LlamaRequest, triggers: readonly LlamaText[]): LlamaWriter<Token> {
    const { stopAtFence, stop = [], schema } = request;
    const stopTokens = new Set<Token>();
    const stopTexts = schema ? [...stop, grammarEnd] : [...stop];
    for (const { values } of triggers) {
      const [value] = values;
      if (values.length !== 1 || value === undefined) continue;
      if (typeof value === 'string') stopTexts.push(value);
      else {
        const tokens = value.tokenize(this.#model.tokenizer);
        if (tokens.length === 1 && tokens[0] !== undefined) stopTokens.add(tokens[0]);
      }
    }
    const detokenize = (tokens: readonly Token[], before: readonly Token[]) =>
      this.#model.detokenize(tokens, false, before);
    return new LlamaWriter({ detokenize, after, stopAtFence, stopTokens, stopTexts });
  }
}

function contextTokensOf(model: LlamaModel, setup: LlamaSetup): number {
  return Math.min(setup.contextTokens, model.trainContextSize);
}

/**
 * The model's own template, word for word. The wrapper that node-llama-cpp would choose by itself leaves out a default
 * system prompt that the template has, and starts with a token too many.
 */
function chatWrapperOf(runtime: Runtime, model: LlamaModel) {
  const own = model.fileInfo.metadata.tokenizer.chat_template !== undefined;
  return runtime.resolveChatWrapper(model, { type: own ? 'jinjaTemplate' : 'auto' });
}

/** As node-llama-cpp wants it; it ends with what the model is to write. */
function chatHistory(messages: readonly Message[]): ChatHistoryItem[] {
  const history = messages.map(({ role, content }): ChatHistoryItem => {
    return role === 'assistant' ? { type: 'model', response: [content] } : { type: role, text: content };
  });
  return messages.at(-1)?.role === 'assistant' ? history : [...history, { type: 'model', response: [''] }];
}
