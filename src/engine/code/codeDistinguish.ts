import type { Result } from '../action.ts';
import type { Call } from '../call.ts';
import type { CandidateId } from '../candidate.ts';
import type { Allowance, Generator } from '../generator.ts';
import type { CompareAction } from '../judging/asking/judgingComparison.ts';
import type { Judged } from '../judging/asking/judgingReward.ts';
import type { Cap } from '../ledger.ts';
import type { Arm } from '../policy.ts';
import type { GeneratedTest } from '../reward.ts';
import { distinguishingPrompt, readCalls } from '../rewards/distinguishing.ts';
import type { CodeTask } from '../task.ts';
import type { CodeGeneratedTests } from './codeGeneratedTests.ts';

export type CodeDistinguishSetup = {
  readonly task: CodeTask;
  readonly generator: Generator;
  /** Calls are drawn at the temperature of the first. */
  readonly arms: readonly Arm[];
  readonly generatedTests: CodeGeneratedTests;
  readonly candidates: Judged;
};

/**
 * Inputs that tell two programs apart (S*, Li et al. 2025), for code without tests: the model is asked for calls on which
 * the two would differ, and all programs are run on them. Calls on which the two do differ are probes of every candidate
 * from then on, and findings for a judge who is asked later. Which of the two is right no call tells: the margin is 0.
 */
export class CodeDistinguish {
  readonly #setup: CodeDistinguishSetup;
  readonly #generators = new Map<string, Generator>();

  constructor(setup: CodeDistinguishSetup) {
    this.#setup = setup;
  }

  /** The allowance of the generation, and of running what there is on its calls. */
  allow(action: CompareAction, available: (cap: Cap) => number): Allowance | Cap {
    return this.#setup.generatedTests.allow(available, this.#generatorOf(action));
  }

  /** One reply, of which nothing may be usable: then it was paid, and no call is kept. */
  async compare(action: CompareAction, allowance: Allowance, call: Call): Promise<Result> {
    const { task, arms, generatedTests } = this.#setup;
    const temperature = arms[0]?.temperature ?? 0.8;
    const { generation } = await this.#generatorOf(action).draw(temperature, allowance.maxTokens, call);
    const written = readCalls(generation.text, task);
    const calls = await generatedTests.probe(written, outputs => differ(outputs, action), call);
    if (calls.length > 0) for (const id of [action.left, action.right]) this.#keep(id, calls);
    return { type: 'compared', margin: 0, written: written.length, calls };
  }

  /** The calls are findings about a candidate that a judge is shown. */
  #keep(id: CandidateId, calls: readonly GeneratedTest[]): void {
    const { reward } = this.#setup.candidates.candidate(id);
    if (!reward) return;
    const before = reward.evidence.find(one => one.type === 'generated-tests');
    const others = reward.evidence.filter(one => one.type !== 'generated-tests');
    const known = (before?.tests ?? []).filter(({ call }) => calls.every(one => one.call !== call));
    const evidence = [...others, { type: 'generated-tests', tests: [...known, ...calls] } as const];
    this.#setup.candidates.judged(id, { ...reward, evidence });
  }

  #generatorOf({ left, right }: CompareAction): Generator {
    const name = `tell ${left} from ${right}`;
    const known = this.#generators.get(name);
    if (known) return known;
    const { task, generator, candidates } = this.#setup;
    const codeOf = (id: CandidateId) => candidates.candidate(id).code ?? candidates.candidate(id).text;
    const prompt = distinguishingPrompt(task, [codeOf(left), codeOf(right)], generator.promptStyle);
    const made = generator.forPrompt(prompt, name, { laws: false });
    this.#generators.set(name, made);
    return made;
  }
}

function differ(outputs: GeneratedTest['outputs'], { left, right }: CompareAction): boolean {
  const [one, other] = [outputs[left], outputs[right]];
  return one !== undefined && other !== undefined && one !== other;
}
