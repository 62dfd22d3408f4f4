import type { Action, Result } from './action.ts';
import { canonicalAnswer } from './answers.ts';
import type { Call } from './call.ts';
import type { Executor, Offer } from './executor.ts';
import type { Generator } from './generator.ts';
import type { Cap } from './ledger.ts';
import { meter } from './meter.ts';
import { type Arm, temperatureOf } from './policy.ts';

export type PromptExecutorSetup = { readonly generator: Generator; readonly arms: readonly Arm[] };

/** Samples answers and brings each into canonical form. */
export class PromptExecutor implements Executor {
  readonly needsBaseline = false;
  readonly #setup: PromptExecutorSetup;

  constructor(setup: PromptExecutorSetup) {
    this.#setup = setup;
  }

  async prepare(signal: AbortSignal): Promise<void> {
    await this.#setup.generator.prepare(signal);
  }

  offer(action: Action, available: (cap: Cap) => number): Offer {
    if (action.type !== 'sample') throw new Error(`A prompt run performs no ${action.type}.`);
    const allowance = this.#setup.generator.allow(available);
    if (typeof allowance === 'string') return { type: 'refused', cap: allowance };
    const { worst, maxTokens } = allowance;
    return { type: 'offer', worst, perform: (_id, call) => this.#sample(action.arm, maxTokens, call) };
  }

  async #sample(arm: string, maxTokens: number, call: Call): Promise<Result> {
    const { generator, arms } = this.#setup;
    const metered = meter(call);
    const { generation, sample } = await generator.draw(temperatureOf(arms, arm), maxTokens, metered.call);
    const drawn = { id: `c${sample + 1}`, arm, text: generation.text, cost: metered.spent() };
    const answer = canonicalAnswer(generation.text);
    const found =
      answer === undefined
        ? { behaviour: '', error: 'the text holds no answer' }
        : { behaviour: answer, answer };
    return { type: 'candidate', candidate: { ...drawn, ...found } };
  }
}
