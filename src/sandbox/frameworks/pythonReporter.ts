import type { PlanRequest } from './plan.ts';

/**
 * The beginning of a Python reporter: `send(event)`, `wanted(name)`, `told(error)`. Its folder is removed before any
 * test file is loaded, so the code under test does not find the token in the file system.
 */
export function pythonReporterStart({ command, token, tools }: PlanRequest): string {
  return `
import json, os, shutil, sys, traceback
_only = json.loads(${pythonText(JSON.stringify(command.only ?? null))})
_root = os.getcwd()
shutil.rmtree(os.path.join(_root, ${pythonText(tools)}), ignore_errors=True)

def send(_write=os.write, _dumps=json.dumps, _token=${pythonText(token)}, **event):
    line = (_token + ' ' + _dumps(event) + '\\n').encode()
    while line:
        line = line[_write(3, line):]

def wanted(name):
    return _only is None or any(' > '.join(name).startswith(one) for one in _only)

def told(kind, value, trace):
    text = ''.join(traceback.format_exception_only(kind, value)).strip()
    text = text.removeprefix('AssertionError: ') if hasattr(text, 'removeprefix') else text
    place = None
    if not issubclass(kind, AssertionError):
        for frame in traceback.extract_tb(trace):
            if frame.filename.startswith(_root + os.sep) and 'site-packages' not in frame.filename:
                place = frame
    where = '\\nat %s (%s:%d)' % (place.name, os.path.relpath(place.filename, _root), place.lineno) if place else ''
    return (text + where)[:8000]
`;
}

function pythonText(text: string): string {
  return JSON.stringify(text);
}
