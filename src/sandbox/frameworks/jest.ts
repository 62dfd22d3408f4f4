import { namePattern, type PlanRequest, packageFile, reporterStart, type TestPlan } from './plan.ts';

export async function planJest(request: PlanRequest): Promise<TestPlan> {
  const { command, tools, workspace } = request;
  const interpreter = await request.node();
  const program = await packageFile(workspace, 'jest', 'bin/jest.js', 27);
  const reporter = `${tools}/reporter.cjs`;
  const only = command.only ? ['-t', namePattern(command.only)] : [];
  const options = [
    '--ci',
    '--runInBand',
    '--bail=0',
    '--coverage=false',
    '--watchman=false',
    `--reporters=./${reporter}`,
  ];
  return {
    argv: [interpreter.path, program, ...options, ...only, '--runTestsByPath', ...command.files],
    interpreter,
    files: { [reporter]: reporterStart(request) + reporterBody },
    reports: true,
  };
}

const reporterBody = `
const states = { passed: 'passed', failed: 'failed' };
module.exports = class {
  onTestCaseStart(test, { ancestorTitles, title }) {
    send({ type: 'start', file: relative(test.path), name: [...ancestorTitles, title] });
  }
  onTestResult(test, result) {
    const file = relative(test.path);
    for (const one of result.testResults) this.#tell(file, one);
    if (!result.testExecError && !(result.failureMessage && result.testResults.length === 0)) return;
    process.stderr.write(result.failureMessage + '\\n');
    send({ type: 'error', file, name: [file], message: result.failureMessage ?? '', stack: '' });
  }
  onRunComplete(_, { runExecError, wasInterrupted }) {
    if (!runExecError && !wasInterrupted) send({ type: 'end' });
  }
  #tell(file, { ancestorTitles, title, status, failureMessages = [] }) {
    const text = failureMessages.join('\\n');
    const [message = ''] = text.split(/\\n\\s+at /);
    const late = status === 'failed' && /Exceeded timeout of \\d+ ms/.test(message);
    const stack = /^(Error: )?expect\\(/.test(message) ? '' : text.slice(0, 8000);
    send({
      type: 'test', file, name: [...ancestorTitles, title], status: late ? 'timed-out' : states[status] ?? 'skipped',
      ...(text && { message: message.replace(/^Error: (?=expect\\()/, ''), stack }),
    });
  }
};
`;
