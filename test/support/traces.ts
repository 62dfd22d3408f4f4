import type { Result } from '../../src/engine/action.ts';
import type { Call } from '../../src/engine/call.ts';
import type { Candidate } from '../../src/engine/candidate.ts';
import type { Clock } from '../../src/engine/clock.ts';
import { addCosts, cost } from '../../src/engine/cost.ts';
import type { Executor } from '../../src/engine/executor.ts';
import type { Budget } from '../../src/engine/ledger.ts';
import { policies } from '../../src/engine/policies/index.ts';
import { priceOf } from '../../src/engine/price.ts';
import { type Random, seededRandom } from '../../src/engine/random.ts';
import type { Reward } from '../../src/engine/reward.ts';
import { codeTokens, rewardOfProbes } from '../../src/engine/rewards/outputAgreement.ts';
import { run } from '../../src/engine/run.ts';
import type { CodeTask, Task } from '../../src/engine/task.ts';
import type { TestResult } from '../../src/engine/testRunner.ts';
import type { RunConfig, TraceEvent } from '../../src/engine/trace.ts';

/** What a scripted sample turns out to be. */
export type Draw =
  | {
      readonly type: 'code';
      readonly code: string;
      readonly passes: readonly boolean[];
      /** What the code does; told by probes where there are no tests. */
      readonly does?: (value: number, low: number, high: number) => number;
    }
  | { readonly type: 'answer'; readonly answer: string; readonly text: string }
  | { readonly type: 'unusable'; readonly text: string; readonly error: string }
  | { readonly type: 'failed'; readonly message: string };

export type Scenario = {
  readonly task: Task;
  /** The n-th sample, from 0. */
  readonly draw: (sample: number, random: Random) => Draw;
  readonly seed?: number;
  readonly policy?: 'auto' | 'uniform';
  readonly samples?: number;
  readonly effort?: RunConfig['effort'];
  readonly budget?: Budget;
  readonly concurrency?: number;
  readonly estimated?: boolean;
  /** The person stops the run when this much time is over. */
  readonly stopAfterSeconds?: number;
};

export const tests: readonly string[] = [
  'clamp > keeps a value inside the range',
  'clamp > raises a value below the range to its lower end',
  'clamp > lowers a value above the range to its upper end',
  'clamp > takes swapped ends',
];

export const codeTask: CodeTask = {
  type: 'code',
  language: 'javascript',
  file: 'src/math/clamp.js',
  functionName: 'clamp',
  original: 'export function clamp(value, low, high) {\n  return value;\n}',
  signature: 'export function clamp(value, low, high) {',
  documentation: 'Limits a value to a range.',
  context: '',
  tests: { framework: 'node:test', files: ['test/clamp.test.js'] },
};

export const promptTask: Task = {
  type: 'prompt',
  text: 'A farmer has 17 sheep and all but 9 run away. How many sheep are left? Answer with a number.',
};

/** A function body that returns an expression. */
export function clampReturning(expression: string): string {
  return `export function clamp(value, low, high) {\n  return ${expression};\n}`;
}

/** The trace of a run of the real engine over scripted samples; a function of the scenario alone. */
export async function traceOf(scenario: Scenario): Promise<readonly TraceEvent[]> {
  const random = seededRandom(scenario.seed ?? 1);
  const clock = new VirtualClock();
  const config = configOf(scenario);
  const policy = policies[config.policy];
  if (!policy) throw new RangeError(`There is no policy "${config.policy}".`);
  const { task } = scenario;
  const isCode = task.type === 'code';
  const events: TraceEvent[] = [];
  const stop = new AbortController();
  if (scenario.stopAfterSeconds !== undefined)
    clock.after(scenario.stopAfterSeconds * 1000, () => stop.abort());
  const ended = run({
    run: `2026-11-23T06-00-00-${task.type}`,
    date: '2026-11-23T06:00:00.000Z',
    task,
    config,
    policy: policy.create({
      task: task.type,
      verifiable: isCode && task.tests !== undefined,
      arms: config.arms,
      actions: config.actions,
      price: config.price,
      budget: config.budget,
      samples: scenario.samples ?? 6,
      random: random.fork('policy'),
    }),
    executor: scriptedExecutor(scenario, clock, random),
    clock,
    signal: stop.signal,
    emit: event => events.push(event),
  });
  await clock.runUntil(ended);
  return events;
}

function configOf({ seed, policy, effort, budget, concurrency }: Scenario): RunConfig {
  return {
    policy: policy ?? 'auto',
    rewards: ['executableTests'],
    provider: 'embedded',
    model: 'SmolLM2-135M-Instruct Q4_1',
    effort: effort ?? 'balanced',
    price: priceOf(effort ?? 'balanced'),
    budget: budget ?? { tokens: 8000, seconds: 120 },
    actions: ['sample'],
    arms: [0.2, 0.8].map(temperature => ({
      id: `t${temperature}`,
      temperature,
      expectedCost: cost({
        promptTokens: 180,
        completionTokens: 90,
        calls: 1,
        testRuns: 1,
        sandboxSeconds: 0.6,
      }),
    })),
    concurrency: concurrency ?? 2,
    seed: seed ?? 1,
    maxSampleTokens: 256,
    isolation: 'sandbox',
  };
}

function scriptedExecutor(scenario: Scenario, clock: Clock, random: Random): Executor {
  const drawing = random.fork('draws');
  const hasTests = scenario.task.type === 'code' && scenario.task.tests !== undefined;
  let samples = 0;
  return {
    needsBaseline: hasTests,
    prepare: async () => {},
    offer: action => ({
      type: 'offer',
      worst:
        action.type === 'baseline'
          ? cost({ testRuns: 1, sandboxSeconds: 10 })
          : cost({ promptTokens: 184, completionTokens: 256, calls: 1, testRuns: 1, sandboxSeconds: 10 }),
      perform: async (_id, call) => {
        if (action.type === 'baseline') return await baseline(clock, call);
        if (action.type !== 'sample') throw new Error(`Nothing is scripted for ${action.type}.`);
        const draw = scenario.draw(samples, drawing);
        samples += 1;
        const sample = {
          id: `c${samples}`,
          arm: action.arm,
          draw,
          hasTests,
          estimated: scenario.estimated ?? false,
        };
        return await perform(sample, call, clock, drawing);
      },
    }),
  };
}

async function baseline(clock: Clock, call: Call): Promise<Result> {
  await pause(clock, 420, call.signal);
  call.charge(cost({ testRuns: 1, sandboxSeconds: 0.42 }));
  const results = verdicts([true, false, false, false]);
  return {
    type: 'baseline',
    report: { outcome: 'ran', tests: results, output: '', seconds: 0.42 },
    deciding: results,
  };
}

type Sample = {
  readonly id: string;
  readonly arm: string;
  readonly draw: Draw;
  readonly hasTests: boolean;
  readonly estimated: boolean;
};

async function perform(sample: Sample, call: Call, clock: Clock, random: Random): Promise<Result> {
  const { id, arm, draw, hasTests, estimated } = sample;
  const text = textOf(draw);
  const completionTokens = Math.max(12, Math.ceil(text.length / 3) + random.below(20));
  try {
    await pause(clock, completionTokens * 37, call.signal);
  } catch (error) {
    call.charge(cost({ promptTokens: 184, completionTokens: 7, calls: 1, estimated: true }));
    throw error;
  }
  const drawn = cost({ promptTokens: 184, completionTokens, calls: 1, estimated });
  call.charge(drawn);
  const common = { id, arm, text, cost: drawn };
  switch (draw.type) {
    case 'failed': {
      const action = 'Start the server, or choose another model.';
      return { type: 'failed', failure: { code: 'server-error', message: draw.message, action } };
    }
    case 'unusable':
      return candidate({ ...common, behaviour: `error: ${draw.error}`, error: draw.error });
    case 'answer':
      return candidate({ ...common, answer: draw.answer, behaviour: draw.answer });
    case 'code':
      break;
    default:
      return draw satisfies never;
  }
  const { code, passes, does } = draw;
  if (!hasTests) {
    if (does === undefined) return candidate({ ...common, code, behaviour: code });
    call.charge(cost({ sandboxSeconds: 0.4 }));
    const evidence = probesEvidence(code, does);
    return candidate({
      ...common,
      code,
      fileText: `${code}\n`,
      behaviour: evidence.outputs.join(),
      cost: addCosts(drawn, cost({ sandboxSeconds: 0.4 })),
      reward: rewardOfProbes(evidence),
    });
  }
  const seconds = 0.3 + random.below(40) / 100;
  await pause(clock, seconds * 1000, call.signal);
  const tested = cost({ testRuns: 1, sandboxSeconds: seconds });
  call.charge(tested);
  return candidate({
    ...common,
    code,
    fileText: `${code}\n`,
    behaviour: `${passes.join()} ${code}`,
    cost: addCosts(drawn, tested),
    reward: rewardFor(passes, seconds),
  });
}

function textOf(draw: Draw): string {
  if (draw.type === 'failed') return '';
  return draw.type === 'code' ? `\`\`\`js\n${draw.code}\n\`\`\`` : draw.text;
}

function rewardFor(passes: readonly boolean[], seconds: number): Reward {
  const passed = passes.filter(Boolean).length;
  const total = passes.length;
  const report = { outcome: 'ran', tests: verdicts(passes), output: '', seconds } as const;
  return {
    value: passed / total,
    quality: passed === total ? 1 : 0,
    verified: passed === total,
    evidence: [{ type: 'tests', report, passed, failed: total - passed, total, reused: false }],
  };
}

const clampProbes: readonly (readonly [number, number, number])[] = [
  [5, 1, 3],
  [2, 1, 3],
  [-4, 0, 10],
  [7, 10, 0],
  [0, 0, 0],
  [3, 2, -2],
  [12, 4, 9],
  [-1, -3, -2],
  [6, 6, 1],
];

/** Outputs are whole and above the numbers that stand for no value. */
function probesEvidence(code: string, does: (value: number, low: number, high: number) => number) {
  const outputs = clampProbes.map(args => does(...args));
  const written = clampProbes.map((args, at) => ({
    call: `clamp(${args.join(', ')})`,
    output: String(outputs[at]),
  }));
  return {
    type: 'probes',
    codeTokens: codeTokens(code),
    outputs: outputs.map(output => output + 1000),
    written,
  } as const;
}

function candidate(candidate: Candidate): Result {
  return { type: 'candidate', candidate };
}

function verdicts(passes: readonly boolean[]): readonly TestResult[] {
  return passes.map((passed, place) => {
    const name = tests[place] ?? `test ${place + 1}`;
    const message = `Expected values to be strictly equal:\n\n${place * 4 + 3} !== ${place * 4}\n\n    at test/clamp.test.js:${12 + place * 4}:10`;
    return passed ? { name, status: 'passed' } : { name, status: 'failed', message };
  });
}

function pause(clock: Clock, milliseconds: number, signal: AbortSignal): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  if (signal.aborted) reject(signal.reason);
  const cancel = clock.after(milliseconds, resolve);
  signal.addEventListener('abort', () => {
    cancel();
    reject(signal.reason);
  });
  return promise;
}

/** Time that passes only when nothing else is to do. */
export class VirtualClock implements Clock {
  #now = 0;
  #order = 0;
  readonly #timers = new Map<number, { readonly at: number; readonly callback: () => void }>();

  now(): number {
    return this.#now;
  }

  after(milliseconds: number, callback: () => void): () => void {
    this.#order += 1;
    const id = this.#order;
    this.#timers.set(id, { at: this.#now + milliseconds, callback });
    return () => this.#timers.delete(id);
  }

  /** Fires what is due within so many milliseconds, and stands there afterwards. */
  advance(milliseconds: number): void {
    const end = this.#now + milliseconds;
    while (this.#fireNext(end));
    this.#now = end;
  }

  /** Fires timer after timer until the promise is settled. */
  async runUntil(done: Promise<unknown>): Promise<void> {
    let isDone = false;
    const finished = done.finally(() => {
      isDone = true;
    });
    while (!isDone) {
      await new Promise(resolve => setImmediate(resolve));
      if (!isDone) this.#fireNext(Number.POSITIVE_INFINITY);
    }
    await finished;
  }

  #fireNext(end: number): boolean {
    const [next] = [...this.#timers].sort(([a, left], [b, right]) => left.at - right.at || a - b);
    if (!next || next[1].at > end) return false;
    this.#timers.delete(next[0]);
    this.#now = Math.max(this.#now, next[1].at);
    next[1].callback();
    return true;
  }
}
