import type { Action } from './action.ts';
import type { CandidateId } from './candidate.ts';
import type { Executor, Offer } from './executor.ts';
import type { Generator } from './generator.ts';
import { Judging, type JudgingParts, noJudges } from './judging/asking/judging.ts';
import type { Cap } from './ledger.ts';
import type { Arm } from './policy.ts';
import { type PromptDraw, PromptDraws } from './prompt/promptDraws.ts';
import type { PromptTask } from './task.ts';

export type PromptExecutorSetup = {
  readonly task: PromptTask;
  readonly generator: Generator;
  readonly arms: readonly Arm[];
  /** Without it no judge can be asked. */
  readonly judging?: JudgingParts | undefined;
};

/** Performs the actions of a prompt run: draws answers, and asks judges about them. */
export class PromptExecutor implements Executor {
  readonly needsBaseline = false;
  readonly #setup: PromptExecutorSetup;
  readonly #draws: PromptDraws;
  readonly #judging: Judging;

  constructor(setup: PromptExecutorSetup) {
    this.#setup = setup;
    this.#draws = new PromptDraws(setup);
    this.#judging = new Judging({
      ...setup,
      ...(setup.judging ?? noJudges),
      candidates: this.#draws.candidates,
    });
  }

  async prepare(signal: AbortSignal): Promise<void> {
    await this.#setup.generator.prepare(signal);
  }

  /** Throws for a candidate that was not drawn. */
  candidate(id: CandidateId) {
    return this.#draws.candidates.candidate(id);
  }

  offer(action: Action, available: (cap: Cap) => number): Offer {
    switch (action.type) {
      case 'sample':
      case 'extend':
        return this.#offerDraw(action, available);
      case 'judge':
        return this.#judging.offerVotes(action, available);
      case 'compare':
        return this.#judging.offerComparison(action, available);
      default:
        throw new Error(`A prompt run performs no ${action.type}.`);
    }
  }

  #offerDraw(action: PromptDraw, available: (cap: Cap) => number): Offer {
    const allowance = this.#draws.allow(action, available);
    if (typeof allowance === 'string') return { type: 'refused', cap: allowance };
    return {
      type: 'offer',
      worst: allowance.worst,
      perform: async (_id, call) => {
        const candidate = await this.#draws.draw(action, allowance, call);
        return { type: 'candidate', candidate };
      },
    };
  }
}
