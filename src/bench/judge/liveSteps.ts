import type { Call } from '../../engine/call.ts';
import { addCosts, type Cost, totalTokens, zeroCost } from '../../engine/cost.ts';
import { Generator } from '../../engine/generator.ts';
import { JudgingReserve } from '../../engine/judging/asking/judgingReserve.ts';
import { type JudgeOfSteps, judgeStep, type StepJudging } from '../../engine/judging/steps/judgedSteps.ts';
import { equationVerdict } from '../../engine/judging/steps/stepChecks.ts';
import { GenerationError, type LanguageModel } from '../../engine/languageModel.ts';
import { seededRandom } from '../../engine/random.ts';
import type { ScriptRunner } from '../../engine/scriptRunner.ts';
import type { PromptTask } from '../../engine/task.ts';
import { rewrapped } from '../../models/rewrapped.ts';
import type { LiveFigures } from './liveJudge.ts';

export type LiveStepsSetup = {
  readonly judge: JudgeOfSteps;
  readonly model: LanguageModel;
  readonly signal: AbortSignal;
  /** Where the programs of the judge are run; models of small prompts are asked for none. */
  readonly scripts?: ScriptRunner;
};

export type AskedStep = {
  readonly task: PromptTask;
  readonly before: readonly string[];
  readonly step: string;
  readonly votes: number;
  /** The same name gives the same seeds. */
  readonly name: string;
};

/** What was said of one step. */
export type SaidOfStep = {
  /** P(the step is right); missing where no vote could be read. */
  readonly value?: number;
  /** A false equation decides before a model is asked. */
  readonly by: 'equations' | 'model';
  /** Votes that were asked for, and those of them that could be read. */
  readonly asked: number;
  readonly read: number;
};

/** Votes that were asked for, and the share of them that could be read. */
export type Votes = { readonly asked: number; readonly parsed: number };

export function votesOf(said: readonly SaidOfStep[]): Votes {
  const asked = said.reduce((sum, one) => sum + one.asked, 0);
  const read = said.reduce((sum, one) => sum + one.read, 0);
  return { asked, parsed: asked === 0 ? 1 : read / asked };
}

/** A judge of steps that is asked as in a run, but outside of one, and what that has cost. */
export class LiveSteps {
  readonly #setup: LiveStepsSetup;
  readonly #generator: Generator;
  readonly #judge: JudgeOfSteps;
  #spent: Cost = zeroCost;
  #refused = 0;
  #asked = 0;
  #read = 0;

  constructor(setup: LiveStepsSetup) {
    const { judge, model } = setup;
    this.#setup = setup;
    this.#judge = { ...judge, step: { ...judge.step, read: text => this.#counted(judge.step.read(text)) } };
    this.#generator = new Generator({
      ...{ model: this.#noting(model), messages: [], maxTokens: judge.maxTokens[model.can.promptStyle] },
      ...{ stopAtFence: false, prices: { prompt: 0, completion: 0 }, random: seededRandom('live') },
    });
  }

  /** The verdict that a run would come to on this step. */
  async verdict({ task, before, step, votes, name }: AskedStep): Promise<SaidOfStep> {
    const { signal, scripts } = this.#setup;
    const judging: StepJudging = { judge: this.#judge, task, generator: this.#generator, scripts };
    const call: Call = {
      signal,
      charge: used => {
        this.#spent = addCosts(this.#spent, used);
      },
      extend: () => true,
    };
    const [asked, read] = [this.#asked, this.#read];
    const reserve = new JudgingReserve(call, zeroCost);
    const { value } = await judgeStep(judging, { before, step, votes, name }, reserve);
    return {
      ...(value !== undefined && { value }),
      by: equationVerdict(before, step) ? 'equations' : 'model',
      ...{ asked: this.#asked - asked, read: this.#read - read },
    };
  }

  /** What all verdicts so far have cost. */
  figures(items: number): LiveFigures {
    const { judge, model } = this.#setup;
    const { calls } = this.#spent;
    const cost = { calls, tokens: totalTokens(this.#spent), refused: this.#refused };
    return { judge: judge.name, model: model.id, items, ...cost };
  }

  #counted<Vote extends { readonly value?: number }>(vote: Vote): Vote {
    this.#asked += 1;
    if (vote.value !== undefined) this.#read += 1;
    return vote;
  }

  /** Counts the prompts that the model does not take. */
  #noting(model: LanguageModel): LanguageModel {
    return rewrapped(model, async (request, call, progress) => {
      try {
        return await model.generate(request, call, progress);
      } catch (error) {
        if (error instanceof GenerationError && error.failure === 'bad-request') this.#refused += 1;
        throw error;
      }
    });
  }
}
