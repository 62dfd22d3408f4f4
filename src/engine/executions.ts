import { failedOutput, type Sampled } from './behaviours.ts';
import type { Candidate, CandidateId } from './candidate.ts';
import type { Evidence, GeneratedTest, Reward } from './reward.ts';
import { examplesPassed } from './rewards/docExamples.ts';
import type { TestVote } from './testTrust.ts';

type ProbesEvidence = Extract<Evidence, { type: 'probes' }>;
type Test = { weight: number; readonly passes: Set<CandidateId> };

/** What execution has shown of a run's candidates, as the evidence of candidates and of generated tests tells it. */
export class Executions {
  readonly #candidates: Candidate[] = [];
  readonly #evidence = new Map<CandidateId, ProbesEvidence>();
  readonly #texts = new Map<string, number>();
  readonly #tests = new Map<string, Test>();
  /** What candidates gave on the calls of generated tests. */
  readonly #calls = new Map<string, Map<CandidateId, number>>();

  /** Takes a candidate in. */
  add(candidate: Candidate): void {
    this.#candidates.push(candidate);
    this.#texts.set(candidate.behaviour, this.#texts.get(candidate.behaviour) ?? this.#texts.size);
    const probed = candidate.reward?.evidence.find(each => each.type === 'probes');
    if (probed) this.#evidence.set(candidate.id, probed);
    for (const test of testsOf(candidate.reward)) this.#addTest(test, 0);
  }

  /** Takes in the tests that a vote wrote; the same test again weighs more. */
  addTests(reward: Reward): void {
    for (const test of testsOf(reward)) this.#addTest(test, test.weight);
  }

  /** Takes in calls that were written to tell candidates apart: each is one more probe. */
  addCalls(calls: readonly GeneratedTest[]): void {
    for (const call of calls) this.#addTest(call, 0);
  }

  #addTest({ call, expected, outputs, passes }: GeneratedTest, weight: number): void {
    const key = JSON.stringify([call, expected]);
    const test = this.#tests.get(key) ?? { weight: 0, passes: new Set() };
    this.#tests.set(key, test);
    test.weight += weight;
    for (const id of passes) test.passes.add(id);
    const given = Object.entries(outputs);
    if (given.length === 0) return;
    const known = this.#calls.get(call) ?? new Map<CandidateId, number>();
    this.#calls.set(call, known);
    for (const [id, output] of given) known.set(id, output);
  }

  /**
   * The candidates as agreement sees them, in the order they were added. Where none could be run on probes, equal texts
   * are all that agrees. Those that pass fewer examples of the documentation than others have no outputs: they are not
   * chosen, and have no say in what is.
   */
  sampled(): readonly Sampled[] {
    const sampled = this.#sampled();
    const passed = this.#candidates.map(({ reward }) => examplesPassed(reward?.evidence ?? []));
    const giving = passed.filter((_, place) => sampled[place]?.outputs?.some(output => output >= 0));
    const most = Math.max(0, ...giving);
    return sampled.map((one, place) => {
      const { codeTokens, behaviour } = one;
      return (passed[place] ?? 0) < most ? { codeTokens, behaviour } : one;
    });
  }

  #sampled(): readonly Sampled[] {
    const calls = [...this.#calls.values()];
    return this.#candidates.map(({ id, behaviour, error }): Sampled => {
      const evidence = this.#evidence.get(id);
      if (evidence && error === undefined) {
        const { codeTokens, outputs } = evidence;
        if (calls.length === 0) return { codeTokens, outputs, behaviour };
        const more = calls.map(given => given.get(id) ?? failedOutput);
        return { codeTokens, outputs: [...outputs, ...more], behaviour: `${behaviour};${more.join()}` };
      }
      if (error !== undefined || this.#evidence.size > 0) return { codeTokens: 0, behaviour: 'unknown' };
      return { codeTokens: 0, outputs: [this.#texts.get(behaviour) ?? 0], behaviour };
    });
  }

  /** Generated tests, with the places of the candidates that pass them. */
  tests(): readonly TestVote[] {
    return [...this.#tests.values()]
      .filter(({ weight }) => weight > 0)
      .map(({ weight, passes }) => ({
        weight,
        passes: place => passes.has(this.#candidates[place]?.id ?? ''),
      }));
  }
}

function testsOf(reward: Reward | undefined): readonly GeneratedTest[] {
  return reward?.evidence.flatMap(each => (each.type === 'generated-tests' ? each.tests : [])) ?? [];
}
