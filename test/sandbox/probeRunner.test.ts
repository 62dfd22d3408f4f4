import assert from 'node:assert/strict';
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { Cost } from '../../src/engine/cost.ts';
import type { Output, Probed, ProbeRequest } from '../../src/engine/probes/probeRunner.ts';
import { type ProbeTask, probesFor } from '../../src/engine/probes/probes.ts';
import { float, integer, list, text, type Value } from '../../src/engine/probes/value.ts';
import { seededRandom } from '../../src/engine/random.ts';
import { createProbeRunner } from '../../src/sandbox/probeRunner.ts';
import { openSandbox, type Sandbox } from '../../src/sandbox/sandbox.ts';

let workspace: string;
let sandbox: Sandbox;
const charged: Cost[] = [];

before(async () => {
  workspace = realpathSync(mkdtempSync(join(tmpdir(), 'probe-test-')));
  sandbox = await openSandbox({ workspace });
});
after(async () => {
  await sandbox?.close();
  rmSync(workspace, { recursive: true, force: true });
});

const numbers = (...values: number[]): Value => list(values.map(integer));
const run = (request: Omit<ProbeRequest, 'file' | 'probes'>, ...args: (readonly Value[])[]) => {
  const file = { python: 'code.py', javascript: 'code.mjs', typescript: 'code.ts', tsx: 'code.tsx' }[
    request.language
  ];
  return createProbeRunner(sandbox).run(
    { ...request, file, probes: args.map(each => ({ args: each })) },
    { signal: new AbortController().signal, charge: used => charged.push(used), extend: () => true },
  );
};
const shown = (probed: Probed | undefined) =>
  probed?.type === 'loaded' ? probed.outputs.map(shownOutput) : probed?.reason;
const shownOutput = (output: Output) =>
  output.type === 'value' ? output.text : output.type === 'error' ? `! ${output.name}` : output.type;

describe('probes in Python', () => {
  it('tell values, nothing, errors and time-outs apart, and go on after a loop', async () => {
    const candidate = `
def f(x):
    if x == 0: return None
    if x == 1: raise ValueError('no')
    while x == 2:
        try:
            while True: pass
        except: pass
    return {'b': [x, 1.0, True], 'a': 'é'}
`;
    const probes = [0, 1, 2, 3].map(x => [integer(x)]);
    const [first] = await run({ language: 'python', functionName: 'f', candidates: [candidate] }, ...probes);
    assert.deepEqual(shown(first), ['nothing', '! ValueError', 'late', '{s"a":s"\\u00e9",s"b":[3,1,1]}']);
  });

  it('are canonical: whole floats are integers, tuples are no lists, sets have no order', async () => {
    const candidates = ['2', '2.0', '(1, 2)', '[1, 2]', '{2, 1}', 'iter([1])', '10 ** 5000'].map(
      result => `def f(x):\n    return ${result}\n`,
    );
    const results = await run({ language: 'python', functionName: 'f', candidates }, [integer(1)]);
    assert.deepEqual(results.flatMap(shown).slice(0, 6), [
      '2',
      '2',
      '(1,2)',
      '[1,2]',
      'set{1,2}',
      'obj:iter',
    ]);
    assert.match(String(results.flatMap(shown)[6]), /^big16610:/);
  });

  it('get fresh arguments in each candidate and call', async () => {
    const candidate = 'def f(xs):\n    xs.append(1)\n    return xs\n';
    const args = [[numbers()], [numbers()], [list([text('a'), float(2)])]];
    const results = await run(
      { language: 'python', functionName: 'f', candidates: [candidate, candidate] },
      ...args,
    );
    for (const result of results) assert.deepEqual(shown(result), ['[1]', '[1]', '[s"a",2,1]']);
  });

  it('find candidates broken that do not load, lack the function, never end, or whose own assert fails', async () => {
    const good = 'def f(x):\n    return x\n';
    const bad = ['def f(x:\n', 'def g(x): return x', 'while True: pass', `${good}assert f(1) == 2\n`];
    const results = await run({ language: 'python', functionName: 'f', candidates: [...bad, good] }, [
      integer(7),
    ]);
    assert.deepEqual(results.map(shown), [
      'SyntaxError',
      'the function is not defined',
      'does not end',
      'AssertionError',
      ['7'],
    ]);
    assert.ok(charged.every(used => used.sandboxSeconds > 0) && charged.length > 0);
  });

  it('keep candidates apart: one that kills its surroundings or writes to every descriptor harms only itself', async () => {
    const good = 'def f(x):\n    return x\n';
    const killer = 'import os, signal\nos.kill(os.getppid(), signal.SIGKILL)\n';
    const forger = `import os
for number in range(64):
    try: os.write(number, b'[0, "end"]\\n["end"]\\n[0, 0, "value", "forged"]\\n[9, "value", "x"]\\n')
    except OSError: pass
def f(x): return x + 1
`;
    const results = await run(
      { language: 'python', functionName: 'f', candidates: [good, killer, forger, good] },
      [integer(7)],
    );
    assert.deepEqual(results.map(shown), [['7'], 'ended the process that ran it', ['8'], ['7']]);
  });
});

describe('probes in JavaScript', () => {
  it('tell values, nothing, errors and time-outs apart, and go on after a loop', async () => {
    const candidate = `export function f(x) {
  if (x === 0) return;
  if (x === 1) throw new TypeError('no');
  while (x === 2) {}
  return { b: [x, 1.0, true, null], a: 'é', s: new Set([2, 1]) };
}`;
    const [first] = await run(
      { language: 'javascript', functionName: 'f', candidates: [candidate] },
      ...[0, 1, 2, 3].map(x => [integer(x)]),
    );
    const value = '{"a":s"é","b":[3,1,true,null],"s":set{1,2}}';
    assert.deepEqual(shown(first), ['nothing', '! TypeError', 'late', value]);
  });

  it('reach a function that is not exported, wait for promises, and run TypeScript', async () => {
    const script = 'const f = async (xs) => { xs.push(1); return xs; };';
    const [plain] = await run(
      { language: 'javascript', functionName: 'f', candidates: [script] },
      [numbers(3)],
      [numbers()],
    );
    assert.deepEqual(shown(plain), ['[3,1]', '[1]']);
    const typed = 'function f(x: number): number { return x * 2; }';
    const [result] = await run({ language: 'typescript', functionName: 'f', candidates: [typed] }, [
      integer(4),
    ]);
    assert.deepEqual(shown(result), ['8']);
  });

  it('find candidates broken that do not load, lack the function or never end', async () => {
    const bad = ['function f( {', 'function g() {}', 'for (;;) {}', 'process.exit(0)'];
    const good = 'function f(x) { return x; }';
    const results = await run({ language: 'javascript', functionName: 'f', candidates: [...bad, good] }, [
      integer(7),
    ]);
    assert.deepEqual(results.map(shown), [
      'SyntaxError',
      'ReferenceError',
      'does not end',
      'does not end',
      ['7'],
    ]);
  });
});

describe('probes made from types', () => {
  const outputsOf = async (task: Omit<ProbeTask, 'functionName'>, ...candidates: string[]) => {
    const probes = probesFor({ ...task, functionName: 'f' }, seededRandom(1));
    const args = probes.map(probe => probe.args);
    const results = await run({ language: task.language, functionName: 'f', candidates }, ...args);
    return { probes, outputs: results.map(result => (result.type === 'loaded' ? result.outputs : [])) };
  };

  it('give records of an interface to a TypeScript function, and split right from wrong', async () => {
    const types = `interface Point { x: number; y: number }
interface Shape { kind: 'circle' | 'square'; at: Point; tags?: ReadonlySet<string>; sizes: Map<string, number[]> }
`;
    const signature = 'function f(shapes: Shape[], kind: Shape["kind"] | null): string';
    const of = (body: string) => `${types}${signature} {\n${body}\n}`;
    const checked = of(`for (const { kind, at, tags, sizes } of shapes) {
  const keys = [...sizes].every(([key, each]) => typeof key === 'string' && each.every(Number.isFinite));
  const sound = ['circle', 'square'].includes(kind) && Number.isFinite(at.x + at.y) && keys;
  if (!sound || (tags !== undefined && !(tags instanceof Set))) throw new TypeError('no shape');
}
return shapes.filter(shape => kind === null || shape.kind === kind).length + ' of ' + shapes.length;`);
    const wrong = of(`return shapes.filter(shape => shape.kind === kind).length + ' of ' + shapes.length;`);
    const task = { language: 'typescript', signature, documentation: '', context: types } as const;
    const { probes, outputs } = await outputsOf(task, checked, wrong);
    assert.ok(probes.length >= 80);
    const [right = [], other = []] = outputs;
    assert.deepEqual(right.filter(({ type }) => type !== 'value').map(shownOutput), []);
    const split = right.filter((output, i) => shownOutput(output) !== shownOutput(other[i] ?? output));
    assert.ok(split.length >= 5 && split.length < probes.length, String(split.length));
  });

  it('arrive in Python as they are meant', async () => {
    const signature =
      'def f(a: dict[int, tuple[str, float]], b: Optional[set[int]], c: Literal["x", 2], d: bool):';
    const candidate = `${signature.replace('Optional', 'typing.Optional').replace('Literal', 'typing.Literal')}
    assert all(type(k) is int and type(t) is tuple and type(t[0]) is str and type(t[1]) is float for k, t in a.items())
    assert (b is None or all(type(i) is int for i in b) and type(b) is set) and c in ('x', 2) and type(d) is bool
    return [len(a), b is None, c, d]
`;
    const task = { language: 'python', signature, documentation: '', context: '' } as const;
    const { probes, outputs } = await outputsOf(task, `import typing\n${candidate}`);
    assert.ok(probes.length >= 80);
    assert.deepEqual(outputs[0]?.filter(({ type }) => type !== 'value').map(shownOutput), []);
    assert.ok(new Set(outputs[0]?.map(shownOutput)).size >= 12);
  });
});
