type Runtime = typeof import('node-llama-cpp');
type Llama = import('node-llama-cpp').Llama;
type LlamaModel = import('node-llama-cpp').LlamaModel;
type Grammar = Awaited<ReturnType<Llama['createGrammarForJsonSchema']>>;
type GrammarState = import('node-llama-cpp').LlamaGrammarEvaluationState;
type GbnfSchema = Parameters<Llama['createGrammarForJsonSchema']>[0];

/** After its JSON value such a grammar takes line breaks without end. */
export const grammarEnd = '\n\n\n\n';

/** Grammars of JSON schemas, each made once. */
export class Grammars {
  readonly #runtime: Runtime;
  readonly #model: LlamaModel;
  readonly #known = new Map<string, Promise<Grammar>>();

  constructor(runtime: Runtime, model: LlamaModel) {
    this.#runtime = runtime;
    this.#model = model;
  }

  /** What keeps one completion to the schema. Rejects with what node-llama-cpp says of one that it cannot keep to. */
  async begin(schema: Readonly<Record<string, unknown>>): Promise<GrammarState> {
    const key = JSON.stringify(schema);
    const making = this.#known.get(key) ?? this.#model.llama.createGrammarForJsonSchema(schema as GbnfSchema);
    this.#known.set(key, making);
    const grammar = await making;
    return new this.#runtime.LlamaGrammarEvaluationState({ model: this.#model, grammar });
  }
}
