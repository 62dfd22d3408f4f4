import assert from 'node:assert/strict';
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import type { Snippet } from '../../src/engine/workspaceSearch.ts';
import { createDiscovery } from '../../src/workspace/createDiscovery.ts';
import { searchLimits } from '../../src/workspace/searchFiles.ts';
import { loadSyntax } from '../../src/workspace/syntax.ts';
import { createWorkspaceSearch } from '../../src/workspace/workspaceSearch.ts';
import { folderWith, wasmDir } from './sampleFiles.ts';

const discovery = await createDiscovery({ wasmDir });
const syntax = await loadSyntax(wasmDir);

type Asked = {
  readonly file: string;
  readonly name: string;
  readonly terms?: readonly string[];
  readonly most?: number;
  readonly testCommand?: string;
  readonly signal?: AbortSignal;
};

async function searchIn(workspace: string, files: Readonly<Record<string, string>>, asked: Asked) {
  const text = files[asked.file] ?? '';
  const at = { type: 'name', name: asked.name } as const;
  const { testCommand } = asked;
  const request = { workspace, file: join(workspace, asked.file), text, at };
  const found = await discovery.discover({ ...request, ...(testCommand !== undefined && { testCommand }) });
  assert.ok(found.type === 'found', JSON.stringify(found));
  const search = createWorkspaceSearch({ syntax, workspace, text });
  const call = {
    signal: asked.signal ?? new AbortController().signal,
    charge: () => assert.fail('a search costs nothing'),
    extend: () => false,
  };
  return await search.search({ task: found.task, terms: asked.terms ?? [], most: asked.most ?? 4000 }, call);
}

async function search(t: TestContext, files: Readonly<Record<string, string>>, asked: Asked) {
  return await searchIn(await folderWith(t, files), files, asked);
}

const places = (snippets: readonly Snippet[]) => snippets.map(({ file, line }) => `${file}:${line}`);

const ranges = [
  '/** Reads "3-7" as [3, 7]. */',
  'export function parseRange(text) {',
  "  return text.split('-').map(Number);",
  '}',
  '',
  'export const unused = 1;',
  '',
].join('\n');

const shop = {
  'package.json': '{ "type": "module" }',
  'src/total.js': [
    "import { parseRange } from './ranges.js';",
    '',
    '/** The length of all ranges of a list. */',
    'export function totalLength(list) {',
    "  throw new Error('not written');",
    '}',
    '',
  ].join('\n'),
  'src/ranges.js': ranges,
  'src/report.js': [
    "import { totalLength } from './total.js';",
    '',
    'export function report(lists) {',
    '  return lists.map(list => totalLength(list.split(",")));',
    '}',
    '',
  ].join('\n'),
  'src/lengths.js': 'export function meanLength(list) {\n  return list.length / 2;\n}\n',
  'test/total.test.js': [
    "import assert from 'node:assert/strict';",
    "import { test } from 'node:test';",
    "import { totalLength } from '../src/total.js';",
    "import { lists } from './support/lists.js';",
    "test('adds', () => assert.equal(totalLength(lists(['1-3', '5-6'])), 5));",
    '',
  ].join('\n'),
  'test/support/lists.js': [
    'export function lists(given) {',
    "  return given.filter(one => one !== '');",
    '}',
    'export const expectedTotals = [5, 7, 11];',
    'export function assertTotal(value) { if (value !== 5) throw new Error(); }',
    '',
  ].join('\n'),
};

test('the definition that the file imports comes first, then callers, what tests use, like names', async t => {
  const snippets = await search(t, shop, { file: 'src/total.js', name: 'totalLength' });
  assert.deepEqual(places(snippets), [
    'src/ranges.js:1',
    'src/report.js:3',
    'test/support/lists.js:1',
    'src/lengths.js:1',
  ]);
  assert.equal(snippets[0]?.text, ranges.slice(0, ranges.indexOf('\n\n')));
  assert.deepEqual(
    snippets.map(({ because }) => because),
    [
      'the file imports parseRange',
      'report calls totalLength',
      'its tests use lists',
      'meanLength has a name like totalLength',
    ],
  );
  assert.deepEqual(
    snippets.map(one => one.import),
    [undefined, undefined, "import { lists } from '../test/support/lists.js';", undefined],
  );
});

test('nothing that tests expect is shown', async t => {
  const snippets = await search(t, shop, {
    file: 'src/total.js',
    name: 'totalLength',
    terms: ['expectedTotals', 'assertTotal'],
  });
  assert.doesNotMatch(JSON.stringify(snippets), /expected|assert|5-6/);
});

test('what a test command of the person runs is no caller, nor is other code that checks', async t => {
  const files = {
    'total.js': 'export function total(list) {\n  return 0;\n}\n',
    'check.js': "import { total } from './total.js';\nif (total([2, 3]) !== 5) process.exit(1);\n",
    'again.js': "import { total } from './total.js';\nconsole.assert(total([2, 3]) === 5);\n",
    'use.js': "import { total } from './total.js';\nexport const twice = list => 2 * total(list);\n",
  };
  const snippets = await search(t, files, {
    file: 'total.js',
    name: 'total',
    testCommand: 'node ./check.js',
  });
  assert.deepEqual(places(snippets), ['use.js:2']);
});

test('a name that a failure speaks of is found wherever it is, with its import', async t => {
  const files = {
    ...shop,
    'src/total.js': 'export function totalLength(list) {\n  return 0;\n}\n',
    'lib/deep/numbers.js': 'export default function sumOf(numbers) {\n  return 0;\n}\n',
  };
  const snippets = await search(t, files, {
    file: 'src/total.js',
    name: 'totalLength',
    terms: ['sumOf', 'parseRange', 'nothingLikeIt'],
    most: 400,
  });
  assert.deepEqual(
    new Set(snippets.slice(0, 2).map(one => one.import)),
    new Set(["import { parseRange } from './ranges.js';", "import sumOf from '../lib/deep/numbers.js';"]),
  );
  assert.match(snippets[0]?.because ?? '', /a failure speaks of/);
});

test('types of parameters are found before callers, in TypeScript', async t => {
  const files = {
    'package.json': '{}',
    'src/price.ts': [
      "import type { Order } from './order';",
      'export function price(order: Order, rate: Rate): number {',
      '  return 0;',
      '}',
      '',
    ].join('\n'),
    'src/order.ts':
      'export interface Line {\n  amount: number;\n}\n\nexport interface Order {\n  lines: Line[];\n}\n',
    'src/rates.ts': 'export type Rate = { readonly percent: number };\n',
    'src/cart.ts':
      "import { price } from './price';\nexport const cart = () => price({ lines: [] }, { percent: 3 });\n",
  };
  const snippets = await search(t, files, { file: 'src/price.ts', name: 'price' });
  assert.deepEqual(places(snippets), ['src/order.ts:5', 'src/rates.ts:1', 'src/cart.ts:2']);
  assert.equal(snippets[0]?.import, undefined);
  assert.equal(snippets[1]?.import, "import { Rate } from './rates';");
});

test('definitions of Python modules are found by import, by member and by what the docstring says', async t => {
  const files = {
    'pyproject.toml': '',
    'shop/__init__.py': '',
    'shop/total.py': [
      'from . import rates',
      'from shop.orders import Order',
      '',
      '',
      'def total(order: Order) -> int:',
      '    """Uses `round_up` at the end."""',
      '    return rates.of(order)',
      '',
    ].join('\n'),
    'shop/rates.py': 'def of(order):\n    return 2\n\n\ndef other(order):\n    return 3\n',
    'shop/orders.py':
      'from dataclasses import dataclass\n\n\n@dataclass\nclass Order:\n    lines: list\n\n    def size(self):\n        return len(self.lines)\n',
    'shop/inner/rounding.py': 'def round_up(value):\n    return -(-value // 1)\n',
    'tests/test_total.py':
      'from shop.total import total\n\n\ndef test_total():\n    assert total(None) == 12345\n',
  };
  const snippets = await search(t, files, { file: 'shop/total.py', name: 'total' });
  assert.deepEqual(places(snippets), ['shop/rates.py:1', 'shop/orders.py:4', 'shop/inner/rounding.py:1']);
  assert.equal(snippets[2]?.import, 'from .inner.rounding import round_up');
  assert.doesNotMatch(JSON.stringify(snippets), /12345/);
});

test('a name without its import is brought in as the file does it: by require, by module path', async t => {
  const js = {
    'package.json': '{}',
    'a.js': "const { x } = require('./x');\nfunction f(v) {\n  return v;\n}\nmodule.exports = { f };\n",
    'x.js': 'const x = 1;\nmodule.exports = { x };\n',
    'lib/help.js': 'function helpOut(v) {\n  return v;\n}\nmodule.exports = { helpOut };\n',
  };
  const [first] = await search(t, js, { file: 'a.js', name: 'f', terms: ['helpOut'] });
  assert.equal(first?.import, "const { helpOut } = require('./lib/help');");
  const py = { 'a.py': 'def f(v):\n    return v\n', 'help.py': 'def help_out(v):\n    return v\n' };
  const [second] = await search(t, py, { file: 'a.py', name: 'f', terms: ['help_out'] });
  assert.equal(second?.import, 'from help import help_out');
});

test('what the prompt shows already is left out, a sibling of which it shows the signature is not', async t => {
  const files = {
    'a.js': [
      'const limit = 3;',
      'function half(v) {',
      '  return v / 2;',
      '}',
      'export function f(v) {',
      '  return half(v) + limit;',
      '}',
      '',
    ].join('\n'),
  };
  const snippets = await search(t, files, { file: 'a.js', name: 'f' });
  assert.deepEqual(
    snippets.map(({ text, line }) => [line, text]),
    [[2, 'function half(v) {\n  return v / 2;\n}']],
  );
});

test('ignored, hidden, large and binary files, dependencies and links are not read', async t => {
  const helper = (from: string) => `export function helpOut() {\n  return '${from}';\n}\n`;
  const files = {
    '.gitignore': 'generated/\n*.gen.js\n!kept.gen.js\n',
    'src/.gitignore': '/local.js\n',
    'a.js': 'export function f() {\n  return 1;\n}\n',
    'generated/a.js': helper('generated'),
    'x.gen.js': helper('pattern'),
    'src/local.js': helper('nested'),
    'node_modules/p/index.js': helper('dependency'),
    'dist/a.js': helper('build'),
    'venv/a.js': helper('venv'),
    '.hidden/a.js': helper('hidden'),
    'large.js': helper('large') + ' '.repeat(searchLimits.fileBytes),
    'binary.js': `${helper('binary')}\0`,
    'deep/er/kept.gen.js': helper('kept'),
  };
  const workspace = await folderWith(t, files);
  const outside = await mkdtemp(join(tmpdir(), 'ponder-outside-'));
  t.after(() => rm(outside, { recursive: true, force: true }));
  await writeFile(join(outside, 'out.js'), helper('outside'));
  await symlink(outside, join(workspace, 'linked'));
  await symlink(join(outside, 'out.js'), join(workspace, 'out.js'));
  const snippets = await searchIn(workspace, files, { file: 'a.js', name: 'f', terms: ['helpOut'] });
  assert.deepEqual(places(snippets), ['deep/er/kept.gen.js:1']);
});

test('what was found keeps to the characters allowed: long code by its outline, then nothing', async t => {
  const body = Array.from({ length: 100 }, (_, i) => `  const step${i} = ${i};`).join('\n');
  const files = {
    'a.js': 'export function f() {\n  return 1;\n}\n',
    'b.js': `/** Does much. */\nexport function helpOut(v) {\n${body}\n}\n`,
    'c.js': `export class LongThing {\n${'  m(v) {\n    return v;\n  }\n'.repeat(100)}}\n`,
  };
  const asked = { file: 'a.js', name: 'f', terms: ['helpOut', 'LongThing'] };
  const [whole] = await search(t, files, { ...asked, most: 3000 });
  assert.equal(whole?.text, '/** Does much. */\nexport function helpOut(v) …');
  for (const most of [10, 60, 400]) {
    const texts = (await search(t, files, { ...asked, most })).map(({ text }) => text);
    assert.ok(texts.join('').length <= most, `${texts.join('').length} of ${most}`);
  }
});

test('an aborted search rejects with the reason', async t => {
  const signal = AbortSignal.abort(new Error('stopped by the person'));
  await assert.rejects(
    search(t, shop, { file: 'src/total.js', name: 'totalLength', signal }),
    /stopped by the person/,
  );
});
