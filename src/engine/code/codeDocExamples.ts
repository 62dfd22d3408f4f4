import type { Output } from '../probes/probeRunner.ts';
import { shortened, writtenProbe } from '../probes/writtenProbe.ts';
import type { Evidence, Reward } from '../reward.ts';
import { type DocExample, docExamples, meetsExample } from '../rewards/docExamples.ts';
import type { CodeTask } from '../task.ts';

/** The examples of a task's documentation, which candidates of code without tests are run on among their probes. */
export class CodeDocExamples {
  readonly #task: CodeTask;
  readonly examples: readonly DocExample[];

  constructor(task: CodeTask) {
    this.#task = task;
    this.examples = docExamples(task);
  }

  /**
   * The reward of a candidate's probes with what it gave on the examples, in their order: its value is the share that it
   * passes. Never verified: an author shows few examples.
   */
  judged(reward: Reward, outputs: readonly Output[]): Reward {
    if (this.examples.length === 0) return reward;
    const run = this.examples.map((example, at) => {
      const output = outputs[at] ?? { type: 'late' };
      return {
        ...writtenProbe(this.#task, example, output),
        expected: shortened(example.expectedText),
        passed: meetsExample(example, output, this.#task.language),
      };
    });
    const passed = run.filter(one => one.passed).length;
    const evidence: Evidence = { type: 'examples', examples: run };
    return { ...reward, value: passed / run.length, evidence: [...reward.evidence, evidence] };
  }
}
