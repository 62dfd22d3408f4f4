import type { Action } from './action.ts';
import { CodeDraws, type Draw } from './code/codeDraws.ts';
import { CodeGeneratedTests } from './code/codeGeneratedTests.ts';
import { CodeProbes, type Probing } from './code/codeProbes.ts';
import { CodeTests } from './code/codeTests.ts';
import { Contexts } from './contexts.ts';
import { zeroCost } from './cost.ts';
import type { Executor, Offer } from './executor.ts';
import type { Generator } from './generator.ts';
import type { Cap } from './ledger.ts';
import type { Arm } from './policy.ts';
import type { CodeAssembler, CodeTask } from './task.ts';
import type { TestRunner } from './testRunner.ts';
import type { WorkspaceSearch } from './workspaceSearch.ts';

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
  /** How candidates of a task without tests are compared. */
  readonly probing: Probing;
  /** Without it the run performs no search. */
  readonly search?: WorkspaceSearch | undefined;
};

/**
 * Performs the actions of a code run. Candidates are drawn by `CodeDraws` and evaluated by the tests of the workspace, or
 * without any by what they do on probes.
 */
export class CodeExecutor implements Executor {
  readonly #setup: CodeExecutorSetup;
  readonly #tests: CodeTests | undefined;
  readonly #evaluation: CodeTests | CodeProbes;
  readonly #generatedTests: CodeGeneratedTests | undefined;
  readonly #draws: CodeDraws;
  readonly #contexts: Contexts | undefined;

  constructor(setup: CodeExecutorSetup) {
    this.#setup = setup;
    const { task, search } = setup;
    this.#contexts = search && new Contexts({ ...setup, search });
    this.#tests = task.tests && new CodeTests({ ...setup, command: task.tests });
    this.#evaluation = this.#tests ?? new CodeProbes(setup);
    this.#generatedTests = task.tests ? undefined : new CodeGeneratedTests(setup);
    this.#draws = new CodeDraws({
      ...setup,
      evaluation: this.#evaluation,
      generatedTests: this.#generatedTests,
      contexts: this.#contexts,
    });
  }

  get needsBaseline(): boolean {
    return this.#tests !== undefined;
  }

  async prepare(signal: AbortSignal): Promise<void> {
    await this.#setup.generator.prepare(signal);
  }

  offer(action: Action, available: (cap: Cap) => number): Offer {
    switch (action.type) {
      case 'baseline':
        return this.#offerBaseline(available);
      case 'sample':
      case 'refine':
        return this.#offerDraw(action, available);
      case 'judge':
        return this.#offerJudge(action, available);
      case 'search':
        return this.#offerSearch(action);
      default:
        throw new Error(`A code run performs no ${action.type}.`);
    }
  }

  #offerBaseline(available: (cap: Cap) => number): Offer {
    const tests = this.#tests;
    if (!tests) throw new Error('A baseline needs tests.');
    const { worst } = tests;
    if (available('sandboxSeconds') < worst.sandboxSeconds) return { type: 'refused', cap: 'sandboxSeconds' };
    return { type: 'offer', worst, perform: (_id, call) => tests.baseline(call) };
  }

  /** A search costs nothing but time. */
  #offerSearch({ candidate }: Extract<Action, { type: 'search' }>): Offer {
    const contexts = this.#contexts;
    if (!contexts) throw new Error('This code run performs no search.');
    const failed = candidate === undefined ? undefined : this.#draws.candidate(candidate);
    return { type: 'offer', worst: zeroCost, perform: (_id, call) => contexts.search(failed, call) };
  }

  #offerJudge(action: Extract<Action, { type: 'judge' }>, available: (cap: Cap) => number): Offer {
    const tests = this.#generatedTests;
    if (!tests) throw new Error('Where the workspace has tests, none are generated.');
    const candidate = this.#draws.candidate(action.candidate);
    const allowance = tests.allow(available);
    if (typeof allowance === 'string') return { type: 'refused', cap: allowance };
    const { worst } = allowance;
    return { type: 'offer', worst, perform: (_id, call) => tests.judge(action, candidate, allowance, call) };
  }

  #offerDraw(action: Draw, available: (cap: Cap) => number): Offer {
    const { testRuns, sandboxSeconds } = this.#evaluation.worst;
    if (available('sandboxSeconds') < sandboxSeconds) return { type: 'refused', cap: 'sandboxSeconds' };
    const allowance = this.#draws.generatorOf(action).allow(available);
    if (typeof allowance === 'string') return { type: 'refused', cap: allowance };
    return {
      type: 'offer',
      worst: { ...allowance.worst, testRuns, sandboxSeconds },
      perform: async (_id, call) => {
        const candidate = await this.#draws.draw(action, allowance.maxTokens, call);
        return { type: 'candidate', candidate };
      },
    };
  }
}
