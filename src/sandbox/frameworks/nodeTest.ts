import { namePattern, type PlanRequest, reporterStart, type TestPlan } from './plan.ts';

/**
 * Node's own runner, each file in a process of its own. A file counts as complete only with its summary: a process
 * that exits early has none, though Node calls the file passed.
 */
export async function planNodeTest(request: PlanRequest): Promise<TestPlan> {
  const { command, tools } = request;
  const interpreter = await request.node();
  const reporter = `${tools}/reporter.mjs`;
  const only = command.only ? [`--test-name-pattern=/${namePattern(command.only)}/`] : [];
  const options = [
    '--test',
    '--test-concurrency=1',
    `--import=${guard}`,
    `--test-reporter=./${reporter}`,
    ...only,
  ];
  return {
    argv: [interpreter.path, ...options, ...command.files.map(literally)],
    interpreter,
    files: { [reporter]: reporterStart(request) + reporterBody },
    reports: true,
  };
}

/** The runner takes patterns: a path with brackets (`[id].test.js`) must stand for itself. */
function literally(file: string): string {
  return file.replace(/[*?[\]{}]/g, '[$&]');
}

const guard = `data:text/javascript,${encodeURIComponent(`
import assert from 'node:assert';
for (const one of [assert, assert.strict]) {
  for (const value of Object.values(one)) if (typeof value === 'function') Object.freeze(value);
  Object.freeze(one);
}`)}`;

const reporterBody = `
const files = new Map();
const fileOf = data => {
  const name = relative(data.file ?? '');
  if (!files.has(name)) files.set(name, { suites: [], running: [], seen: false, complete: false, output: '' });
  return [name, files.get(name)];
};
const place = (stack, data) => {
  stack.length = data.nesting;
  stack[data.nesting] = data.name;
  return [...stack];
};

function started(data) {
  const [file, state] = fileOf(data);
  if (data.nesting === 0 && data.name === file) return;
  state.seen = true;
  send({ type: 'start', file, name: place(state.running, data) });
}

function ended(type, data) {
  const [file, state] = fileOf(data);
  const error = data.details?.error;
  const { message, stack } = error ? told(error.cause instanceof Error ? error.cause : error) : { message: '', stack: '' };
  if (data.nesting === 0 && data.name === file) {
    if (type === 'test:fail') send({ type: 'error', file, name: [file], message: state.output || message, stack: '' });
    return;
  }
  const reason = error?.failureType;
  if (data.details?.type === 'suite' && (type === 'test:pass' || reason === 'subtestsFailed')) return;
  const failed = reason === 'testTimeoutFailure' ? 'timed-out' : 'failed';
  const status = data.skip !== undefined || data.todo !== undefined ? 'skipped' : type === 'test:pass' ? 'passed' : failed;
  const name = [...state.suites.slice(0, data.nesting), data.name];
  send({ type: 'test', file, name, status, ...(status !== 'passed' && { message, stack }) });
}

export default async function* report(source) {
  for await (const { type, data } of source) {
    if (type === 'test:dequeue') started(data);
    else if (type === 'test:start') place(fileOf(data)[1].suites, data);
    else if (type === 'test:pass' || type === 'test:fail') ended(type, data);
    else if (type === 'test:summary' && data.file) fileOf(data)[1].complete = true;
    else if (type === 'test:stderr' || type === 'test:stdout') {
      const state = fileOf(data)[1];
      if (type === 'test:stderr') state.output = (state.output + data.message).slice(-8000);
      yield data.message;
    }
  }
  for (const [file, state] of files) {
    if (state.complete || !state.seen) continue;
    send({ type: 'error', file, name: [file], message: 'The process ended before all tests of the file had run.', stack: '' });
  }
  send({ type: 'end' });
}
`;
