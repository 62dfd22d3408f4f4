import type { Call } from '../../engine/call.ts';
import { addCosts, totalTokens, zeroCost } from '../../engine/cost.ts';
import type { LanguageModel } from '../../engine/languageModel.ts';
import { notTaken } from '../../engine/notTaken.ts';
import { rewrapped } from '../../models/rewrapped.ts';

/** Who was asked live, and what that has cost. */
export type LiveFigures = {
  readonly judge: string;
  readonly model: string;
  readonly calls: number;
  readonly tokens: number;
  /** Prompts that the model does not take, such as too long ones: no vote. */
  readonly refused: number;
};

/** What was asked live, in a sentence. */
export function liveNote({ judge, model, calls, tokens, refused }: LiveFigures): string {
  return `${judge} was asked live, by ${model}: ${calls} calls, ${tokens} tokens; ${refused} prompts were refused.`;
}

/** Counts what a judge costs that is asked outside of a run: its calls are to be made with this model and this call. */
export class LiveMeter {
  readonly model: LanguageModel;
  readonly call: Call;
  #spent = zeroCost;
  #refused = 0;

  constructor(model: LanguageModel, signal: AbortSignal) {
    this.model = rewrapped(model, async (request, call, progress) => {
      try {
        return await model.generate(request, call, progress);
      } catch (error) {
        if (notTaken(error) !== undefined) this.#refused += 1;
        throw error;
      }
    });
    this.call = {
      signal,
      charge: used => {
        this.#spent = addCosts(this.#spent, used);
      },
      extend: () => true,
    };
  }

  /** What all so far has cost. */
  figures(judge: string): LiveFigures {
    const { calls } = this.#spent;
    return { judge, model: this.model.id, calls, tokens: totalTokens(this.#spent), refused: this.#refused };
  }
}
