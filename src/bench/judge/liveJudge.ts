import { schemaFor } from '../../engine/judging/asking/judgingPrompt.ts';
import type { Judge, PointProtocol } from '../../engine/judging/judge.ts';
import type { LanguageModel, Message } from '../../engine/languageModel.ts';
import { notTaken } from '../../engine/notTaken.ts';
import { type LiveFigures, LiveMeter } from './liveMeter.ts';

export type LiveJudgeSetup = {
  readonly judge: Judge;
  readonly model: LanguageModel;
  readonly signal: AbortSignal;
};

/** A judge that is asked outside of a run, and what that has cost. */
export class LiveJudge {
  readonly #judge: Judge;
  readonly #meter: LiveMeter;

  constructor({ judge, model, signal }: LiveJudgeSetup) {
    this.#judge = judge;
    this.#meter = new LiveMeter(model, signal);
  }

  /** What the judge wrote; undefined where the model does not take the prompt. */
  async reply(
    messages: readonly Message[],
    schema: PointProtocol['schema'],
    { seed, sample = 0 }: { readonly seed: number; readonly sample?: number },
  ): Promise<string | undefined> {
    const { temperature, maxTokens } = this.#judge;
    const { model, call } = this.#meter;
    const held = schemaFor(model.can, schema);
    const request = {
      ...{ messages, maxTokens: maxTokens[model.can.promptStyle], temperature },
      ...{ seed, sample, stopAtFence: false },
      ...(held && { schema: held }),
    };
    try {
      return (await model.generate(request, call)).text;
    } catch (error) {
      if (notTaken(error) === undefined) throw error;
      return undefined;
    }
  }

  /** What all replies so far have cost. */
  figures(): LiveFigures {
    return this.#meter.figures(this.#judge.name);
  }
}
