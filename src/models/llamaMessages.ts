import type { Generation, GenerationRequest, Message, TokenLaw } from '../engine/languageModel.ts';

/** What the child process is to load, sent once before anything else. */
export type LlamaSetup = {
  /** The file that `import` takes for node-llama-cpp. */
  readonly runtime: string;
  /** The GGUF file. */
  readonly modelFile: string;
  /** Generations at once; further ones wait in the child. */
  readonly sequences: number;
  /** Tokens of prompt and completion together that each of them can hold. */
  readonly contextTokens: number;
  readonly threads: number;
  /** An empty folder for evaluated prompts; whoever made it deletes it. */
  readonly stateDir: string;
};

/** An unfinished last message of the assistant is gone on with. */
export type LlamaRequest = Omit<GenerationRequest, 'sample' | 'continues'>;

/** From the editor's process to the child. `id` is the sender's and comes back with each answer. */
export type ToLlama =
  | { readonly type: 'load'; readonly setup: LlamaSetup }
  | { readonly type: 'generate'; readonly id: number; readonly request: LlamaRequest }
  | { readonly type: 'count'; readonly id: number; readonly messages: readonly Message[] }
  | { readonly type: 'abort'; readonly id: number };

/** From the child. */
export type FromLlama =
  | { readonly type: 'ready' }
  | { readonly type: 'unloadable'; readonly what: 'runtime' | 'model'; readonly message: string }
  /** The prompt is evaluated; so many of its tokens had to be, the others were known. */
  | {
      readonly type: 'started';
      readonly id: number;
      readonly promptTokens: number;
      readonly evaluated: number;
    }
  /** One more completion token, and the text that became certain with it. */
  | { readonly type: 'token'; readonly id: number; readonly text: string }
  | {
      readonly type: 'generated';
      readonly id: number;
      readonly text: string;
      readonly finish: Generation['finish'];
      readonly promptTokens: number;
      readonly completionTokens: number;
      /** One a token where they were asked for. */
      readonly laws?: readonly TokenLaw[];
    }
  | { readonly type: 'counted'; readonly id: number; readonly tokens: number }
  | { readonly type: 'aborted'; readonly id: number }
  | { readonly type: 'too-long'; readonly id: number; readonly message: string }
  | { readonly type: 'failed'; readonly id: number; readonly message: string };
