import type { Action, Outcome } from '../../engine/action.ts';
import { failedOutput, gaveNothing, type Sampled, type TestVote } from '../../engine/agreement.ts';
import { cost } from '../../engine/cost.ts';
import type { Executions } from '../../engine/policies/autoAgreement.ts';
import { shuffled } from '../../engine/probes/drawText.ts';
import { seededRandom } from '../../engine/random.ts';
import type { PoolSolution, PoolTask, PoolTest } from './codePool.ts';

/** A task's recorded samples in the random order of one seed. */
export type DrawOrder = {
  readonly task: PoolTask;
  readonly solutions: readonly PoolSolution[];
  readonly tests: readonly PoolTest[];
};

/** The orders of a seed; the same whatever policy draws. */
export function drawOrders(pool: readonly PoolTask[], seed: number): readonly DrawOrder[] {
  return pool.map(task => {
    const random = seededRandom(`${seed}/${task.id}`);
    return { task, solutions: shuffled(random, task.solutions), tests: shuffled(random, task.tests) };
  });
}

/** How often each assert of the task was drawn. */
export function multiplicity(order: DrawOrder, tests: number): readonly number[] {
  const counts = order.task.comparing.map(() => 0);
  for (const { asserts } of order.tests.slice(0, tests))
    for (const assert of asserts) counts[assert] = (counts[assert] ?? 0) + 1;
  return counts;
}

/** Each drawn assert that compares a call with a literal; all asserts of one sample weigh 1 together. */
export function testVotes(
  order: DrawOrder,
  tests: number,
  drawn: readonly PoolSolution[],
): readonly TestVote[] {
  const weights = new Map<number, number>();
  for (const { asserts } of order.tests.slice(0, tests)) {
    const usable = asserts.filter(assert => order.task.comparing[assert]);
    for (const assert of usable) weights.set(assert, (weights.get(assert) ?? 0) + 1 / usable.length);
  }
  return [...weights].map(([assert, weight]) => ({
    weight,
    passes: candidate => drawn[candidate]?.passes[assert] ?? false,
  }));
}

export function meanTokens(pool: readonly PoolTask[], of: 'solutions' | 'tests'): number {
  const tokens = pool.flatMap(task => task[of].map(sample => sample.tokens));
  return tokens.reduce((sum, each) => sum + each, 0) / tokens.length;
}

/** A task's samples handed out one by one, as the outcomes of actions: a sample is a solution, a vote a test sample. */
export class RecordedDraws implements Executions {
  readonly order: DrawOrder;
  samples = 0;
  testSamples = 0;
  #inputs: { readonly of: number; readonly inputs: readonly number[] } = { of: 0, inputs: [] };

  constructor(order: DrawOrder) {
    this.order = order;
  }

  /** What is drawn next, and its tokens. */
  perform(id: string, action: Action): Outcome {
    if (action.type === 'sample') {
      const tokens = this.order.solutions[this.samples]?.tokens ?? 0;
      this.samples += 1;
      const used = cost({ completionTokens: tokens, calls: 1, estimated: true });
      const candidate = {
        id: `c${this.samples}`,
        arm: action.arm,
        text: '',
        behaviour: `${this.samples}`,
        cost: used,
      };
      return { id, action, cost: used, result: { type: 'candidate', candidate } };
    }
    if (action.type !== 'judge') throw new Error(`Recorded draws perform no ${action.type}.`);
    const tokens = this.order.tests[this.testSamples]?.tokens ?? 0;
    this.testSamples += 1;
    const reward = { value: 0, quality: 0, verified: false, evidence: [] };
    const used = cost({ completionTokens: tokens, calls: 1, estimated: true });
    return { id, action, cost: used, result: { type: 'judged', candidate: action.candidate, reward } };
  }

  /** On the free probes, and on the inputs of the tests drawn so far. */
  sampled(candidate: string): Sampled {
    const solution = this.solution(candidate);
    if (!solution?.outputs) return { codeTokens: solution?.codeTokens ?? 0, behaviour: 'broken' };
    const more = this.#testInputs().map(input => solution.testOutputs?.[input] ?? failedOutput);
    if (more.length === 0) return solution;
    const { codeTokens, outputs, behaviour } = solution;
    return { codeTokens, outputs: [...outputs, ...more], behaviour: `${behaviour};${more.join()}` };
  }

  #testInputs(): readonly number[] {
    if (this.#inputs.of !== this.testSamples) {
      const asserts = this.order.tests.slice(0, this.testSamples).flatMap(test => test.asserts);
      const inputs = asserts
        .map(assert => this.order.task.inputOf[assert])
        .filter(input => input !== undefined);
      this.#inputs = { of: this.testSamples, inputs: [...new Set(inputs)] };
    }
    return this.#inputs.inputs;
  }

  tests(candidates: readonly string[]): readonly TestVote[] {
    if (this.testSamples === 0) return [];
    const drawn = candidates
      .map(candidate => this.solution(candidate))
      .filter(solution => solution !== undefined);
    return testVotes(this.order, this.testSamples, drawn);
  }

  solution(candidate: string | undefined): PoolSolution | undefined {
    return candidate === undefined ? undefined : this.order.solutions[Number(candidate.slice(1)) - 1];
  }
}

/**
 * The chooser that output agreement is measured against: mean agreement over probes weighted by (1 - e)^2, where errors
 * and nothing agree with nothing; with tests also the size of the group that passes the same ones, and how many it passes.
 */
export function prototypeScores(order: DrawOrder, samples: number, tests: number): readonly number[] {
  const drawn = order.solutions.slice(0, samples);
  const agreement = plainAgreement(drawn);
  const counts = multiplicity(order, tests);
  if (!counts.some(count => count > 0)) return agreement;
  const keys = drawn.map(({ passes }) =>
    counts.map((count, i) => (count > 0 && passes[i] ? '1' : '0')).join(''),
  );
  return drawn.map(({ outputs, passes }, i) => {
    if (!outputs) return Number.NEGATIVE_INFINITY;
    const size = keys.filter((key, j) => key === keys[i] && drawn[j]?.outputs).length;
    const passed = counts.reduce((sum, count, test) => sum + (passes[test] ? count : 0), 0);
    return 0.5 * Math.log(size) + Math.log(1 + passed) + 2 * Math.log((agreement[i] ?? 0) + 0.5 / samples);
  });
}

function plainAgreement(drawn: readonly PoolSolution[]): readonly number[] {
  const rows = drawn.flatMap(({ outputs }) => (outputs ? [outputs] : []));
  const probes = rows[0]?.length ?? 0;
  const sums = drawn.map(({ outputs }) => (outputs ? 0 : Number.NEGATIVE_INFINITY));
  let total = 0;
  for (let x = 0; x < probes; x++) {
    const counts = new Map<number, number>();
    for (const row of rows) counts.set(row[x] ?? gaveNothing, (counts.get(row[x] ?? gaveNothing) ?? 0) + 1);
    const valid =
      [...counts].reduce((sum, [output, count]) => sum + (output >= 0 ? count : 0), 0) / rows.length;
    const weight = 1 - valid < 0.7 ? valid ** 2 : 0;
    total += weight;
    for (const [i, { outputs }] of drawn.entries()) {
      const output = outputs?.[x] ?? gaveNothing;
      if (output >= 0) sums[i] = (sums[i] ?? 0) + weight * (counts.get(output) ?? 0);
    }
  }
  return sums.map(sum => (total > 0 && sum > 0 ? sum / (total * drawn.length) : sum));
}
