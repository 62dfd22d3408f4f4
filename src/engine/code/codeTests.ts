import type { Result } from '../action.ts';
import type { Call } from '../call.ts';
import { cost } from '../cost.ts';
import { type Deciding, decidingFor, decidingTests } from '../deciding.ts';
import { digest } from '../digest.ts';
import { rewardOfTests } from '../rewards/executableTests.ts';
import type { CodeAssembler, CodeTask } from '../task.ts';
import type { TestCommand, TestReport, TestRunner } from '../testRunner.ts';
import type { AssembledCode, Evaluation, Shown } from './evaluation.ts';

export type CodeTestsSetup = {
  readonly task: CodeTask;
  readonly command: TestCommand;
  readonly assembler: CodeAssembler;
  readonly testRunner: TestRunner;
  /** The longest a test run can take, in seconds of wall time. */
  readonly testSeconds: number;
  /** The file as it stands. */
  readonly fileText: string;
};

/** Runs the tests of the workspace: on the code as it stands, to know which of them decide, and on each candidate. */
export class CodeTests implements Evaluation {
  readonly #setup: CodeTestsSetup;
  readonly #tested = new Map<string, Promise<TestReport>>();
  #deciding: Deciding;

  constructor(setup: CodeTestsSetup) {
    this.#setup = setup;
    this.#deciding = { expected: [], only: setup.command.only };
  }

  get worst() {
    return cost({ testRuns: 1, sandboxSeconds: this.#setup.testSeconds });
  }

  async baseline(call: Call): Promise<Result> {
    const { task, command, fileText, testRunner } = this.#setup;
    const report = await testRunner.run({ command, files: { [task.file]: fileText } }, call);
    const without = report.outcome === 'timed-out' ? await this.#testWithoutFunction(call) : undefined;
    this.#deciding = decidingFor(command, without ?? report);
    const deciding = decidingTests(report, this.#deciding);
    return {
      type: 'baseline',
      report,
      deciding,
      ...(without && { functionHangs: without.outcome !== 'timed-out' }),
    };
  }

  /** Tells a function that never returns from a command that hangs; undefined where the budget has no room for it. */
  async #testWithoutFunction(call: Call): Promise<TestReport | undefined> {
    const { task, command, assembler, testRunner } = this.#setup;
    const thrown = assembler.assemble(throwingFunction(task));
    if (thrown.type === 'unusable' || !call.extend(this.worst)) return undefined;
    return await testRunner.run({ command, files: { [task.file]: thrown.fileText } }, call);
  }

  /** Equal code is tested once; a report that was cut short by an abort is not kept. */
  async evaluate({ fileText, normalized }: AssembledCode, call: Call): Promise<Shown> {
    const { task, command, testRunner } = this.#setup;
    const known = this.#tested.get(normalized);
    const pending = known ?? testRunner.run({ command, files: { [task.file]: fileText } }, call);
    if (!known) {
      this.#tested.set(normalized, pending);
      pending.catch(() => this.#tested.delete(normalized));
    }
    const reward = rewardOfTests(await pending, this.#deciding, known !== undefined);
    const reports = reward.evidence.flatMap(each => (each.type === 'tests' ? [each.report] : []));
    return { reward, behaviour: digest(outcomesOf(reports)) };
  }
}

/** What the tests saw of a candidate's behaviour: two that fail alike with the same values count as one. */
function outcomesOf(reports: readonly TestReport[]): string {
  return JSON.stringify(
    reports.map(report => [
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
