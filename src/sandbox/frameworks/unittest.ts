import type { PlanRequest, TestPlan } from './plan.ts';
import { projectFolders } from './pythonFolders.ts';
import { pythonReporterStart } from './pythonReporter.ts';

/** Python's unittest, with a runner of ours in place of `python -m unittest`. */
export async function planUnittest(request: PlanRequest): Promise<TestPlan> {
  const { command, tools } = request;
  const interpreter = await request.python();
  const runner = `${tools}/runner.py`;
  return {
    argv: [interpreter.path, '-B', runner, ...command.files],
    env: { PYTHONPATH: (await projectFolders(request.workspace, command.files)).join(':') },
    interpreter,
    files: { [runner]: pythonReporterStart(request) + runnerBody },
    reports: true,
  };
}

const runnerBody = `
import importlib, unittest
files = sys.argv[1:]
sys.path[0] = _root
sys.argv = ['python -m unittest']
_methods = dict(unittest.TestCase.__dict__)

def _flat(tests):
    for test in tests:
        if isinstance(test, unittest.TestSuite):
            yield from _flat(test)
        else:
            yield test

def _name(test):
    method = getattr(test, '_testMethodName', None)
    return [type(test).__qualname__, method] if method else [str(test)]

def _file(test):
    path = getattr(sys.modules.get(type(test).__module__), '__file__', None)
    return {'file': os.path.relpath(path, _root)} if path and path.startswith(_root + os.sep) else {}

class Result(unittest.TestResult):
    def _tell(self, test, status, message=''):
        self.told = True
        send(type='test', name=_name(test), status=status, message=message, **_file(test))

    def startTest(self, test):
        super().startTest(test)
        self.told = False
        send(type='start', name=_name(test), **_file(test))

    def stopTest(self, test):
        super().stopTest(test)
        if not self.told:
            self._tell(test, 'failed', 'The test ended without a result.')

    def addSuccess(self, test):
        self._tell(test, 'passed')

    def addFailure(self, test, error):
        super().addFailure(test, error)
        self._tell(test, 'failed', told(*error))

    def addError(self, test, error):
        super().addError(test, error)
        self._tell(test, 'failed', told(*error))

    def addSubTest(self, test, subtest, error):
        super().addSubTest(test, subtest, error)
        if error is not None:
            self._tell(test, 'failed', subtest._subDescription() + ' ' + told(*error))

    def addSkip(self, test, reason):
        self._tell(test, 'skipped', reason)

    def addExpectedFailure(self, test, error):
        self._tell(test, 'passed')

    def addUnexpectedSuccess(self, test):
        super().addUnexpectedSuccess(test)
        self._tell(test, 'failed', 'The test was expected to fail and passed.')

suite = unittest.TestSuite()
for file in files:
    folder = os.path.join(_root, os.path.dirname(file))
    if folder not in sys.path:
        sys.path.append(folder)
    try:
        module = importlib.import_module(os.path.splitext(file)[0].replace('/', '.'))
        tests = unittest.defaultTestLoader.loadTestsFromModule(module)
        suite.addTests(test for test in _flat(tests) if wanted(_name(test)))
    except BaseException as error:
        traceback.print_exc()
        send(type='error', file=file, name=[file], message=told(type(error), error, error.__traceback__))
result = Result()
suite.run(result)
if dict(unittest.TestCase.__dict__) != _methods:
    send(type='error', name=['unittest.TestCase'], message='The code under test changed unittest.TestCase.')
send(type='end')
sys.stdout.flush()
sys.stderr.flush()
os._exit(0 if result.wasSuccessful() else 1)
`;
