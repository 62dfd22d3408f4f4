import { namePattern, type PlanRequest, packageFile, reporterStart, type TestPlan } from './plan.ts';

/**
 * Vitest 3.1 and later: its reporters hear of each test, and its configuration can be loaded without writing a
 * temporary file among the dependencies.
 */
export async function planVitest(request: PlanRequest): Promise<TestPlan> {
  const { command, tools, workspace } = request;
  const interpreter = await request.node();
  const program = await packageFile(workspace, 'vitest', 'vitest.mjs', 3.1);
  const reporter = `${tools}/reporter.mjs`;
  const only = command.only ? ['-t', namePattern(command.only)] : [];
  const options = [
    'run',
    '--configLoader=runner',
    `--reporter=./${reporter}`,
    '--no-file-parallelism',
    '--maxWorkers=1',
    '--bail=0',
    '--coverage.enabled=false',
  ];
  return {
    argv: [interpreter.path, program, ...options, ...only, ...command.files],
    interpreter,
    files: { [reporter]: reporterStart(request) + reporterBody },
    reports: true,
  };
}

const reporterBody = `
const about = test => {
  const name = [];
  let one = test;
  for (; one && one.type !== 'module'; one = one.parent) name.unshift(one.name);
  return { file: relative(one?.moduleId ?? test.module.moduleId), name };
};
const problem = (file, errors) => {
  for (const error of errors) {
    const { message, stack } = told(error);
    process.stderr.write((error?.stack ?? message) + '\\n');
    send({ type: 'error', ...(file && { file }), name: [file ?? 'unhandled error'], message, stack });
  }
};
export default class {
  onTestCaseReady(test) {
    send({ type: 'start', ...about(test) });
  }
  onTestCaseResult(test) {
    const { state, errors = [] } = test.result();
    const told1 = errors[0] && told(errors[0]);
    const late = state === 'failed' && /^(Error: )?Test timed out in/.test(told1?.message ?? '');
    const status = late ? 'timed-out' : state === 'passed' || state === 'failed' ? state : 'skipped';
    const diff = errors[0]?.diff ? '\\n' + errors[0].diff : '';
    send({ type: 'test', ...about(test), status, ...(told1 && { message: told1.message + diff, stack: told1.stack }) });
  }
  onTestRunEnd(modules, unhandled, reason) {
    for (const module of modules) {
      const file = relative(module.moduleId);
      problem(file, module.errors());
      for (const suite of module.children.allSuites()) problem(file, suite.errors());
    }
    problem(undefined, unhandled);
    if (reason !== 'interrupted') send({ type: 'end' });
  }
}
`;
