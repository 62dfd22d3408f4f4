import { namePattern, type PlanRequest, packageFile, reporterStart, type TestPlan } from './plan.ts';

export async function planMocha(request: PlanRequest): Promise<TestPlan> {
  const { command, tools, workspace } = request;
  const interpreter = await request.node();
  const program = await packageFile(workspace, 'mocha', 'bin/mocha.js', 8);
  const reporter = `${tools}/reporter.cjs`;
  const only = command.only ? ['--grep', `/${namePattern(command.only)}/`] : [];
  return {
    argv: [
      interpreter.path,
      program,
      '--no-parallel',
      '--no-bail',
      '--reporter',
      `./${reporter}`,
      ...only,
      ...command.files,
    ],
    interpreter,
    files: { [reporter]: reporterStart(request) + reporterBody },
    reports: true,
  };
}

const reporterBody = `
module.exports = class {
  constructor(runner) {
    let ran = 0;
    let failures = 0;
    const about = test => ({ ...(test.file && { file: relative(test.file) }), name: test.titlePath() });
    runner.on('test', test => send({ type: 'start', ...about(test) }));
    runner.on('pass', test => {
      ran++;
      send({ type: 'test', ...about(test), status: 'passed' });
    });
    runner.on('pending', test => {
      ran++;
      send({ type: 'test', ...about(test), status: 'skipped' });
    });
    runner.on('fail', (test, error) => {
      ran++;
      failures++;
      const status = error?.code === 'ERR_MOCHA_TIMEOUT' ? 'timed-out' : 'failed';
      const diff = error?.showDiff && !/[\\n]/.test(error.message) && error.actual !== undefined
        ? '\\nexpected: ' + shown(error.expected) + '\\nactual: ' + shown(error.actual) : '';
      const { message, stack } = told(error);
      send({ type: 'test', ...about(test), status, message: message + diff, stack });
    });
    runner.on('end', () => {
      if (ran >= runner.total || failures > 0) send({ type: 'end' });
    });
  }
};
const shown = value => (typeof value === 'string' ? value : JSON.stringify(value) ?? String(value)).slice(0, 1000);
`;
