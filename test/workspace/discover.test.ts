import assert from 'node:assert/strict';
import { symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { createDiscovery } from '../../src/workspace/createDiscovery.ts';
import type { DiscoverRequest, Discovery } from '../../src/workspace/discover.ts';
import { folderWith, wasmDir } from './sampleFiles.ts';

const discovery = await createDiscovery({ wasmDir });

type Found = Extract<Discovery, { type: 'found' }>;
type Refused = Extract<Discovery, { type: 'refused' }>;

/** Discovers in a text that is on no disk, in a workspace without any other file. */
async function discover(
  file: string,
  text: string,
  options: Partial<DiscoverRequest> = {},
): Promise<Discovery> {
  const workspace = '/no-such-workspace';
  const at = { type: 'line', line: 1 } as const;
  return await discovery.discover({ workspace, file: join(workspace, file), text, at, ...options });
}

async function found(...args: Parameters<typeof discover>): Promise<Found> {
  const result = await discover(...args);
  assert.equal(result.type, 'found', JSON.stringify(result));
  return result;
}

async function refused(...args: Parameters<typeof discover>): Promise<Refused> {
  const result = await discover(...args);
  assert.equal(result.type, 'refused');
  assert.ok(result.action.length > 10);
  return result;
}

const shop = `import { round } from './round.js';
import fs from 'node:fs';

const RATE = 0.2;
const limit = { most: RATE * 100 };
const unused = 'nothing';

/** Where goods are. */
class Cart {
  #goods = [];

  constructor(owner) {
    this.owner = owner;
  }

  /**
   * The price with tax.
   *
   * @param {number} net before tax
   */
  price(net, { extra = 0 } = {}) {
    return Math.min(net, limit.most);
  }

  add(item) {
    this.#goods.push(item);
  }
}

export function far(a) {
  return round(a);
}
`;

test('a task holds what a prompt needs and the exact text that will be replaced', async () => {
  const { task, range, text } = await found('src/shop.js', shop, {
    at: { type: 'line', line: 22 },
    instruction: 'Round it.',
  });
  assert.deepEqual(task, {
    type: 'code',
    language: 'javascript',
    file: 'src/shop.js',
    functionName: 'Cart.price',
    original: 'price(net, { extra = 0 } = {}) {\n    return Math.min(net, limit.most);\n  }',
    signature: 'price(net, { extra = 0 } = {})',
    documentation: 'The price with tax.\n\n@param {number} net before tax',
    context: [
      "import { round } from './round.js';",
      "import fs from 'node:fs';",
      'const RATE = 0.2;',
      'const limit = { most: RATE * 100 };',
      'constructor(owner) {\n    this.owner = owner;\n  }',
      'add(item)',
      'export function far(a)',
    ].join('\n'),
    instruction: 'Round it.',
  });
  assert.equal(text.slice(range.start, range.end), task.original);
});

test('a Python task has its decorators in the text, its docstring as documentation and its whole signature', async () => {
  const text =
    'LIMIT = 3\n\n@cache\ndef f(\n    a: int,\n    b: str = ":",\n) -> dict[str, int]:\n    """Finds f.\n\n      Deeply.\n    Then.\n    """\n    return LIMIT\n\nx: "LIMIT"\n';
  const { task } = await found('f.py', text, { at: { type: 'name', name: 'f' } });
  assert.ok(task.original.startsWith('@cache\ndef f('));
  assert.equal(task.signature, 'def f(\n    a: int,\n    b: str = ":",\n) -> dict[str, int]:');
  assert.equal(task.documentation, 'Finds f.\n\n  Deeply.\nThen.');
  assert.equal(task.context, 'LIMIT = 3');
});

test('line comments are documentation', async () => {
  const { task } = await found(
    'f.ts',
    '// Finds f.\n// At once.\nexport const f = (a: number): number => a;\n',
  );
  assert.equal(task.documentation, 'Finds f.\nAt once.');
  assert.equal(task.signature, 'export const f = (a: number): number =>');
});

test('the context holds the types that types refer to, and JSDoc types, but not the doc comment', async () => {
  const types = [
    'interface Deep { x: Deepest }',
    'type Deepest = 1;',
    'interface Order { items: Item[] }',
    'interface Item { deep: Deep }',
  ];
  const typed = await found(
    'a.ts',
    `${types.join('\n')}\nexport function f(order: Order) {\n  return 0;\n}\n`,
    {
      at: { type: 'line', line: 5 },
    },
  );
  assert.equal(typed.task.context, types.join('\n'));
  const typedef = '/**\n * @typedef {Object} Point\n * @property {number} x\n */';
  const text = `${typedef}\n\n/**\n * Far.\n * @param {Point} p\n */\nexport function far(p) {\n  return 0;\n}\n`;
  const documented = await found('b.js', text, { at: { type: 'line', line: 7 } });
  assert.equal(documented.task.context, typedef);
});

test('the context is bounded and keeps the nearest', async () => {
  const others = Array.from({ length: 200 }, (_, index) => `function other${index}(first, second) {}`);
  const text = [...others.slice(0, 100), 'function target() {}', ...others.slice(100)].join('\n');
  const { task } = await found('many.js', text, { at: { type: 'name', name: 'target' } });
  assert.ok(task.context.length <= 1500 && task.context.length > 1300, `${task.context.length}`);
  assert.match(task.context, /other99\(/);
  assert.match(task.context, /other100\(/);
  assert.doesNotMatch(task.context, /other0\(|other199\(/);
});

test('a file of another language is refused with what is supported', async () => {
  const { code, message, action } = await refused('main.rs', 'fn main() {}');
  assert.equal(code, 'unknown-language');
  assert.match(message, /\.rs/);
  assert.match(action, /\.ts.*\.py/);
});

test('a syntax error in the function is refused with its place', async () => {
  const { code, message } = await refused('a.js', 'function f(a) {\n  return a + ;\n}\n', {
    at: { type: 'line', line: 1 },
  });
  assert.equal(code, 'syntax-error');
  assert.match(message, /a\.js has a syntax error at line 2, column \d+/);
});

test('a syntax error that hides the function is refused as such', async () => {
  const { code, message } = await refused('a.js', 'const x = ;\n\n\n', { at: { type: 'name', name: 'f' } });
  assert.equal(code, 'syntax-error');
  assert.match(message, /line 1/);
});

test('a Python function without a block is a syntax error', async () => {
  const { code, message } = await refused('a.py', 'def f():\n\n\ndef g():\n    return 1\n');
  assert.equal(code, 'syntax-error');
  assert.match(message, /indented block/);
});

test('a syntax error elsewhere does not stand in the way', async () => {
  const text = 'export function f(a) {\n  return a;\n}\n\nconst broken = ;\n';
  assert.equal((await found('a.js', text)).task.functionName, 'f');
});

test('a line without a function is refused', async () => {
  const { code, message } = await refused('a.js', 'let a;\n\n\nfunction f() {}\n', {
    at: { type: 'line', line: 1 },
  });
  assert.equal(code, 'no-function');
  assert.match(message, /line 1.*f \(line 4\)/);
  assert.match((await refused('a.js', '\n')).message, /no function/);
});

test('a file outside of the workspace is refused', async t => {
  const folder = await folderWith(t, { 'here/a.js': '', 'there/b.js': 'function f() {}' });
  const { code, message } = await refused('b.js', 'function f() {}', {
    workspace: join(folder, 'here'),
    file: join(folder, 'there/b.js'),
  });
  assert.equal(code, 'outside-workspace');
  assert.match(message, /there.b\.js/);
});

test('a workspace that is opened through a link is the same workspace', async t => {
  const folder = await folderWith(t, { 'real/src/a.js': 'function f() {}' });
  await symlink(join(folder, 'real'), join(folder, 'link'));
  const { task, workspace } = await found('a.js', 'function f() {}', {
    workspace: join(folder, 'link'),
    file: join(folder, 'real/src/a.js'),
  });
  assert.equal(task.file, 'src/a.js');
  assert.equal(workspace, join(folder, 'real'));
});

test('a named test command is taken as it is', async () => {
  const { task } = await found('a.js', 'function f() {}', { testCommand: 'make check' });
  assert.deepEqual(task.tests, { framework: 'command', files: [], commandLine: 'make check' });
});

test('the assembler works on the text of the editor, not on the file', async () => {
  const text = 'export function f(a) {\r\n  return 0;\r\n}\r\n// unsaved\r\n';
  const { assembler } = await found('a.js', text);
  const result = assembler.assemble('function f(a) {\n  return a;\n}');
  assert.ok(result.type === 'assembled');
  assert.equal(result.fileText, 'export function f(a) {\r\n  return a;\r\n}\r\n// unsaved\r\n');
});

test('functions of a folder are listed without tests and dependencies', async t => {
  const folder = await folderWith(t, {
    'src/a.js': 'export function f() { function inner() {} }\nclass A { m() {} }\n',
    'src/a.test.js': 'function inTest() {}\n',
    'node_modules/x/index.js': 'function x() {}\n',
    'lib/b.py': 'def g():\n    pass\n',
    'none.js': 'list.map(x => x);\n',
  });
  assert.deepEqual(await discovery.functionsIn(folder), [
    { file: join(folder, 'lib/b.py'), names: ['g'] },
    { file: join(folder, 'src/a.js'), names: ['f', 'A.m'] },
  ]);
});
