import type { Call } from './call.ts';
import { type Cost, cost } from './cost.ts';
import type { Capabilities, Generation, GenerationRequest, LanguageModel, Message } from './languageModel.ts';
import type { Cap } from './ledger.ts';
import type { Random } from './random.ts';

/** Dollars for a million tokens, which is millionths of a dollar for one. */
export type TokenPrices = { readonly prompt: number; readonly completion: number };

export type GeneratorSetup = {
  readonly model: LanguageModel;
  readonly messages: readonly Message[];
  readonly maxTokens: number;
  readonly stopAtFence: boolean;
  readonly prices: TokenPrices;
  readonly random: Random;
} & Asked;

/** What else a request may ask for. */
type Asked = Pick<GenerationRequest, 'stop' | 'continues' | 'laws' | 'schema'>;

/** How the draws of one prompt differ from those of the generator it was made from. */
export type PromptOptions = Partial<Pick<GeneratorSetup, 'maxTokens' | 'stopAtFence' | keyof Asked>>;

/** What one sample may cost at most, and the most completion tokens within that. */
export type Allowance = { readonly worst: Cost; readonly maxTokens: number };

/** With less room than this for its completion a sample is not worth starting. Tokens. */
const fewestTokens = 16;

/** Draws samples of one prompt and knows beforehand what a draw can cost. */
export class Generator {
  readonly #setup: GeneratorSetup;
  #promptTokens: number;
  #drawn = 0;

  constructor(setup: GeneratorSetup) {
    this.#setup = setup;
    this.#promptTokens = mostPromptTokens(setup.messages);
  }

  /** The style of prompt its model wants. */
  get promptStyle(): Capabilities['promptStyle'] {
    return this.#setup.model.can.promptStyle;
  }

  /** What its model can do, as far as it is known by now. */
  get can(): Capabilities {
    return this.#setup.model.can;
  }

  /**
   * Draws of another prompt; the same name gives the same seeds. Limits and laws are as here unless the options say
   * otherwise; stops, a schema and continuing belong to a prompt and are what the options say alone.
   */
  forPrompt(messages: readonly Message[], name: string, options: PromptOptions = {}): Generator {
    const { stop: _, schema: __, continues: ___, ...setup } = this.#setup;
    return new Generator({ ...setup, messages, random: setup.random.fork(name), ...options });
  }

  async prepare(signal: AbortSignal): Promise<void> {
    const exact = await this.#setup.model.countPrompt?.(this.#setup.messages, signal);
    if (exact !== undefined) this.#promptTokens = exact;
  }

  /** The allowance that fits what is available, or the cap that is in the way. */
  allow(available: (cap: Cap) => number): Allowance | Cap {
    const { prices } = this.#setup;
    const room = available('tokens') - this.#promptTokens;
    const money = available('microDollars') - this.#promptTokens * prices.prompt;
    const affordable =
      prices.completion > 0 ? Math.floor(money / prices.completion) : Number.POSITIVE_INFINITY;
    if (available('calls') < 1) return 'calls';
    if (room < fewestTokens) return 'tokens';
    if (money < 0 || affordable < fewestTokens) return 'microDollars';
    const maxTokens = Math.min(this.#setup.maxTokens, room, affordable);
    const microDollars = this.#promptTokens * prices.prompt + maxTokens * prices.completion;
    const worst = cost({
      promptTokens: this.#promptTokens,
      completionTokens: maxTokens,
      calls: 1,
      microDollars,
    });
    return { worst, maxTokens };
  }

  /** Draws the next sample; its number, from 0, comes with it. */
  async draw(
    temperature: number,
    maxTokens: number,
    call: Call,
    progress?: (text: string) => void,
  ): Promise<{ generation: Generation; sample: number }> {
    const sample = this.#drawn;
    this.#drawn += 1;
    const { model, messages, stopAtFence, random } = this.#setup;
    const seed = random.fork(`sample ${sample}`).below(2 ** 31);
    const asked = askedOf(this.#setup);
    const request = { messages, maxTokens, temperature, seed, sample, stopAtFence, ...asked };
    const generation = await model.generate(request, call, progress);
    if (generation.usage.source === 'reported') this.#promptTokens = generation.usage.promptTokens;
    return { generation, sample };
  }
}

/** What is not asked for is left out, so that recordings of plain requests keep their keys. */
function askedOf({ stop, continues, laws, schema }: Asked): Asked {
  return {
    ...(stop && stop.length > 0 ? { stop } : {}),
    ...(continues ? { continues } : {}),
    ...(laws ? { laws } : {}),
    ...(schema ? { schema } : {}),
  };
}

/** A bound no tokenizer that falls back to bytes passes: a token a byte, and a template around every message. */
function mostPromptTokens(messages: readonly Message[]): number {
  const bytes = new TextEncoder();
  return messages.reduce((sum, message) => sum + bytes.encode(message.content).length + 16, 16);
}
