import type { Action, Result } from '../action.ts';
import type { Call } from '../call.ts';
import type { Candidate, CandidateId } from '../candidate.ts';
import { addCosts, type Cost, cost } from '../cost.ts';
import type { Allowance, Generator } from '../generator.ts';
import type { Cap } from '../ledger.ts';
import type { Arm } from '../policy.ts';
import type { Output } from '../probes/probeRunner.ts';
import { shortened, writtenOutput } from '../probes/writtenProbe.ts';
import type { Evidence, GeneratedTest, Reward } from '../reward.ts';
import { gave } from '../rewards/canonicalText.ts';
import type { WrittenCall } from '../rewards/distinguishing.ts';
import { valueBesideExamples } from '../rewards/docExamples.ts';
import { readTests, testsPrompt, type WrittenTest } from '../rewards/generatedTests.ts';
import { OutputNumbers } from '../rewards/outputAgreement.ts';
import type { CodeTask } from '../task.ts';
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

/** Code as it was run; candidates of equal code share it. `outputs` by call; what could not be run is missing. */
type Program = {
  readonly fileText: string;
  readonly members: CandidateId[];
  readonly outputs: Map<string, Output>;
};

/**
 * Evidence where the workspace has no tests: a vote asks the model for tests, and each is a probe that all candidates are
 * run on, those drawn later too. A reply that holds no test is paid and is no vote.
 */
export class CodeGeneratedTests {
  readonly #setup: CodeGeneratedTestsSetup;
  readonly #generator: Generator;
  readonly #numbers = new OutputNumbers();
  /** By call: equal calls of different tests are run once. */
  readonly #calls = new Map<string, WrittenCall>();
  readonly #tests = new Map<string, WrittenTest>();
  /** Calls that nothing is expected of, by themselves. */
  readonly #probes = new Map<string, WrittenCall>();
  readonly #programs = new Map<string, Program>();
  /** By call: what runs it on the programs there were; another vote may have begun that. */
  readonly #runs = new Map<string, Promise<void>>();

  constructor(setup: CodeGeneratedTestsSetup) {
    this.#setup = setup;
    const { task, generator } = setup;
    this.#generator = generator.forPrompt(testsPrompt(task, generator.promptStyle), 'tests', { laws: false });
  }

  /** The allowance of one reply, of tests unless told: its generation, and running what there is on its calls. */
  allow(available: (cap: Cap) => number, generator = this.#generator): Allowance | Cap {
    const running = this.#worstOf(this.#programs.size);
    if (available('sandboxSeconds') < running.sandboxSeconds) return 'sandboxSeconds';
    const allowance = generator.allow(available);
    return typeof allowance === 'string'
      ? allowance
      : { ...allowance, worst: addCosts(allowance.worst, running) };
  }

  /** What a candidate gave on the tests so far; it is run on those of later votes too. Undefined before the first test. */
  async evidenceOf(
    id: CandidateId,
    { fileText, normalized }: AssembledCode,
    call: Call,
  ): Promise<Evidence | undefined> {
    const program = this.#programs.get(normalized) ?? (await this.#caughtUp(normalized, fileText, call));
    program.members.push(id);
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
    await this.#run([...this.#programs.values()], this.#unknown(calls), call);
    const kept = calls.filter(one => isKept(this.#shownProbe(one).outputs));
    for (const one of kept) this.#probes.set(one.call, one);
    const fresh = this.#unknown(kept);
    for (const one of fresh) this.#calls.set(one.call, one);
    const late = [...this.#programs.values()].filter(({ outputs }) =>
      fresh.some(one => !outputs.has(one.call)),
    );
    if (late.length > 0 && call.extend(this.#worstOf(late.length))) await this.#run(late, fresh, call);
    return kept.map(one => this.#shownProbe(one));
  }

  #unknown(calls: readonly WrittenCall[]): readonly WrittenCall[] {
    return calls.filter(one => !this.#calls.has(one.call));
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
      await this.#runAll(tests, call);
      written.push(...tests.map(test => ({ test, weight: 1 / tests.length })));
    }
    const ids = this.#ids();
    const tests = written.map(({ test, weight }) => this.#shown(test, weight, ids));
    const evidence: Evidence = { type: 'generated-tests', tests };
    const judged = withEvidence(reward, evidence, this.#shareOf(action.candidate));
    return { type: 'judged', candidate: action.candidate, reward: judged };
  }

  /** From the moment that a test is known, every program is run on it or has yet to catch up. */
  async #runAll(tests: readonly WrittenTest[], call: Call): Promise<void> {
    for (const test of tests) this.#tests.set(keyOf(test), test);
    const fresh = new Map(tests.filter(test => !this.#calls.has(test.call)).map(test => [test.call, test]));
    for (const test of fresh.values()) this.#calls.set(test.call, test);
    const running = this.#run([...this.#programs.values()], [...fresh.values()], call);
    for (const one of fresh.keys()) this.#runs.set(one, running);
    await running;
    await Promise.allSettled(tests.map(test => this.#runs.get(test.call)));
  }

  /** A program is taken in at the moment when it was run on all that there is; votes may be written until then. */
  async #caughtUp(normalized: string, fileText: string, call: Call): Promise<Program> {
    const program: Program = { fileText, members: [], outputs: new Map() };
    const tried = new Set<string>();
    const missing = () => [...this.#calls.values()].filter(test => !tried.has(test.call));
    for (let tests = missing(); tests.length > 0; tests = missing()) {
      for (const test of tests) tried.add(test.call);
      if (call.extend(this.#worstOf(1))) await this.#run([program], tests, call);
    }
    const known = this.#programs.get(normalized) ?? program;
    this.#programs.set(normalized, known);
    return known;
  }

  /** Rejects only when aborted; where nothing can be run, outputs stay missing. */
  async #run(programs: readonly Program[], tests: readonly WrittenCall[], call: Call): Promise<void> {
    if (programs.length === 0 || tests.length === 0) return;
    const { task, probing } = this.#setup;
    const { language, file, functionName } = task;
    const candidates = programs.map(({ fileText }) => fileText);
    const request = { language, file, functionName, candidates, probes: tests };
    const probed = await probing.runner.run(request, call).catch(error => {
      if (call.signal.aborted) throw error;
      return [];
    });
    for (const [at, program] of programs.entries()) {
      const result = probed[at];
      if (result?.type !== 'loaded') continue;
      for (const [t, test] of tests.entries()) {
        const output = result.outputs[t];
        if (output) program.outputs.set(test.call, output);
      }
    }
  }

  #shown(test: WrittenTest, weight: number, ids: readonly CandidateId[]): GeneratedTest {
    const { call, expected, expectedText } = test;
    const outputs: Record<CandidateId, number> = {};
    const passes: CandidateId[] = [];
    for (const { members, outputs: given } of this.#programs.values()) {
      const output = given.get(call);
      if (!output) continue;
      const passed = gave(output, expected, this.#setup.task.language);
      for (const id of members.filter(member => ids.includes(member))) {
        outputs[id] = this.#numbers.of(output);
        if (passed) passes.push(id);
      }
    }
    return { call, expected: expectedText, weight, outputs, passes };
  }

  #shownProbe({ call }: WrittenCall, ids = this.#ids()): GeneratedTest {
    const { language } = this.#setup.task;
    const outputs: Record<CandidateId, number> = {};
    const written: Record<CandidateId, string> = {};
    for (const { members, outputs: given } of this.#programs.values()) {
      const output = given.get(call);
      if (!output) continue;
      for (const id of members.filter(member => ids.includes(member))) {
        outputs[id] = this.#numbers.of(output);
        written[id] = shortened(writtenOutput(language, output));
      }
    }
    return { call, expected: '', weight: 0, outputs, written, passes: [] };
  }

  #ids(): readonly CandidateId[] {
    return [...this.#programs.values()].flatMap(({ members }) => members);
  }

  /** Of all tests so far the share that a candidate passes; undefined before the first. */
  #shareOf(id: CandidateId): number | undefined {
    const tests = [...this.#tests.values()].map(test => this.#shown(test, 0, [id]));
    return tests.length === 0
      ? undefined
      : tests.filter(test => test.passes.length > 0).length / tests.length;
  }

  #worstOf(programs: number): Cost {
    return cost({ sandboxSeconds: programs * this.#setup.probing.seconds });
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
