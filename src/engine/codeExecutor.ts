import type { Action, Result } from './action.ts';
import type { Call } from './call.ts';
import type { Candidate, CandidateId } from './candidate.ts';
import { type Cost, cost, zeroCost } from './cost.ts';
import { type Deciding, decidingFor, decidingTests } from './deciding.ts';
import { digest } from './digest.ts';
import type { Executor, Offer } from './executor.ts';
import type { Generator } from './generator.ts';
import { GenerationError } from './languageModel.ts';
import type { Cap } from './ledger.ts';
import { meter } from './meter.ts';
import { type Arm, temperatureOf } from './policy.ts';
import type { Reward } from './reward.ts';
import { rewardOfTests } from './rewards/executableTests.ts';
import { refinePrompt } from './sampler.ts';
import type { CodeAssembler, CodeTask } from './task.ts';
import type { TestCommand, TestReport, TestRunner } from './testRunner.ts';

export type CodeExecutorSetup = {
  readonly task: CodeTask;
  readonly assembler: CodeAssembler;
  readonly generator: Generator;
  readonly arms: readonly Arm[];
  readonly testRunner: TestRunner;
  /** The longest a test run can take, in seconds of wall time. */
  readonly testSeconds: number;
  /** The file as it stands. */
  readonly fileText: string;
};

/** Samples or refines a function, puts it in its place and runs the tests that decide. */
export class CodeExecutor implements Executor {
  readonly #setup: CodeExecutorSetup;
  readonly #tested = new Map<string, Promise<TestReport>>();
  readonly #candidates = new Map<CandidateId, Candidate>();
  readonly #refiners = new Map<CandidateId, Generator>();
  #deciding: Deciding;
  #drawn = 0;

  constructor(setup: CodeExecutorSetup) {
    this.#setup = setup;
    this.#deciding = { expected: [], only: setup.task.tests?.only };
  }

  get needsBaseline(): boolean {
    return this.#setup.task.tests !== undefined;
  }

  async prepare(signal: AbortSignal): Promise<void> {
    await this.#setup.generator.prepare(signal);
  }

  offer(action: Action, available: (cap: Cap) => number): Offer {
    const { task, testSeconds } = this.#setup;
    const testing: Cost = task.tests ? cost({ testRuns: 1, sandboxSeconds: testSeconds }) : zeroCost;
    if (available('sandboxSeconds') < testing.sandboxSeconds)
      return { type: 'refused', cap: 'sandboxSeconds' };
    if (action.type === 'baseline') {
      return { type: 'offer', worst: testing, perform: (_id, call) => this.#baseline(call) };
    }
    if (action.type !== 'sample' && action.type !== 'refine')
      throw new Error(`A code run performs no ${action.type}.`);
    const generator = action.type === 'sample' ? this.#setup.generator : this.#refinerOf(action.candidate);
    const allowance = generator.allow(available);
    if (typeof allowance === 'string') return { type: 'refused', cap: allowance };
    const worst = { ...allowance.worst, testRuns: testing.testRuns, sandboxSeconds: testing.sandboxSeconds };
    return {
      type: 'offer',
      worst,
      perform: (_id, call) => this.#draw(action, generator, allowance.maxTokens, call),
    };
  }

  async #baseline(call: Call): Promise<Result> {
    const { task, fileText, testRunner } = this.#setup;
    if (!task.tests) throw new Error('A baseline needs tests.');
    const report = await testRunner.run({ command: task.tests, files: { [task.file]: fileText } }, call);
    const without =
      report.outcome === 'timed-out' ? await this.#testWithoutFunction(task.tests, call) : undefined;
    this.#deciding = decidingFor(task.tests, without ?? report);
    const deciding = decidingTests(report, this.#deciding);
    return {
      type: 'baseline',
      report,
      deciding,
      ...(without && { functionHangs: without.outcome !== 'timed-out' }),
    };
  }

  /** Tells a function that never returns from a command that hangs; undefined where the budget has no room for it. */
  async #testWithoutFunction(command: TestCommand, call: Call): Promise<TestReport | undefined> {
    const { task, assembler, testRunner, testSeconds } = this.#setup;
    const thrown = assembler.assemble(throwingFunction(task));
    const room = call.extend(cost({ testRuns: 1, sandboxSeconds: testSeconds }));
    if (thrown.type === 'unusable' || !room) return undefined;
    return await testRunner.run({ command, files: { [task.file]: thrown.fileText } }, call);
  }

  /** Draws of the prompt that shows a candidate and what is wrong with it. */
  #refinerOf(id: CandidateId): Generator {
    const known = this.#refiners.get(id);
    if (known) return known;
    const candidate = this.#candidates.get(id);
    if (!candidate) throw new Error(`There is no candidate ${id} to refine.`);
    const { task, generator } = this.#setup;
    const refiner = generator.forPrompt(refinePrompt(task, candidate, generator.promptStyle), `refine ${id}`);
    this.#refiners.set(id, refiner);
    return refiner;
  }

  async #draw(
    action: Extract<Action, { type: 'sample' | 'refine' }>,
    generator: Generator,
    maxTokens: number,
    call: Call,
  ): Promise<Result> {
    this.#drawn += 1;
    const parent = action.type === 'refine' ? { parent: action.candidate } : {};
    const drawn = { id: `c${this.#drawn}`, arm: action.arm, ...parent };
    const metered = meter(call);
    const candidate = await this.#evaluated(drawn, generator, maxTokens, metered).catch((error: unknown) =>
      unrefined(error, { ...drawn, cost: metered.spent() }),
    );
    this.#candidates.set(candidate.id, candidate);
    return { type: 'candidate', candidate };
  }

  async #evaluated(
    begun: Pick<Candidate, 'id' | 'arm' | 'parent'>,
    generator: Generator,
    maxTokens: number,
    metered: ReturnType<typeof meter>,
  ): Promise<Candidate> {
    const { arms, assembler, task } = this.#setup;
    const temperature = temperatureOf(arms, begun.arm);
    const { generation } = await generator.draw(temperature, maxTokens, metered.call);
    const drawn = { ...begun, text: generation.text };
    const assembled = assembler.assemble(generation.text);
    if (assembled.type === 'unusable') {
      const cut = generation.finish === 'length' ? ' (the text was cut off at its token limit)' : '';
      return {
        ...drawn,
        behaviour: 'unusable',
        error: assembled.error + cut,
        cost: metered.spent(),
      };
    }
    const { code, fileText, normalized } = assembled;
    const reward = task.tests && (await this.#test(task.tests, fileText, normalized, metered.call));
    const behaviour = digest(reward ? outcomesOf(reward) : normalized);
    return {
      ...drawn,
      code,
      fileText,
      behaviour,
      ...(reward && { reward }),
      cost: metered.spent(),
    };
  }

  /** Equal code is tested once; a report that was cut short by an abort is not kept. */
  async #test(command: TestCommand, fileText: string, normalized: string, call: Call): Promise<Reward> {
    const known = this.#tested.get(normalized);
    const files = { [this.#setup.task.file]: fileText };
    const pending = known ?? this.#setup.testRunner.run({ command, files }, call);
    if (!known) {
      this.#tested.set(normalized, pending);
      pending.catch(() => this.#tested.delete(normalized));
    }
    return rewardOfTests(await pending, this.#deciding, known !== undefined);
  }
}

/**
 * The prompt of a refinement is longer than that of a sample: one that the model will not take says nothing about the
 * surroundings, so it is an unusable candidate and no failure.
 */
function unrefined(error: unknown, drawn: Pick<Candidate, 'id' | 'arm' | 'parent' | 'cost'>): Candidate {
  const rejected = error instanceof GenerationError && error.failure === 'bad-request';
  if (!rejected || drawn.parent === undefined) throw error;
  const message = `the model did not take the prompt (${error.message})`;
  return { ...drawn, text: '', behaviour: 'unusable', error: message };
}

/** What the tests saw of a candidate's behaviour: two that fail alike with the same values count as one. */
function outcomesOf(reward: Reward): string {
  const seen = reward.evidence.flatMap(evidence => (evidence.type === 'tests' ? [evidence.report] : []));
  return JSON.stringify(
    seen.map(report => [
      report.outcome,
      report.tests.length > 0
        ? report.tests.map(test => [test.name, test.status, test.message ?? ''])
        : report.output,
    ]),
  );
}

function throwingFunction({ language, functionName }: CodeTask): string {
  const name = functionName.split('.').at(-1);
  const code =
    language === 'python'
      ? `def ${name}(*args, **kwargs):\n    raise NotImplementedError`
      : `function ${name}() {\n  throw new Error('not written');\n}`;
  return `\`\`\`${language}\n${code}\n\`\`\``;
}
