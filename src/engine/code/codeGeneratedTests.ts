import type { Action, Result } from '../action.ts';
import type { Call } from '../call.ts';
import type { Candidate, CandidateId } from '../candidate.ts';
import { addCosts } from '../cost.ts';
import type { Allowance, Generator } from '../generator.ts';
import type { Cap } from '../ledger.ts';
import type { Arm } from '../policy.ts';
import { shortened, writtenOutput } from '../probes/writtenProbe.ts';
import type { Evidence, GeneratedTest, Reward } from '../reward.ts';
import { gave } from '../rewards/canonicalText.ts';
import { valueBesideExamples } from '../rewards/docExamples.ts';
import { readTests, testsPrompt, type WrittenTest } from '../rewards/generatedTests.ts';
import { OutputNumbers } from '../rewards/outputAgreement.ts';
import type { WrittenCall } from '../rewards/writtenCall.ts';
import type { CodeTask } from '../task.ts';
import { CodeCalls, type GivenOutput } from './codeCalls.ts';
import type { Probing } from './codeProbes.ts';
import type { AssembledCode } from './evaluation.ts';

export type CodeGeneratedTestsSetup = {
  readonly task: CodeTask;
  readonly generator: Generator;
  readonly probing: Probing;
  /** Tests are drawn at the temperature of the first. */
  readonly arms: readonly Arm[];
};

type Judge = Extract<Action, { type: 'judge' }>;

/**
 * Evidence where the workspace has no tests: a vote asks the model for tests, and each is a probe that all candidates are
 * run on, those drawn later too. A reply that holds no test is paid and is no vote.
 */
export class CodeGeneratedTests {
  readonly #setup: CodeGeneratedTestsSetup;
  readonly #generator: Generator;
  readonly #numbers = new OutputNumbers();
  readonly #calls: CodeCalls;
  readonly #tests = new Map<string, WrittenTest>();
  /** Calls that nothing is expected of, by themselves. */
  readonly #probes = new Map<string, WrittenCall>();

  constructor(setup: CodeGeneratedTestsSetup) {
    this.#setup = setup;
    const { task, generator, probing } = setup;
    this.#calls = new CodeCalls(task, probing);
    this.#generator = generator.forPrompt(testsPrompt(task, generator.promptStyle), 'tests', { laws: false });
  }

  /** The allowance of one reply, of tests unless told: its generation, and running what there is on its calls. */
  allow(available: (cap: Cap) => number, generator = this.#generator): Allowance | Cap {
    const running = this.#calls.worst();
    if (available('sandboxSeconds') < running.sandboxSeconds) return 'sandboxSeconds';
    const allowance = generator.allow(available);
    return typeof allowance === 'string'
      ? allowance
      : { ...allowance, worst: addCosts(allowance.worst, running) };
  }

  /** What a candidate gave on the tests so far; it is run on those of later votes too. Undefined before the first test. */
  async evidenceOf(id: CandidateId, code: AssembledCode, call: Call): Promise<Evidence | undefined> {
    await this.#calls.take(id, code, call);
    const tests = [
      ...[...this.#tests.values()].map(test => this.#shown(test, 0, [id])),
      ...[...this.#probes.values()].map(probe => this.#shownProbe(probe, [id])),
    ];
    return tests.length === 0 ? undefined : { type: 'generated-tests', tests };
  }

  /**
   * Runs every program on calls that nothing is expected of, and keeps those whose outputs are worth it: candidates drawn
   * later are run on them too. Gives what was kept, with the outputs of all candidates.
   */
  async probe(
    calls: readonly WrittenCall[],
    isKept: (outputs: GeneratedTest['outputs']) => boolean,
    call: Call,
  ): Promise<readonly GeneratedTest[]> {
    await this.#calls.tryOut(calls, call);
    const kept = calls.filter(one => isKept(this.#shownProbe(one).outputs));
    for (const one of kept) this.#probes.set(one.call, one);
    await this.#calls.keep(kept, call);
    return kept.map(one => this.#shownProbe(one));
  }

  /** Draws as many votes as the action says and there is room for, and gives the candidate's reward with what they wrote. */
  async judge(action: Judge, { reward }: Candidate, allowance: Allowance, call: Call): Promise<Result> {
    const written: { readonly test: WrittenTest; readonly weight: number }[] = [];
    for (let vote = 0; vote < action.votes; vote++) {
      if (vote > 0 && !call.extend(allowance.worst)) break;
      const { task, arms } = this.#setup;
      const temperature = arms[0]?.temperature ?? 0.8;
      const { generation } = await this.#generator.draw(temperature, allowance.maxTokens, call);
      const tests = readTests(generation.text, task);
      for (const test of tests) this.#tests.set(keyOf(test), test);
      await this.#calls.add(tests, call);
      written.push(...tests.map(test => ({ test, weight: 1 / tests.length })));
    }
    const ids = this.#calls.ids();
    const tests = written.map(({ test, weight }) => this.#shown(test, weight, ids));
    const evidence: Evidence = { type: 'generated-tests', tests };
    const judged = withEvidence(reward, evidence, this.#shareOf(action.candidate));
    return { type: 'judged', candidate: action.candidate, reward: judged };
  }

  #shown(test: WrittenTest, weight: number, ids: readonly CandidateId[]): GeneratedTest {
    const { call, expected, expectedText } = test;
    const given = this.#calls.given(test, ids);
    const passed = given.filter(({ output }) => gave(output, expected, this.#setup.task.language));
    const passes = passed.map(({ id }) => id);
    return { call, expected: expectedText, weight, outputs: this.#outputsOf(given), passes };
  }

  #shownProbe(probe: WrittenCall, ids = this.#calls.ids()): GeneratedTest {
    const { language } = this.#setup.task;
    const given = this.#calls.given(probe, ids);
    const outputs = this.#outputsOf(given);
    const texts = given.map(({ id, output }) => [id, shortened(writtenOutput(language, output))]);
    const written: Record<CandidateId, string> = Object.fromEntries(texts);
    return { call: probe.call, expected: '', weight: 0, outputs, written, passes: [] };
  }

  #outputsOf(given: readonly GivenOutput[]): GeneratedTest['outputs'] {
    return Object.fromEntries(given.map(({ id, output }) => [id, this.#numbers.of(output)]));
  }

  /** Of all tests so far the share that a candidate passes; undefined before the first. */
  #shareOf(id: CandidateId): number | undefined {
    const tests = [...this.#tests.values()].map(test => this.#shown(test, 0, [id]));
    return tests.length === 0
      ? undefined
      : tests.filter(test => test.passes.length > 0).length / tests.length;
  }
}

function keyOf({ call, expectedText }: WrittenTest): string {
  return JSON.stringify([call, expectedText]);
}

/** The reward that the candidate had, with the tests of these votes in place of earlier ones. Never verified. */
function withEvidence(reward: Reward | undefined, evidence: Evidence, share: number | undefined): Reward {
  const before = reward ?? { value: 0, quality: 0, verified: false, evidence: [] };
  const others = before.evidence.filter(({ type }) => type !== 'generated-tests');
  const value = share === undefined ? before.value : valueBesideExamples(before.evidence, share);
  return { ...before, value, evidence: [...others, evidence] };
}
