import os from 'node:os';
import type { Call } from '../engine/call.ts';
import {
  type Capabilities,
  type Generation,
  GenerationError,
  type GenerationRequest,
  type LanguageModel,
  type Message,
} from '../engine/languageModel.ts';
import { untilAborted } from '../engine/untilAborted.ts';
import { LlamaChild } from './llamaChild.ts';
import { failureOf, generateIn } from './llamaGeneration.ts';

export type LlamaCppOptions = {
  /** How traces name the model. */
  readonly id: string;
  /** The GGUF file. */
  readonly modelFile: string;
  readonly promptStyle: Capabilities['promptStyle'];
  /** The file of the child process: llamaWorker, bundled or as it is. */
  readonly worker: string;
  /** The file to import for node-llama-cpp, as findRuntime tells. */
  readonly runtime: string;
  /**
   * Generations at once; further ones wait. 2 by default: on a processor more at once give no more tokens a second (110
   * for 1, 2 and 4 with a 135M model on one core), and each takes memory for its context.
   */
  readonly sequences?: number;
  /** Tokens of prompt and completion together that each of them can hold; 4,096 by default. */
  readonly contextTokens?: number;
  /** Cores to use; by default all but the one that is left to the tests. */
  readonly threads?: number;
};

const startAgain =
  'See that the folder for temporary files is writable and its disk not full, then try again.';

/** After so many crashes in a row the message says that it is no accident. */
const manyCrashes = 3;

/**
 * A GGUF model run by node-llama-cpp in a child process, so that a native crash ends a generation and not the editor.
 * The process starts with the first request, and again after a crash. Token counts are exact and those of the whole
 * prompt, also where its evaluation was shared with other samples.
 */
export class LlamaCpp implements LanguageModel {
  readonly id: string;
  readonly can: Capabilities;
  readonly #options: LlamaCppOptions;
  #child: LlamaChild | undefined;
  #crashes = 0;
  #disposed = false;

  constructor(options: LlamaCppOptions) {
    this.id = options.id;
    const { promptStyle } = options;
    const more = { laws: 'full', schema: true, continues: true } as const;
    this.can = { seed: true, streaming: true, usage: true, promptStyle, ...more };
    this.#options = options;
  }

  /** The child process, while there is one. */
  get pid(): number | undefined {
    return this.#child?.pid;
  }

  async generate(request: GenerationRequest, call: Call, progress = (_: string) => {}): Promise<Generation> {
    return this.#explained(async () => {
      const child = await this.#loaded(call.signal);
      const generation = await generateIn(child, this.id, request, call, progress);
      this.#crashes = 0;
      return generation;
    });
  }

  async countPrompt(messages: readonly Message[], signal: AbortSignal): Promise<number> {
    return this.#explained(async () => {
      const child = await this.#loaded(signal);
      const { promise, resolve, reject } = Promise.withResolvers<number>();
      const id = child.ask(newId => ({ type: 'count', id: newId, messages }), {
        answer: message =>
          message.type === 'counted' ? resolve(message.tokens) : reject(failureOf(message)),
        crashed: reject,
      });
      return untilAborted(promise, signal).finally(() => child.forget(id));
    });
  }

  /** Ends the child process at once; what is in flight fails, and so does every later request. */
  async dispose(): Promise<void> {
    this.#disposed = true;
    await this.#child?.end();
    this.#child = undefined;
  }

  async #loaded(signal: AbortSignal): Promise<LlamaChild> {
    signal.throwIfAborted();
    if (this.#disposed)
      throw new GenerationError('crashed', 'The embedded model was stopped.', 'Start it again.');
    this.#child ??= this.#start();
    const child = this.#child;
    try {
      await untilAborted(child.ready, signal);
    } catch (error) {
      if (!signal.aborted && this.#child === child) {
        this.#child = undefined;
        await child.end();
      }
      throw error;
    }
    return child;
  }

  #start(): LlamaChild {
    const { modelFile, runtime, worker, sequences = 2, contextTokens = 4096 } = this.#options;
    const threads = this.#options.threads ?? Math.max(1, os.availableParallelism() - 1);
    const onCrash = () => {
      this.#child = undefined;
      this.#crashes += 1;
    };
    try {
      return new LlamaChild({ modelFile, runtime, worker, sequences, contextTokens, threads, onCrash });
    } catch (cause) {
      const message = `The process of the embedded model could not be started: ${cause instanceof Error ? cause.message : cause}.`;
      throw new GenerationError('crashed', message, startAgain, { cause });
    }
  }

  async #explained<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof GenerationError) || error.failure !== 'crashed' || this.#crashes < manyCrashes)
        throw error;
      const message = `${error.message} It has crashed ${this.#crashes} times in a row.`;
      throw new GenerationError('crashed', message, 'Choose another model or another provider.', {
        cause: error,
      });
    }
  }
}
