import type { Action, ActionId, Result } from '../../src/engine/action.ts';
import type { Call } from '../../src/engine/call.ts';
import type { Clock } from '../../src/engine/clock.ts';
import { type Cost, cost } from '../../src/engine/cost.ts';
import type { Executor, Offer } from '../../src/engine/executor.ts';
import { GenerationError } from '../../src/engine/languageModel.ts';
import { policies } from '../../src/engine/policies/index.ts';
import type { Policy } from '../../src/engine/policy.ts';
import { policySetup } from '../../src/engine/policySetup.ts';
import { priceOf } from '../../src/engine/price.ts';
import { type Random, seededRandom } from '../../src/engine/random.ts';
import { run } from '../../src/engine/run.ts';
import type { Task } from '../../src/engine/task.ts';
import type { RunConfig, TraceEvent } from '../../src/engine/trace.ts';

/** A made-up world for laws about policies and the run loop: chance decides results, costs and the order of arrival. */
export type World = {
  readonly task: Task;
  readonly seed: number;
  /** P(a sample is right). */
  readonly right: number;
  /** Share of samples that behave like one of so many known failures; small numbers make duplicates. */
  readonly behaviours: number;
  /** P(an action fails for a reason outside the task). */
  readonly failing: number;
};

export const codeTask: Task = {
  type: 'code',
  language: 'javascript',
  file: 'a.js',
  functionName: 'f',
  original: 'function f() {}',
  signature: 'function f()',
  documentation: '',
  context: '',
  tests: { framework: 'node:test', files: ['a.test.js'] },
};

export const promptTask: Task = { type: 'prompt', text: 'How many?' };

export function configOf(parts: Partial<RunConfig> = {}): RunConfig {
  return {
    policy: 'auto',
    rewards: ['executable-tests'],
    provider: 'recorded',
    model: 'made-up',
    effort: 'balanced',
    price: priceOf(parts.effort ?? 'balanced'),
    budget: { tokens: 20_000, calls: 60 },
    actions: ['sample'],
    arms: [
      {
        id: 'default',
        temperature: 0.8,
        expectedCost: cost({ promptTokens: 100, completionTokens: 60, calls: 1 }),
      },
    ],
    concurrency: 2,
    seed: 1,
    maxSampleTokens: 120,
    isolation: 'sandbox',
    ...parts,
  };
}

/** An executor over a made-up world; outcomes arrive when `release` is called, one at a time, in a random order. */
export class WorldExecutor implements Executor {
  readonly needsBaseline = false;
  readonly #world: World;
  readonly #random: Random;
  readonly #pending: (() => void)[] = [];
  #drawn = 0;
  inFlight = 0;
  mostInFlight = 0;

  constructor(world: World) {
    this.#world = world;
    this.#random = seededRandom(`${world.seed}/world`);
  }

  async prepare(): Promise<void> {}

  offer(
    _action: Action,
    available: (cap: 'tokens' | 'calls' | 'sandboxSeconds' | 'microDollars') => number,
  ): Offer {
    const worst: Cost = cost({
      promptTokens: 100,
      completionTokens: Math.min(120, available('tokens') - 100),
      calls: 1,
    });
    if (worst.completionTokens < 16) return { type: 'refused', cap: 'tokens' };
    return { type: 'offer', worst, perform: (id, call) => this.#perform(id, call, worst.completionTokens) };
  }

  async #perform(_id: ActionId, call: Call, most: number): Promise<Result> {
    this.inFlight += 1;
    this.mostInFlight = Math.max(this.mostInFlight, this.inFlight);
    const number = this.#drawn + 1;
    this.#drawn = number;
    try {
      await new Promise<void>((resolve, reject) => {
        this.#pending.push(resolve);
        call.signal.addEventListener('abort', () => reject(call.signal.reason));
        setImmediate(() => this.#release());
      });
      return this.#result(number, call, most);
    } finally {
      this.inFlight -= 1;
    }
  }

  #release(): void {
    const [chosen] = this.#pending.splice(this.#random.below(this.#pending.length), 1);
    chosen?.();
  }

  #result(number: number, call: Call, most: number): Result {
    const used = cost({ promptTokens: 100, completionTokens: 1 + this.#random.below(most), calls: 1 });
    call.charge(used);
    if (this.#random.next() < this.#world.failing)
      throw new GenerationError('server-error', 'It broke.', 'Try again.');
    const right = this.#random.next() < this.#world.right;
    const behaviour = right ? 'right' : `wrong ${this.#random.below(this.#world.behaviours)}`;
    const reward = { value: right ? 1 : 0, quality: right ? 1 : 0, verified: right, evidence: [] };
    return {
      type: 'candidate',
      candidate: {
        id: `c${number}`,
        arm: 'default',
        text: behaviour,
        behaviour,
        cost: used,
        ...(this.#world.task.type === 'prompt' ? { answer: behaviour } : { reward }),
      },
    };
  }
}

export const realClock: Clock = {
  now: () => 0,
  after: (milliseconds, callback) => {
    const timer = setTimeout(callback, milliseconds);
    return () => clearTimeout(timer);
  },
};

export type Ran = {
  readonly events: readonly TraceEvent[];
  readonly executor: WorldExecutor;
  readonly policy: Policy;
};

/** Runs a registered policy in a world to its end. */
export async function runIn(
  world: World,
  config: RunConfig,
  signal = new AbortController().signal,
): Promise<Ran> {
  const factory = policies[config.policy];
  if (!factory) throw new Error(`No policy ${config.policy}`);
  const events: TraceEvent[] = [];
  const executor = new WorldExecutor(world);
  const policy = factory.create(policySetup(world.task, config));
  await run({
    run: 'r1',
    date: '2026-01-01T00:00:00.000Z',
    task: world.task,
    config,
    policy,
    executor,
    clock: realClock,
    signal,
    emit: event => events.push(event),
  });
  return { events, executor, policy };
}
