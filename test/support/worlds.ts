import type { Action, ActionId, ContextId, Result } from '../../src/engine/action.ts';
import type { Call } from '../../src/engine/call.ts';
import type { ArmId, CandidateId } from '../../src/engine/candidate.ts';
import type { Clock } from '../../src/engine/clock.ts';
import { type Cost, cost, zeroCost } from '../../src/engine/cost.ts';
import type { Executor, Offer } from '../../src/engine/executor.ts';
import { GenerationError } from '../../src/engine/languageModel.ts';
import { policies } from '../../src/engine/policies/index.ts';
import type { Policy, PolicyFactory } from '../../src/engine/policy.ts';
import { createPolicy } from '../../src/engine/policySetup.ts';
import { priceOf } from '../../src/engine/price.ts';
import { type Random, seededRandom } from '../../src/engine/random.ts';
import { run } from '../../src/engine/run.ts';
import type { CodeTask, Task } from '../../src/engine/task.ts';
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
  /**
   * What can be done in it beside sampling; a refinement and a sample that is shown what a search found are right half of
   * the time where any sample can be, a comparison sees what is right.
   */
  readonly actions?: readonly ('refine' | 'compare' | 'judge' | 'search')[];
  /** How many arms there are, each twice as dear as the one before; else one. */
  readonly arms?: number;
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
  readonly #behaviours = new Map<CandidateId, string>();
  #context: ContextId | undefined;
  #drawn = 0;
  inFlight = 0;
  mostInFlight = 0;

  constructor(world: World) {
    this.#world = world;
    this.#random = seededRandom(`${world.seed}/world`);
  }

  async prepare(): Promise<void> {}

  offer(
    action: Action,
    available: (cap: 'tokens' | 'calls' | 'sandboxSeconds' | 'microDollars') => number,
  ): Offer {
    const possible: readonly string[] = ['sample', ...(this.#world.actions ?? [])];
    if (!possible.includes(action.type)) throw new Error(`This world performs no ${action.type}.`);
    if (action.type === 'search')
      return { type: 'offer', worst: zeroCost, perform: (_id, call) => this.#perform(action, call, 0) };
    const worst: Cost = cost({
      promptTokens: 100,
      completionTokens: Math.min(120, available('tokens') - 100),
      calls: 1,
    });
    if (worst.completionTokens < 16) return { type: 'refused', cap: 'tokens' };
    const most = worst.completionTokens;
    return { type: 'offer', worst, perform: (_id: ActionId, call) => this.#perform(action, call, most) };
  }

  async #perform(action: Action, call: Call, most: number): Promise<Result> {
    this.inFlight += 1;
    this.mostInFlight = Math.max(this.mostInFlight, this.inFlight);
    const draws = action.type === 'sample' || action.type === 'refine';
    if (draws) this.#drawn += 1;
    const number = this.#drawn;
    try {
      await new Promise<void>((resolve, reject) => {
        this.#pending.push(resolve);
        call.signal.addEventListener('abort', () => reject(call.signal.reason));
        setImmediate(() => this.#release());
      });
      const isFree = action.type === 'search';
      const used = isFree
        ? zeroCost
        : cost({ promptTokens: 100, completionTokens: 1 + this.#random.below(most), calls: 1 });
      call.charge(used);
      if (this.#random.next() < this.#world.failing)
        throw new GenerationError('server-error', 'It broke.', 'Try again.');
      return this.#result(number, action, used);
    } finally {
      this.inFlight -= 1;
    }
  }

  #release(): void {
    const [chosen] = this.#pending.splice(this.#random.below(this.#pending.length), 1);
    chosen?.();
  }

  #result(number: number, action: Action, used: Cost): Result {
    switch (action.type) {
      case 'sample':
        return this.#draw(number, action.arm, this.#chanceOf(action), used);
      case 'refine':
        this.#behaviourOf(action.candidate);
        return this.#draw(number, action.arm, this.#world.right > 0 ? 0.5 : 0, used, action.candidate);
      case 'compare': {
        const [left, right] = [this.#behaviourOf(action.left), this.#behaviourOf(action.right)];
        return { type: 'compared', margin: (left === 'right' ? 1 : 0) - (right === 'right' ? 1 : 0) };
      }
      case 'judge': {
        const quality = this.#behaviourOf(action.candidate) === 'right' ? 0.8 : 0.3;
        const reward = { value: quality, quality, verified: false, evidence: [] };
        return { type: 'judged', candidate: action.candidate, reward };
      }
      case 'search': {
        if (action.candidate !== undefined) this.#behaviourOf(action.candidate);
        const isNew = this.#world.right > 0 && this.#context === undefined;
        if (!isNew) return { type: 'searched', snippets: [] };
        this.#context = 'x1';
        const snippets = [{ file: 'b.js', line: 1, text: 'function g() {}', because: 'defines g' }];
        return { type: 'searched', context: 'x1', snippets };
      }
      default:
        throw new Error(`This world performs no ${action.type}.`);
    }
  }

  #chanceOf({ context }: Extract<Action, { type: 'sample' }>): number {
    const { right } = this.#world;
    if (context === undefined) return right;
    if (context !== this.#context) throw new Error(`There is no context ${context}.`);
    return right > 0 ? Math.max(right, 0.5) : 0;
  }

  #behaviourOf(id: CandidateId): string {
    const behaviour = this.#behaviours.get(id);
    if (behaviour === undefined) throw new Error(`There is no candidate ${id}.`);
    return behaviour;
  }

  #draw(number: number, arm: ArmId, chance: number, used: Cost, parent?: CandidateId): Result {
    const id = `c${number}`;
    const right = this.#random.next() < chance;
    const behaviour = right ? 'right' : `wrong ${this.#random.below(this.#world.behaviours)}`;
    const reward = { value: right ? 1 : 0, quality: right ? 1 : 0, verified: right, evidence: [] };
    this.#behaviours.set(id, behaviour);
    return {
      type: 'candidate',
      candidate: {
        id,
        arm,
        ...(parent !== undefined && { parent }),
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

/** The configuration with what the world can do. */
function configIn({ actions = [], arms = 1 }: World, config: RunConfig): RunConfig {
  const [first] = config.arms;
  if (!first) throw new Error('A configuration needs an arm.');
  const dearer = Array.from({ length: arms - 1 }, (_, i) => ({
    ...first,
    id: `dearer ${i + 1}`,
    expectedCost: cost({ promptTokens: 100, completionTokens: 60 * 2 ** (i + 1), calls: 1 }),
  }));
  return {
    ...config,
    actions: [...new Set([...config.actions, ...actions])],
    arms: [...config.arms, ...dearer],
  };
}

export type Ran = {
  readonly events: readonly TraceEvent[];
  readonly executor: WorldExecutor;
  readonly policy: Policy;
};

/** Runs a registered policy, or another one, in a world to its end. */
export async function runIn(
  world: World,
  given: RunConfig,
  signal = new AbortController().signal,
  other?: PolicyFactory,
): Promise<Ran> {
  const config = configIn(world, given);
  const factory = other ?? policies[config.policy];
  if (!factory) throw new Error(`No policy ${config.policy}`);
  const events: TraceEvent[] = [];
  const executor = new WorldExecutor(world);
  const policy = createPolicy(factory, world.task, config);
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

/** A function of one number without tests, for which `add one` is right. */
export const untestedTask: CodeTask = {
  type: 'code',
  language: 'python',
  file: 'f.py',
  functionName: 'f',
  original: 'def f(n):\n    pass',
  signature: 'def f(n):',
  documentation: 'One more than n.',
  context: '',
};
