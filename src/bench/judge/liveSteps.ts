import { zeroCost } from '../../engine/cost.ts';
import { Generator } from '../../engine/generator.ts';
import { JudgingReserve } from '../../engine/judging/asking/judgingReserve.ts';
import { type JudgeOfSteps, judgeStep } from '../../engine/judging/steps/judgedSteps.ts';
import { equationVerdict } from '../../engine/judging/steps/stepChecks.ts';
import type { LanguageModel } from '../../engine/languageModel.ts';
import { seededRandom } from '../../engine/random.ts';
import type { ScriptRunner } from '../../engine/scriptRunner.ts';
import type { PromptTask } from '../../engine/task.ts';
import { type LiveFigures, LiveMeter } from './liveMeter.ts';

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
  readonly #scripts: ScriptRunner | undefined;
  readonly #meter: LiveMeter;
  readonly #generator: Generator;
  readonly #judge: JudgeOfSteps;
  #asked = 0;
  #read = 0;

  constructor({ judge, model, signal, scripts }: LiveStepsSetup) {
    this.#scripts = scripts;
    this.#meter = new LiveMeter(model, signal);
    this.#judge = { ...judge, step: { ...judge.step, read: text => this.#counted(judge.step.read(text)) } };
    this.#generator = new Generator({
      ...{ model: this.#meter.model, messages: [], maxTokens: judge.maxTokens[model.can.promptStyle] },
      ...{ stopAtFence: false, prices: { prompt: 0, completion: 0 }, random: seededRandom('live') },
    });
  }

  /** The verdict that a run would come to on this step. */
  async verdict({ task, before, step, votes, name }: AskedStep): Promise<SaidOfStep> {
    const judging = { judge: this.#judge, task, generator: this.#generator, scripts: this.#scripts };
    const [asked, read] = [this.#asked, this.#read];
    const reserve = new JudgingReserve(this.#meter.call, zeroCost);
    const { value } = await judgeStep(judging, { before, step, votes, name }, reserve);
    return {
      ...(value !== undefined && { value }),
      by: equationVerdict(before, step) ? 'equations' : 'model',
      ...{ asked: this.#asked - asked, read: this.#read - read },
    };
  }

  /** What all verdicts so far have cost. */
  figures(): LiveFigures {
    return this.#meter.figures(this.#judge.name);
  }

  #counted<Vote extends { readonly value?: number }>(vote: Vote): Vote {
    this.#asked += 1;
    if (vote.value !== undefined) this.#read += 1;
    return vote;
  }
}
