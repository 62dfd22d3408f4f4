import type { Call } from '../../engine/call.ts';
import { addCosts, type Cost, zeroCost } from '../../engine/cost.ts';
import { schemaFor } from '../../engine/judging/asking/judgingPrompt.ts';
import type { Judge, PointProtocol } from '../../engine/judging/judge.ts';
import { GenerationError, type LanguageModel, type Message } from '../../engine/languageModel.ts';

export type LiveJudgeSetup = {
  readonly judge: Judge;
  readonly model: LanguageModel;
  readonly signal: AbortSignal;
};

/** Who was asked live, and what that has cost. */
export type LiveFigures = {
  readonly judge: string;
  readonly model: string;
  readonly items: number;
  readonly calls: number;
  readonly tokens: number;
  /** Prompts that the model does not take, such as too long ones: no vote. */
  readonly refused: number;
};

/** What was asked live, in a sentence. */
export function liveNote({ judge, model, calls, tokens, refused }: Omit<LiveFigures, 'items'>): string {
  return `${judge} was asked live, by ${model}: ${calls} calls, ${tokens} tokens; ${refused} prompts were refused.`;
}

/** A judge that is asked outside of a run, and what that has cost. */
export class LiveJudge {
  readonly #setup: LiveJudgeSetup;
  spent: Cost = zeroCost;
  /** Prompts that the model did not take, such as too long ones. */
  refused = 0;

  constructor(setup: LiveJudgeSetup) {
    this.#setup = setup;
  }

  /** What the judge wrote; undefined where the model does not take the prompt. */
  async reply(
    messages: readonly Message[],
    schema: PointProtocol['schema'],
    { seed, sample = 0 }: { readonly seed: number; readonly sample?: number },
  ): Promise<string | undefined> {
    const { judge, model, signal } = this.#setup;
    const call: Call = {
      signal,
      charge: used => {
        this.spent = addCosts(this.spent, used);
      },
      extend: () => true,
    };
    const held = schemaFor(model.can, schema);
    const request = {
      ...{ messages, maxTokens: judge.maxTokens[model.can.promptStyle], temperature: judge.temperature },
      ...{ seed, sample, stopAtFence: false },
      ...(held && { schema: held }),
    };
    try {
      return (await model.generate(request, call)).text;
    } catch (error) {
      if (!(error instanceof GenerationError) || error.failure !== 'bad-request') throw error;
      this.refused += 1;
      return undefined;
    }
  }
}
