import { SandboxError } from '../../engine/testRunner.ts';
import type { ExecResult } from '../sandbox.ts';
import type { PlanRequest, TestPlan } from './plan.ts';
import { projectFolders } from './pythonFolders.ts';
import { pythonReporterStart } from './pythonReporter.ts';

/** Pytest with a plugin of ours; the run is complete only when every collected test has reported. */
export async function planPytest(request: PlanRequest): Promise<TestPlan> {
  const { command, tools } = request;
  const interpreter = await request.python();
  const options = [
    '-p',
    'sandbox_reporter',
    '-p',
    'no:cacheprovider',
    '-q',
    '--maxfail=0',
    '--color=no',
    '--tb=short',
    '--rootdir=.',
  ];
  return {
    argv: [interpreter.path, '-B', '-m', 'pytest', ...options, ...command.files],
    env: { PYTHONPATH: [tools, ...(await projectFolders(request.workspace, command.files))].join(':') },
    interpreter,
    files: { [`${tools}/sandbox_reporter.py`]: pythonReporterStart(request) + reporterBody },
    reports: true,
    check: requirePytest,
  };
}

function requirePytest({ output, report }: ExecResult): void {
  if (report !== '' || !output.includes('No module named pytest')) return;
  throw new SandboxError(
    'no-interpreter',
    'pytest is not installed for the Python of this workspace.',
    'Run python3 -m pip install pytest, in the virtual environment of the workspace when it has one.',
  );
}

const reporterBody = `
_worker = False
_ended = set()

def _name(nodeid):
    head, bracket, rest = nodeid.partition('[')
    parts = head.split('::')
    parts[-1] += bracket + rest
    return parts[0], parts[1:]

def pytest_configure(config):
    global _worker
    _worker = hasattr(config, 'workerinput')

def pytest_collection_modifyitems(config, items):
    dropped = [item for item in items if not wanted(_name(item.nodeid)[1])]
    if dropped:
        config.hook.pytest_deselected(items=dropped)
        items[:] = [item for item in items if wanted(_name(item.nodeid)[1])]

def pytest_collectreport(report):
    if report.failed and not _worker:
        text = str(report.longrepr)
        short = '\\n'.join(line[4:] for line in text.splitlines() if line.startswith('E   '))
        send(type='error', file=report.nodeid.split('::')[0], name=[report.nodeid], message=(short or text)[:8000])

def pytest_runtest_logstart(nodeid, location):
    if not _worker:
        file, name = _name(nodeid)
        send(type='start', file=file, name=name)

def pytest_runtest_logreport(report):
    if _worker or (report.passed and report.when != 'call'):
        return
    file, name = _name(report.nodeid)
    status = 'skipped' if report.skipped else 'failed' if report.failed else 'passed'
    message = ''
    if status != 'passed':
        crash = getattr(report.longrepr, 'reprcrash', None)
        message = crash.message if crash else report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        message = message[len('AssertionError: '):] if message.startswith('AssertionError: ') else message
        if crash and not message.startswith('assert ') and crash.path.startswith(_root + os.sep):
            message += '\\nat %s:%d' % (os.path.relpath(crash.path, _root), crash.lineno)
    _ended.add(report.nodeid)
    send(type='test', file=file, name=name, status=status, message=message[:8000])

def pytest_sessionfinish(session, exitstatus):
    if not _worker and int(exitstatus) in (0, 1, 5) and len(_ended) == session.testscollected:
        send(type='end')
`;
