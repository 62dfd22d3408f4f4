import type { Action } from '../action.ts';
import type { Call } from '../call.ts';
import type { Candidate, CandidateId } from '../candidate.ts';
import { DrawnCandidates } from '../drawnCandidates.ts';
import type { Allowance, Generator } from '../generator.ts';
import type { JudgingParts } from '../judging/asking/judging.ts';
import { judgesSteps } from '../judging/steps/judgedSteps.ts';
import type { Cap } from '../ledger.ts';
import { meter } from '../meter.ts';
import { type Arm, temperatureOf } from '../policy.ts';
import { withConfidence } from '../rewards/confidence.ts';
import type { PromptTask } from '../task.ts';
import { answerOf } from './answerOf.ts';
import { PromptSteps } from './promptSteps.ts';

export type PromptDrawsSetup = {
  readonly task: PromptTask;
  readonly generator: Generator;
  readonly arms: readonly Arm[];
  /** The first judge of steps among these says what prefixes are worth; without one nothing grows by steps. */
  readonly judging?: JudgingParts | undefined;
};

/** The actions that write a candidate. */
export type PromptDraw = Extract<Action, { type: 'sample' | 'extend' }>;

/** Draws answers from the model, whole or step by step, and knows the candidates of the run. */
export class PromptDraws {
  readonly #setup: PromptDrawsSetup;
  readonly #steps: PromptSteps | undefined;
  readonly candidates = new DrawnCandidates();
  #drawn = 0;

  constructor(setup: PromptDrawsSetup) {
    this.#setup = setup;
    const { judges = {}, models = {}, scripts } = setup.judging ?? {};
    const judge = Object.values(judges).find(judgesSteps);
    this.#steps = judge && new PromptSteps({ ...setup, judging: { ...setup, judge, scripts }, models });
  }

  /** What this draw may cost at most, or the cap that is in the way. */
  allow(action: PromptDraw, available: (cap: Cap) => number): Allowance | Cap {
    return isPart(action) ? this.#growing().allow(action, available) : this.#setup.generator.allow(available);
  }

  async draw(action: PromptDraw, allowance: Allowance, call: Call): Promise<Candidate> {
    this.#drawn += 1;
    const id = `c${this.#drawn}`;
    const candidate = isPart(action)
      ? await this.#growing().draw(id, action, allowance, call)
      : await this.#whole(id, action.arm, allowance, call);
    this.candidates.add(candidate);
    return candidate;
  }

  async #whole(id: CandidateId, arm: string, { maxTokens }: Allowance, call: Call): Promise<Candidate> {
    const { generator, arms } = this.#setup;
    const metered = meter(call);
    const { generation } = await generator.draw(temperatureOf(arms, arm), maxTokens, metered.call);
    const reward = withConfidence(undefined, generation.laws);
    return {
      id,
      arm,
      text: generation.text,
      ...answerOf(generation.text),
      ...(reward && { reward }),
      cost: metered.spent(),
    };
  }

  #growing(): PromptSteps {
    if (!this.#steps) throw new Error('Attempts grow by steps only where a judge of steps is registered.');
    return this.#steps;
  }
}

function isPart(action: PromptDraw): boolean {
  return action.type === 'extend' || action.until === 'step';
}
