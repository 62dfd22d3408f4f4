import { ChainDraws, type StepChain } from '../../src/bench/recorded/stepChain.ts';
import type { Action, ActionId, Result } from '../../src/engine/action.ts';
import type { Call } from '../../src/engine/call.ts';
import type { Candidate } from '../../src/engine/candidate.ts';
import { cost } from '../../src/engine/cost.ts';
import type { Executor, Offer } from '../../src/engine/executor.ts';
import { GenerationError } from '../../src/engine/languageModel.ts';
import type { Cap } from '../../src/engine/ledger.ts';
import { policies } from '../../src/engine/policies/index.ts';
import type { PolicyFactory } from '../../src/engine/policy.ts';
import { policySetup } from '../../src/engine/policySetup.ts';
import { type Random, seededRandom } from '../../src/engine/random.ts';
import { run } from '../../src/engine/run.ts';
import type { Task } from '../../src/engine/task.ts';
import type { RunConfig, TraceEvent } from '../../src/engine/trace.ts';
import { realClock } from './worlds.ts';

/** A made-up world whose samples grow step by step: chance decides steps, values, failures and the order of arrival. */
export type StepWorld = {
  readonly task: Task;
  readonly seed: number;
  readonly chain: StepChain;
  /** P(an action fails for a reason outside the task). */
  readonly failing: number;
};

const mostTokensOfStep = 20;

/** Performs `sample` and `extend`, by a step or to the end; a verifiable task's complete candidates carry a verdict. */
export class StepExecutor implements Executor {
  readonly needsBaseline = false;
  readonly actions: Action[] = [];
  readonly #world: StepWorld;
  readonly #random: Random;
  readonly #draws: ChainDraws;
  readonly #pending: (() => void)[] = [];
  inFlight = 0;
  mostInFlight = 0;

  constructor(world: StepWorld) {
    this.#world = world;
    this.#random = seededRandom(`${world.seed}/world`);
    this.#draws = new ChainDraws(world.chain, seededRandom(`${world.seed}/chain`));
  }

  async prepare(): Promise<void> {}

  offer(action: Action, available: (cap: Cap) => number): Offer {
    const steps = 'until' in action && action.until === 'step' ? 1 : this.#world.chain.steps;
    const worst = cost({ completionTokens: mostTokensOfStep * steps, calls: 1 });
    if (worst.completionTokens > available('tokens')) return { type: 'refused', cap: 'tokens' };
    return { type: 'offer', worst, perform: (id, call) => this.#perform(id, call, action) };
  }

  async #perform(_id: ActionId, call: Call, action: Action): Promise<Result> {
    this.inFlight += 1;
    this.mostInFlight = Math.max(this.mostInFlight, this.inFlight);
    this.actions.push(action);
    try {
      await new Promise<void>((resolve, reject) => {
        this.#pending.push(resolve);
        call.signal.addEventListener('abort', () => reject(call.signal.reason));
        setImmediate(() => this.#release());
      });
      call.charge(cost({ completionTokens: 1 + this.#random.below(mostTokensOfStep), calls: 1 }));
      if (this.#random.next() < this.#world.failing)
        throw new GenerationError('server-error', 'It broke.', 'Try again.');
      return { type: 'candidate', candidate: this.#verified(this.#draws.draw(action)) };
    } finally {
      this.inFlight -= 1;
    }
  }

  #release(): void {
    const [chosen] = this.#pending.splice(this.#random.below(this.#pending.length), 1);
    chosen?.();
  }

  #verified(candidate: Candidate): Candidate {
    const { task } = this.#world;
    if (candidate.prefix !== undefined || task.type !== 'code' || task.tests === undefined) return candidate;
    const right = this.#draws.isRight(candidate.id);
    const value = right ? 1 : 0.5;
    return { ...candidate, reward: { value, quality: right ? 1 : 0, verified: right, evidence: [] } };
  }
}

export type RanSteps = { readonly events: readonly TraceEvent[]; readonly executor: StepExecutor };

/** Runs a policy, a registered one by its name, in a world of steps to its end. */
export async function runInSteps(
  world: StepWorld,
  config: RunConfig,
  factory: PolicyFactory | undefined = policies[config.policy],
): Promise<RanSteps> {
  if (!factory) throw new Error(`No policy ${config.policy}`);
  const events: TraceEvent[] = [];
  const executor = new StepExecutor(world);
  await run({
    run: 'r1',
    date: '2026-01-01T00:00:00.000Z',
    task: world.task,
    config,
    policy: factory.create(policySetup(world.task, config)),
    executor,
    clock: realClock,
    signal: new AbortController().signal,
    emit: event => events.push(event),
  });
  return { events, executor };
}
