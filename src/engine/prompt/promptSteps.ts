import type { Action } from '../action.ts';
import { statesAnswer } from '../answers.ts';
import type { Call } from '../call.ts';
import type { Candidate, CandidateId } from '../candidate.ts';
import type { Allowance, Generator } from '../generator.ts';
import { JudgingReserve } from '../judging/asking/judgingReserve.ts';
import type { JudgeModels } from '../judging/asking/judgingReward.ts';
import { judgeStep, type StepJudging } from '../judging/steps/judgedSteps.ts';
import type { StepVerdict } from '../judging/steps/stepChecks.ts';
import { stepsEvidence, withSteps } from '../judging/steps/stepEvidence.ts';
import type { Cap } from '../ledger.ts';
import { meter } from '../meter.ts';
import { notTaken } from '../notTaken.ts';
import { type Arm, temperatureOf } from '../policy.ts';
import type { Reward } from '../reward.ts';
import type { PromptTask } from '../task.ts';
import { answerOf } from './answerOf.ts';
import { stepRequest } from './stepPrompt.ts';
import { firstStepOf, textOf, textsOf, withoutOverlap } from './stepText.ts';

export type PromptStepsSetup = {
  readonly task: PromptTask;
  readonly generator: Generator;
  readonly arms: readonly Arm[];
  /** Who says what a prefix is worth. */
  readonly judging: StepJudging;
  /** How judges vote. */
  readonly models: JudgeModels;
};

/** The actions that write a part of an attempt. */
export type StepDraw = Extract<Action, { type: 'sample' | 'extend' }>;

/** What an attempt is so far. */
type Attempt = {
  readonly steps: readonly string[];
  readonly verdicts: readonly StepVerdict[];
};

/** Writes what comes next, after what an attempt begins with. */
type Writer = { readonly generator: Generator; readonly opening: string };

const nothing: Attempt = { steps: [], verdicts: [] };

/** Votes of the judge on each step that is drawn. */
const votesOfStep = 1;

/** Draws attempts step by step, and has each step judged as it comes. */
export class PromptSteps {
  readonly #setup: PromptStepsSetup;
  readonly #open = new Map<CandidateId, Attempt>();
  readonly #writers = new Map<string, Writer>();

  constructor(setup: PromptStepsSetup) {
    this.#setup = setup;
  }

  /** What writing may cost at most; the judge's votes ask for their own. */
  allow(action: StepDraw, available: (cap: Cap) => number): Allowance | Cap {
    return this.#writerOf(action).generator.allow(available);
  }

  /** The candidate with one step more, or with all that was missing: a prefix until it states an answer or adds nothing. */
  async draw(id: CandidateId, action: StepDraw, allowance: Allowance, call: Call): Promise<Candidate> {
    const metered = meter(call);
    const reserve = new JudgingReserve(metered.call, allowance.worst);
    const before = this.#attemptOf(action);
    const parent = action.type === 'extend' ? { parent: action.candidate } : {};
    const drawn = { id, arm: action.arm, ...parent };
    const written = await this.#written(action, before, allowance, reserve.call);
    if ('error' in written) {
      return {
        ...drawn,
        text: textOf(before.steps),
        behaviour: 'unusable',
        error: written.error,
        cost: metered.spent(),
      };
    }
    const attempt = await this.#judged(id, before, written.step, reserve);
    const reward = this.#rewardOf(attempt);
    const text = textOf(attempt.steps);
    const common = { ...drawn, text, reward, cost: metered.spent() };
    if (statesAnswer(text) || (action.until !== 'step' && written.step !== ''))
      return { ...common, ...answerOf(text) };
    if (written.step === '')
      return { ...common, behaviour: '', error: 'the attempt ended without an answer' };
    this.#open.set(id, attempt);
    const prefix = { steps: attempt.steps.length, value: reward.value };
    return { ...common, behaviour: text, prefix };
  }

  /** What is added to the text, empty where the model had said all; or why it wrote nothing. */
  async #written(
    action: StepDraw,
    attempt: Attempt,
    { maxTokens }: Allowance,
    call: Call,
  ): Promise<{ readonly step: string } | { readonly error: string }> {
    const { generator, opening } = this.#writerOf(action);
    const before = textOf(attempt.steps);
    try {
      const temperature = temperatureOf(this.#setup.arms, action.arm);
      const { generation } = await generator.draw(temperature, maxTokens, call);
      const added = before === '' ? opening + generation.text : withoutOverlap(before, generation.text);
      return { step: action.until === 'step' ? firstStepOf(added) : added.trim() };
    } catch (error) {
      const why = before === '' ? undefined : notTaken(error);
      if (why === undefined) throw error;
      return { error: why };
    }
  }

  async #judged(id: CandidateId, before: Attempt, step: string, reserve: JudgingReserve): Promise<Attempt> {
    if (step === '') return before;
    const question = { before: before.steps, step, votes: votesOfStep, name: `${id} step` };
    const verdict = await judgeStep(this.#setup.judging, question, reserve);
    return { steps: [...before.steps, step], verdicts: [...before.verdicts, verdict] };
  }

  /** A step that could not be read leaves the value as it was. */
  #rewardOf({ steps, verdicts }: Attempt): Reward {
    const { judging, models } = this.#setup;
    return withSteps(undefined, stepsEvidence(judging.judge.name, textsOf(steps), verdicts), models);
  }

  #attemptOf(action: StepDraw): Attempt {
    if (action.type === 'sample') return nothing;
    const attempt = this.#open.get(action.candidate);
    if (!attempt) throw new Error(`${action.candidate} is no prefix that could be extended.`);
    return attempt;
  }

  /** Draws of the same continuation share a generator, and so never a seed. */
  #writerOf(action: StepDraw): Writer {
    const from = action.type === 'extend' ? action.candidate : 'nothing';
    const until = action.until ?? 'end';
    const name = `steps from ${from} until ${until}`;
    const known = this.#writers.get(name);
    if (known) return known;
    const { task, generator } = this.#setup;
    const { messages, options, opening } = stepRequest(
      task,
      generator.can,
      this.#attemptOf(action).steps,
      until,
    );
    const made = { generator: generator.forPrompt(messages, name, options), opening };
    this.#writers.set(name, made);
    return made;
  }
}
