import assert from 'node:assert/strict';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { createDiscovery } from '../../src/workspace/createDiscovery.ts';
import { mostFiles } from '../../src/workspace/walkFiles.ts';
import { folderWith, wasmDir } from './sampleFiles.ts';

const discovery = await createDiscovery({ wasmDir });

const clamp = 'export function clamp(a) {\n  return a;\n}\n\nexport function other(a) {\n  return a;\n}\n';
const python = 'def clamp(a):\n    return a\n\n\ndef other(a):\n    return a\n';

async function testsOf(
  t: TestContext,
  files: Readonly<Record<string, string>>,
  file: string,
  name = 'clamp',
) {
  const workspace = await folderWith(t, files);
  const request = { workspace, file: join(workspace, file), text: files[file] ?? '' };
  const result = await discovery.discover({ ...request, at: { type: 'name', name } });
  assert.equal(result.type, 'found', JSON.stringify(result));
  return result.task.tests;
}

function nodeTest(body: string, from = '../src/clamp.js'): string {
  return `import test, { describe, it, beforeEach } from 'node:test';\nimport { clamp, other } from '${from}';\n${body}`;
}

const places: Readonly<Record<string, readonly [string, string]>> = {
  'beside the file': ['src/clamp.test.js', './clamp.js'],
  'with spec in its name': ['src/clamp.spec.js', './clamp'],
  'in a folder named test': ['test/anything.js', '../src/clamp.js'],
  'in a folder named __tests__': ['src/__tests__/numbers.mjs', '../clamp.js'],
  'through an alias': ['tests/clamp.test.js', '@/src/clamp'],
};

for (const [title, [path, from]] of Object.entries(places)) {
  test(`a test file is found ${title}`, async t => {
    const tests = await testsOf(
      t,
      { 'package.json': '{}', 'src/clamp.js': clamp, [path]: nodeTest("test('a', () => clamp(1));\n", from) },
      'src/clamp.js',
    );
    assert.deepEqual(tests, { framework: 'node:test', files: [path] });
  });
}

test('a test file that takes the function from an index file is found', async t => {
  const files = {
    'package.json': '{}',
    'src/clamp.js': clamp,
    'src/index.js': "export { clamp as limit } from './clamp.js';\n",
    'src/app.js': "import { other } from './clamp.js';\nexport const app = () => other(1);\n",
    'test/api.test.js':
      "import test from 'node:test';\nimport { limit } from '../src/index.js';\ntest('clamps', () => limit(1));\ntest('b', () => {});\n",
    'test/app.test.js':
      "import test from 'node:test';\nimport { app } from '../src/app.js';\ntest('c', () => app('clamp'));\n",
  };
  assert.deepEqual(await testsOf(t, files, 'src/clamp.js'), {
    framework: 'node:test',
    files: ['test/api.test.js'],
    only: ['clamps'],
  });
});

test('required modules and namespaces count as imports', async t => {
  const files = {
    'lib/clamp.cjs': 'function clamp() {}\nmodule.exports = { clamp };\n',
    'test/a.test.cjs':
      "const { test } = require('node:test');\nconst lib = require('../lib/clamp.cjs');\ntest('a', () => lib.clamp());\n",
    'test/b.test.mjs':
      "import test from 'node:test';\nimport * as lib from '../lib/clamp.cjs';\ntest('b', () => lib.clamp());\n",
    'test/c.test.mjs': "import test from 'node:test';\ntest('clamp', () => {});\n",
  };
  assert.deepEqual(await testsOf(t, files, 'lib/clamp.cjs'), {
    framework: 'node:test',
    files: ['test/a.test.cjs', 'test/b.test.mjs'],
  });
});

test('a default export is known by the name that the test gives it', async t => {
  const files = {
    'package.json': '{}',
    'a.js': 'export default function clamp() {}\nexport const other = () => 1;\n',
    'a.test.js':
      "import test from 'node:test';\nimport limit, { other } from './a.js';\ntest('one', () => limit());\ntest('two', () => other());\n",
  };
  assert.deepEqual((await testsOf(t, files, 'a.js'))?.only, ['one']);
});

test('files that mention the function come before those that only import its file', async t => {
  const files = {
    'package.json': '{}',
    'src/clamp.js': clamp,
    'test/a.test.js':
      "import test from 'node:test';\nimport * as lib from '../src/clamp.js';\ntest('a', () => lib.other());\n",
    'test/b.test.js': nodeTest("test('b', () => clamp(1));\n"),
  };
  assert.deepEqual((await testsOf(t, files, 'src/clamp.js'))?.files, ['test/b.test.js']);
  assert.deepEqual((await testsOf(t, { ...files, 'test/b.test.js': '' }, 'src/clamp.js'))?.files, [
    'test/a.test.js',
  ]);
});

test('a file of the same name is the last resort, and then there is none', async t => {
  const files = {
    'package.json': '{}',
    'src/clamp.js': clamp,
    'test/clamp.test.js': "import 'node:test';\n",
  };
  assert.deepEqual(await testsOf(t, files, 'src/clamp.js'), {
    framework: 'node:test',
    files: ['test/clamp.test.js'],
  });
  assert.equal(
    await testsOf(t, { 'src/clamp.js': clamp, 'test/x.test.js': "test('clamp');" }, 'src/clamp.js'),
    undefined,
  );
});

test('a test file of more than half a megabyte is left out', async t => {
  const long = `${nodeTest("test('a', () => clamp(1));\n")}// ${'x'.repeat(600_000)}\n`;
  const files = { 'package.json': '{}', 'src/clamp.js': clamp, 'test/clamp.test.js': long };
  assert.equal(await testsOf(t, files, 'src/clamp.js'), undefined);
});

test('only the package of the file is searched where it has tests', async t => {
  const files = {
    'one/package.json': '{}',
    'one/src/clamp.js': clamp,
    'one/test/clamp.test.js': nodeTest("test('a', () => clamp(1));\n"),
    'two/package.json': '{}',
    'two/test/clamp.test.js': nodeTest("test('b', () => clamp(1));\n", '../../one/src/clamp.js'),
  };
  assert.deepEqual((await testsOf(t, files, 'one/src/clamp.js'))?.files, ['one/test/clamp.test.js']);
  const { 'one/test/clamp.test.js': _, ...rest } = files;
  assert.deepEqual((await testsOf(t, rest, 'one/src/clamp.js'))?.files, ['two/test/clamp.test.js']);
});

const selections: Readonly<Record<string, readonly [string, readonly string[] | undefined]>> = {
  'tests that call it': ["test('a', () => clamp(1));\ntest('b', () => other(1));\n", ['a']],
  'every test': ["test('a', () => clamp(1));\n", undefined],
  'tests in suites': [
    "describe('s', () => {\n  it('a', () => clamp(1));\n  it.skip('b', () => other(1));\n});\n",
    ['s > a'],
  ],
  'a suite of its name': [
    "describe('clamp()', () => {\n  it('a', () => {});\n});\ntest('b', () => other(1));\n",
    ['clamp() > a'],
  ],
  'a suite with a hook that calls it': [
    "describe('s', () => {\n  let r;\n  beforeEach(() => {\n    r = clamp(1);\n  });\n  it('a', () => r);\n  it('b', () => {});\n});\ntest('c', () => other(1));\n",
    ['s > a', 's > b'],
  ],
  'tests that call it through a declaration': [
    "const run = x => clamp(x);\nconst twice = x => run(run(x));\ntest('a', () => twice(1));\ntest('b', () => other(1));\n",
    ['a'],
  ],
  'not tests with a variable of the same name': [
    "test('a', () => { const r = clamp(1); });\ntest('b', () => { const r = other(1); });\n",
    ['a'],
  ],
  'a callback given by name': [
    "function check() {\n  clamp(1);\n}\ntest('a', check);\ntest('b', () => other(1));\n",
    ['a'],
  ],
  'the known beginning of a name': [
    "for (const x of [1, 2]) test(`clamps \u0024{x}`, () => clamp(x));\ntest('b', () => other(1));\n",
    ['clamps '],
  ],
  'the suite of a name made at run time': [
    "describe('s', () => {\n  for (const x of [1]) it(String(x), () => clamp(x));\n});\ntest('b', () => other(1));\n",
    ['s > '],
  ],
  'all where a name cannot be told': [
    "for (const x of [1]) test(String(x), () => clamp(x));\ntest('b', () => other(1));\n",
    undefined,
  ],
  'a name up to an escape': ["test('it\\'s', () => clamp(1));\ntest('b', () => other(1));\n", ['it']],
  'rows of a table': [
    "it.each([[1, 2]])('gives %i', (a, b) => clamp(a, b));\ntest('b', () => other(1));\n",
    ['gives '],
  ],
  'nested tests by the outer one': [
    "test('a', async t => {\n  await t.test('inner', () => clamp(1));\n});\ntest('b', () => other(1));\n",
    ['a'],
  ],
};

for (const [title, [body, only]] of Object.entries(selections)) {
  test(`the tests that decide are ${title}`, async t => {
    const files = { 'package.json': '{}', 'src/clamp.js': clamp, 'test/clamp.test.js': nodeTest(body) };
    const tests = await testsOf(t, files, 'src/clamp.js');
    assert.deepEqual(tests?.files, ['test/clamp.test.js']);
    assert.deepEqual(tests.only, only);
  });
}

test('a file in the test folder without a test is no test file', async t => {
  const made = "import { clamp } from '../src/clamp.js';\nexport const made = () => clamp(1);\n";
  const files = { 'package.json': '{}', 'src/clamp.js': clamp, 'test/made.js': made };
  assert.equal(await testsOf(t, files, 'src/clamp.js'), undefined);
});

test('a constructor is tested where its class is', async t => {
  const files = {
    'package.json': '{}',
    'a.js': 'export class Stack {\n  constructor() {}\n}\nexport const other = 1;\n',
    'a.test.js':
      "import test from 'node:test';\nimport { Stack, other } from './a.js';\ntest('a', () => new Stack());\ntest('b', () => other);\n",
  };
  assert.deepEqual((await testsOf(t, files, 'a.js', 'constructor'))?.only, ['a']);
});

const global = "import { clamp } from '../src/clamp.ts';\ndescribe('x', () => it('a', () => clamp(1)));\n";
const frameworks: readonly (readonly [string, Readonly<Record<string, string>>, string, string])[] = [
  [
    'vitest by import',
    { 'package.json': '{"devDependencies":{"jest":"1"}}' },
    `import { it } from 'vitest';\n${global}`,
    'vitest',
  ],
  ['jest by import', {}, `import { it } from '@jest/globals';\n${global}`, 'jest'],
  ['jest by dependency', { 'package.json': '{"devDependencies":{"jest":"1"}}' }, global, 'jest'],
  ['jest by its settings', { 'package.json': '{"jest":{}}' }, global, 'jest'],
  [
    'mocha by script',
    { 'package.json': '{"scripts":{"test":"c8 mocha"},"devDependencies":{"jest":"1"}}' },
    global,
    'mocha',
  ],
  ['vitest by configuration', { 'package.json': '{}', 'vitest.config.ts': '' }, global, 'vitest'],
  [
    'the workspace around the package',
    { 'package.json': '{}', '../package.json': '{"devDependencies":{"vitest":"1"}}' },
    global,
    'vitest',
  ],
  [
    'node:test by script',
    { 'package.json': '{"scripts":{"test":"node --test"},"devDependencies":{"mocha":"1"}}' },
    global,
    'node:test',
  ],
  ['node:test without any hint', { 'package.json': '{}' }, global, 'node:test'],
  ['a broken package.json', { 'package.json': '{' }, global, 'node:test'],
];

for (const [title, project, text, framework] of frameworks) {
  test(`the framework is told by ${title}`, async t => {
    const own = Object.entries(project).map(([name, content]) => [join('pkg', name), content] as const);
    const files = { ...Object.fromEntries(own), 'pkg/src/clamp.ts': clamp, 'pkg/test/clamp.test.ts': text };
    assert.equal((await testsOf(t, files, 'pkg/src/clamp.ts'))?.framework, framework);
  });
}

const pythonCases: readonly (readonly [string, Readonly<Record<string, string>>, string, object])[] = [
  [
    'unittest classes',
    {
      'tests/test_clamp.py':
        'import unittest\nfrom pkg.clamp import clamp, other\n\nclass A(unittest.TestCase):\n    def test_a(self):\n        clamp(1)\n\n    def test_b(self):\n        other(1)\n',
    },
    'pkg/clamp.py',
    { framework: 'unittest', files: ['tests/test_clamp.py'], only: ['A > test_a'] },
  ],
  [
    'setUp',
    {
      'tests.py':
        'import unittest\nfrom pkg import clamp as module\n\nclass A(unittest.TestCase):\n    def setUp(self):\n        self.x = module.clamp(1)\n    def test_a(self):\n        pass\n\nclass B(unittest.TestCase):\n    def test_b(self):\n        pass\n',
    },
    'pkg/clamp.py',
    { framework: 'unittest', files: ['tests.py'], only: ['A > test_a'] },
  ],
  [
    'pytest functions and fixtures',
    {
      'tests/test_it.py':
        'import pytest\nfrom pkg.clamp import clamp, other\n\n@pytest.fixture\ndef made():\n    return clamp(1)\n\ndef test_a(made):\n    pass\n\n@pytest.mark.parametrize("f", [clamp])\ndef test_b(f):\n    pass\n\ndef test_c():\n    other(1)\n',
    },
    'pkg/clamp.py',
    { framework: 'pytest', files: ['tests/test_it.py'], only: ['test_a', 'test_b'] },
  ],
  [
    'unittest classes under pytest',
    {
      'pyproject.toml': '[tool.pytest.ini_options]\n',
      'tests/clamp_test.py':
        'import unittest\nimport pkg.clamp as c\n\nclass A(unittest.TestCase):\n    def test_a(self):\n        c.clamp(1)\n',
    },
    'pkg/clamp.py',
    { framework: 'pytest', files: ['tests/clamp_test.py'] },
  ],
  [
    'relative imports and __init__',
    {
      'pkg/__init__.py': 'from .clamp import clamp\n',
      'pkg/tests/test_a.py': 'from .. import clamp\n\ndef test_a():\n    clamp(1)\n',
      'tests/test_b.py': 'from pkg import clamp as limit\n\ndef test_b():\n    limit(1)\n',
    },
    'pkg/clamp.py',
    { framework: 'pytest', files: ['pkg/tests/test_a.py', 'tests/test_b.py'] },
  ],
  [
    'a source folder',
    { 'setup.py': '', 'tests/test_a.py': 'from pkg.clamp import clamp\n\ndef test_a():\n    clamp(1)\n' },
    'src/pkg/clamp.py',
    { framework: 'pytest', files: ['tests/test_a.py'] },
  ],
];

for (const [title, files, file, expected] of pythonCases) {
  test(`Python tests are found: ${title}`, async t => {
    assert.deepEqual(await testsOf(t, { ...files, [file]: python }, file), expected);
  });
}

test('a walk through a very large workspace is cut and says so', async t => {
  const many = Array.from({ length: mostFiles + 10 }, (_, index) => [`data/${index}.txt`, ''] as const);
  const workspace = await folderWith(t, {
    ...Object.fromEntries(many),
    'src/clamp.js': clamp,
    'test/clamp.test.js': nodeTest("test('a', () => clamp(1));\n"),
  });
  const file = join(workspace, 'src/clamp.js');
  const result = await discovery.discover({
    workspace,
    file,
    text: clamp,
    at: { type: 'name', name: 'clamp' },
  });
  assert.ok(result.type === 'found');
  assert.equal(result.task.tests, undefined);
  assert.match(result.notes?.join() ?? '', /first 5000 files/);
});
