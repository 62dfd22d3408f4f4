/**
 * The program that runs Python candidates on probes. On stdin: {file, entry, candidates: [text], probes: [expression]}.
 * On descriptor 3, a line of JSON each: [candidate, "load", word], [candidate, probe, kind, text], [candidate, "end"].
 *
 * A candidate has a process of its own that cannot reach descriptor 3, and is killed after `wall` seconds. Its limits
 * count processor time, as the machine may be busy; the alarm repeats, since a bare `except:` catches it. Each call
 * gets fresh arguments. What is not reached within `inAll` seconds is late.
 */
export const pythonHarness = `
import sys, os, json, signal, resource, select, time, math, hashlib, types
import re, typing, collections, itertools, functools, string, random, heapq, copy, datetime, operator, bisect, fractions, decimal, statistics

LOAD, FIRST, LATER, IN_ALL, WALL = 1.5, 0.12, 0.04, 4.0, 25.0

class Late(BaseException):
    pass

def _late(*_):
    raise Late()

def canon(value, depth=0):
    if depth > 12:
        return '...'
    if value is None:
        return 'None'
    if isinstance(value, bool):
        return '1' if value else '0'
    if isinstance(value, int):
        if value.bit_length() > 2000:
            return 'big%d:%d' % (value.bit_length(), value % 1000003)
        return str(int(value))
    if isinstance(value, float):
        if value != value:
            return 'nan'
        if value in (math.inf, -math.inf):
            return 'inf' if value > 0 else '-inf'
        if value == int(value) and abs(value) < 1e15:
            return str(int(value))
        return '%.7g' % value
    if isinstance(value, str):
        return 's' + json.dumps(str(value))
    if isinstance(value, bytes):
        return repr(value)
    inner = lambda items: [canon(item, depth + 1) for item in items]
    if isinstance(value, list):
        return '[' + ','.join(inner(value)) + ']'
    if isinstance(value, tuple):
        return '(' + ','.join(inner(value)) + ')'
    if isinstance(value, (set, frozenset)):
        return 'set{' + ','.join(sorted(inner(value))) + '}'
    if isinstance(value, dict):
        pairs = (canon(key, depth + 1) + ':' + canon(item, depth + 1) for key, item in value.items())
        return '{' + ','.join(sorted(pairs)) + '}'
    if isinstance(value, complex):
        return repr(value)
    return 'obj:' + type(value).__name__

def cut(text):
    return text if len(text) < 300 else text[:200] + '#' + hashlib.md5(text.encode('utf8', 'replace')).hexdigest()

def timer(seconds):
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds, 0.05)

def call(function, args, limit):
    try:
        timer(limit)
        result = function(*args)
        timer(limit)
        if result is None:
            return ['nothing', '']
        if hasattr(result, '__next__'):
            return ['value', 'obj:iter']
        return ['value', cut(canon(result))]
    except Late:
        return ['late', '']
    except BaseException as error:
        return ['error', type(error).__name__]
    finally:
        timer(0)

def alone(job, text, out):
    resource.setrlimit(resource.RLIMIT_AS, (1500 << 20, 1500 << 20))
    resource.setrlimit(resource.RLIMIT_CPU, (12, 13))
    empty = os.open('/dev/null', os.O_RDWR)
    for descriptor in (0, 1, 2, 3):
        os.dup2(empty, descriptor)
    sys.stdin, sys.stdout = open('/dev/null'), open('/dev/null', 'w')
    sys.stderr = sys.stdout
    emit = lambda *event, write=os.write, dumps=json.dumps: write(out, (dumps(event) + '\\n').encode())
    signal.signal(signal.SIGVTALRM, _late)
    path = os.path.abspath(job['file'])
    name = os.path.splitext(os.path.basename(path))[0]
    parts, folder = [name], os.path.dirname(path)
    while os.path.exists(os.path.join(folder, '__init__.py')):
        parts.insert(0, os.path.basename(folder))
        folder = os.path.dirname(folder)
    sys.path[0:1] = [folder, os.getcwd()]
    module = types.ModuleType('.'.join(parts))
    module.__file__ = path
    module.__package__ = '.'.join(parts[:-1])
    sys.modules[module.__name__] = module
    try:
        timer(LOAD)
        exec(compile(text, path, 'exec'), module.__dict__)
        function = module.__dict__.get(job['entry'])
        word = 'ok' if callable(function) else 'the function is not defined'
    except Late:
        word = 'does not end'
    except BaseException as error:
        word = type(error).__name__
    finally:
        timer(0)
    emit('load', word)
    if word != 'ok':
        return
    started, late = time.process_time(), 0
    for index, source in enumerate(job['probes']):
        if time.process_time() - started > IN_ALL:
            break
        kind, result = call(function, eval(source, {}), FIRST if late < 6 else LATER)
        late += kind == 'late'
        emit(index, kind, result)

def run(number, job, text):
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.setsid()
        os.close(reading)
        try:
            alone(job, text, writing)
        except BaseException:
            pass
        os._exit(0)
    os.close(writing)
    rest, end = b'', time.time() + WALL
    while True:
        ready, _, _ = select.select([reading], [], [], max(0, end - time.time()))
        data = os.read(reading, 1 << 16) if ready else b''
        if not data:
            break
        *lines, rest = (rest + data).split(b'\\n')
        for line in lines:
            tell(number, line)
    try:
        os.killpg(pid, 9)
    except OSError:
        pass
    os.waitpid(pid, 0)
    os.close(reading)
    report([number, 'end'])

def tell(number, line):
    try:
        event = json.loads(line)
    except ValueError:
        return
    if not isinstance(event, list) or len(event) < 2 or not all(isinstance(part, (str, int)) for part in event):
        return
    if event[0] == 'load' or type(event[0]) is int:
        report([number, *event])

def report(event):
    line = (json.dumps(event) + '\\n').encode()
    while line:
        line = line[os.write(3, line):]

job = json.load(sys.stdin)
for number, text in enumerate(job['candidates']):
    run(number, job, text)
`;
