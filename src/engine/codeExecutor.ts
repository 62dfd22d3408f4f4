import type { Action } from './action.ts';
import type { Candidate, CandidateId } from './candidate.ts';
import { CodeDistinguish } from './code/codeDistinguish.ts';
import { CodeDraws, type Draw } from './code/codeDraws.ts';
import { CodeGeneratedTests } from './code/codeGeneratedTests.ts';
import { CodeProbes, type Probing } from './code/codeProbes.ts';
import { CodeTests } from './code/codeTests.ts';
import { Contexts } from './contexts.ts';
import { zeroCost } from './cost.ts';
import type { Diagnostics } from './diagnostics.ts';
import type { Executor, Offer } from './executor.ts';
import type { Generator } from './generator.ts';
import { type JudgeAction, Judging, type JudgingParts, noJudges } from './judging/asking/judging.ts';
import type { CompareAction } from './judging/asking/judgingComparison.ts';
import type { Cap } from './ledger.ts';
import type { Arm } from './policy.ts';
import type { PrefixCheck } from './prefixCheck.ts';
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
  /** Without it no sample is cut short. */
  readonly prefixCheck?: PrefixCheck | undefined;
  /** Where the editor's compiler can be asked about candidates. */
  readonly diagnostics?: Diagnostics | undefined;
  /** Without it the run performs no search. */
  readonly search?: WorkspaceSearch | undefined;
  /** Without it no judge can be asked. */
  readonly judging?: JudgingParts | undefined;
};

/**
 * Performs the actions of a code run. Candidates are drawn by `CodeDraws` and evaluated by the tests of the workspace, or
 * without any by what they do on probes; judges are asked by `Judging`.
 */
export class CodeExecutor implements Executor {
  readonly #setup: CodeExecutorSetup;
  readonly #tests: CodeTests | undefined;
  readonly #evaluation: CodeTests | CodeProbes;
  readonly #generatedTests: CodeGeneratedTests | undefined;
  readonly #draws: CodeDraws;
  readonly #contexts: Contexts | undefined;
  readonly #judging: Judging;
  readonly #distinguish: CodeDistinguish | undefined;

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
    this.#judging = new Judging({
      ...setup,
      ...(setup.judging ?? noJudges),
      candidates: this.#draws.candidates,
    });
    this.#distinguish =
      this.#generatedTests &&
      new CodeDistinguish({
        ...setup,
        generatedTests: this.#generatedTests,
        candidates: this.#draws.candidates,
      });
  }

  get needsBaseline(): boolean {
    return this.#tests !== undefined;
  }

  async prepare(signal: AbortSignal): Promise<void> {
    await this.#setup.generator.prepare(signal);
  }

  /** Throws for a candidate that was not drawn. */
  candidate(id: CandidateId): Candidate {
    return this.#draws.candidates.candidate(id);
  }

  offer(action: Action, available: (cap: Cap) => number): Offer {
    switch (action.type) {
      case 'baseline':
        return this.#offerBaseline(available);
      case 'sample':
      case 'refine':
        return this.#offerDraw(action, available);
      case 'judge':
        return action.by === undefined
          ? this.#offerTests(action, available)
          : this.#judging.offerVotes(action, available);
      case 'compare':
        return action.by === undefined
          ? this.#offerDistinguish(action, available)
          : this.#judging.offerComparison(action, available);
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
    const failed = candidate === undefined ? undefined : this.#draws.candidates.candidate(candidate);
    return { type: 'offer', worst: zeroCost, perform: (_id, call) => contexts.search(failed, call) };
  }

  #offerTests(action: JudgeAction, available: (cap: Cap) => number): Offer {
    const tests = this.#generatedTests;
    if (!tests) throw new Error('Where the workspace has tests, none are generated.');
    const candidate = this.#draws.candidates.candidate(action.candidate);
    const allowance = tests.allow(available);
    if (typeof allowance === 'string') return { type: 'refused', cap: allowance };
    const { worst } = allowance;
    return { type: 'offer', worst, perform: (_id, call) => tests.judge(action, candidate, allowance, call) };
  }

  #offerDistinguish(action: CompareAction, available: (cap: Cap) => number): Offer {
    const distinguish = this.#distinguish;
    if (!distinguish)
      throw new Error('Where the workspace has tests, no calls are written to tell candidates apart.');
    const allowance = distinguish.allow(action, available);
    if (typeof allowance === 'string') return { type: 'refused', cap: allowance };
    const { worst } = allowance;
    return { type: 'offer', worst, perform: (_id, call) => distinguish.compare(action, allowance, call) };
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
