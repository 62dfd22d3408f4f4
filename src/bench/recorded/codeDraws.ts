import type { Action, Outcome } from '../../engine/action.ts';
import { gaveNothing } from '../../engine/behaviours.ts';
import type { Candidate } from '../../engine/candidate.ts';
import { type Cost, cost } from '../../engine/cost.ts';
import { shuffled } from '../../engine/probes/shuffled.ts';
import { seededRandom } from '../../engine/random.ts';
import type { GeneratedTest, Reward } from '../../engine/reward.ts';
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

export function meanTokens(pool: readonly PoolTask[], of: 'solutions' | 'tests'): number {
  const tokens = pool.flatMap(task => task[of].map(sample => sample.tokens));
  return tokens.reduce((sum, each) => sum + each, 0) / tokens.length;
}

/** A task's samples handed out one by one, as the outcomes of actions: a sample is a solution, a vote a test sample. */
export class RecordedDraws {
  readonly order: DrawOrder;
  samples = 0;
  testSamples = 0;

  constructor(order: DrawOrder) {
    this.order = order;
  }

  /** What is drawn next, and its tokens. */
  perform(id: string, action: Action): Outcome {
    if (action.type === 'sample') {
      const solution = this.order.solutions[this.samples];
      this.samples += 1;
      const used = costOf(solution?.tokens ?? 0);
      const candidate: Candidate = {
        id: `c${this.samples}`,
        arm: action.arm,
        text: '',
        cost: used,
        ...(solution?.outputs
          ? { behaviour: solution.behaviour, reward: this.#rewardOf(solution, solution.outputs) }
          : { behaviour: 'broken', error: 'it does not load' }),
      };
      return { id, action, cost: used, result: { type: 'candidate', candidate } };
    }
    if (action.type !== 'judge') throw new Error(`Recorded draws perform no ${action.type}.`);
    const test = this.order.tests[this.testSamples];
    this.testSamples += 1;
    const drawn = this.order.solutions.slice(0, this.samples);
    const tests = this.#written(test ? [test] : [], drawn, 0);
    const reward = { ...unrewarded, evidence: [{ type: 'generated-tests', tests }] } as const;
    const used = costOf(test?.tokens ?? 0);
    return { id, action, cost: used, result: { type: 'judged', candidate: action.candidate, reward } };
  }

  #rewardOf(solution: PoolSolution, outputs: readonly number[]): Reward {
    const probes = { type: 'probes', codeTokens: solution.codeTokens, outputs, written: [] } as const;
    if (this.testSamples === 0) return { ...unrewarded, evidence: [probes] };
    const drawn = this.order.tests.slice(0, this.testSamples);
    const tests = this.#written(drawn, [solution], this.samples - 1);
    return { ...unrewarded, evidence: [probes, { type: 'generated-tests', tests }] };
  }

  /** Each assert of the samples, with what these solutions, drawn from that place on, do on it. */
  #written(
    samples: readonly PoolTest[],
    solutions: readonly PoolSolution[],
    from: number,
  ): readonly GeneratedTest[] {
    const { comparing, inputOf } = this.order.task;
    return samples.flatMap(({ asserts }) => {
      const usable = asserts.filter(assert => comparing[assert]).length;
      return asserts.map(assert => {
        const input = inputOf[assert];
        const ids = [...solutions.entries()].map(([i, solution]) => [`c${from + i + 1}`, solution] as const);
        const outputs = ids.flatMap(([id, { testOutputs }]) => {
          const output = input === undefined ? undefined : testOutputs?.[input];
          return output === undefined ? [] : [[id, output] as const];
        });
        return {
          call: `input ${input}`,
          expected: `assert ${assert}`,
          weight: comparing[assert] ? 1 / usable : 0,
          outputs: Object.fromEntries(outputs),
          passes: ids.flatMap(([id, { passes }]) => (passes[assert] ? [id] : [])),
        };
      });
    });
  }

  solution(candidate: string | undefined): PoolSolution | undefined {
    return candidate === undefined ? undefined : this.order.solutions[Number(candidate.slice(1)) - 1];
  }
}

const unrewarded = { value: 0, quality: 0, verified: false } as const;

function costOf(tokens: number): Cost {
  return cost({ completionTokens: tokens, calls: 1, estimated: true });
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
