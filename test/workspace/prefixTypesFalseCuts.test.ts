import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { describe, it } from 'node:test';
import { loadCompiler } from '../../src/workspace/compilerOf.ts';
import { createDiscovery } from '../../src/workspace/createDiscovery.ts';
import { createPrefixTypes } from '../../src/workspace/prefixCheckTypes.ts';
import { loadSyntax } from '../../src/workspace/syntax.ts';
import { createTypeService } from '../../src/workspace/typeDiagnosticsService.ts';
import { folderWith, wasmDir } from './sampleFiles.ts';

/** As in typeDiagnostics.test.ts. */
const library =
  process.env.PONDER_TYPESCRIPT ??
  path.join(
    process.env.XDG_CACHE_HOME ?? path.join(homedir(), '.cache'),
    'ponder/vscode-server-4.139.1/node_modules/code-server/lib/vscode/extensions/node_modules/typescript/lib/typescript.js',
  );
const missing = existsSync(library) ? false : `there is no TypeScript library at ${library}`;
const discovery = await createDiscovery({ wasmDir });
const syntax = await loadSyntax(wasmDir);
const config = JSON.stringify({
  compilerOptions: { strict: true, target: 'es2022', lib: ['es2022', 'dom'], types: [], checkJs: true },
});

/** The line of the code after which a sample is cut, when the checker is asked after each of its lines; undefined when it never is. */
async function cutAt(test: Parameters<typeof folderWith>[0], file: string, text: string, code: string) {
  const workspace = await folderWith(test, { 'tsconfig.json': config, [file]: text });
  const at = { type: 'name', name: 'f' } as const;
  const found = await discovery.discover({ workspace, file: path.join(workspace, file), text, at });
  assert.ok(found.type === 'found');
  const compiler = await loadCompiler(library);
  const service = createTypeService({ compiler, file: path.join(workspace, file), text });
  const types = { warm() {}, check: async (next: string) => service?.problemsOf(next) };
  const answer = `\`\`\`\n${code}\n\`\`\`\n`;
  for (let end = answer.indexOf('\n'); end !== -1; end = answer.indexOf('\n', end + 1)) {
    const check = createPrefixTypes({ syntax, types, ...found, start: found.range.start, now: () => 0 });
    const part = answer.slice(0, end + 1);
    check.check(part);
    await new Promise(setImmediate);
    if (check.check(part) !== undefined) return part.split('\n').length - 2;
  }
  return undefined;
}

const ts = 'export function f(a: any): any {\n  return 0;\n}\n';
const js = '/** @param {any} a */\nexport function f(a) {\n  return 0;\n}\n';
const head = 'export function f(a: any): any {\n';
const string = head.replace('a: any', 'a: string');

const mendable: readonly (readonly [string, string, string, string])[] = [
  [
    'a helper below that is named like one of the platform',
    'a.ts',
    ts,
    `${head}  const r = close(a, 1);\n  return r;\n}\n\nfunction close(a: any, n: number) {\n  return a + n;\n}`,
  ],
  [
    'a type below that is named like one of the platform',
    'a.ts',
    ts,
    `${head}  const n: Node = a;\n  const v = n.val;\n  return v;\n}\n\ninterface Node {\n  val: number;\n}`,
  ],
  [
    'an inner function below that takes the place of one of the file',
    'a.ts',
    `function walk(a: string) {\n  return a;\n}\n${ts}export const w = walk('');\n`,
    `${head}  const r = walk(a, 1);\n  return r;\n\n  function walk(b: any, n: number) {\n    return b + n;\n  }\n}`,
  ],
  [
    'a variable below that an inner function uses',
    'a.ts',
    ts,
    `${head}  const g = () => {\n    return status.total;\n  };\n  const status = { total: 1 };\n  return g();\n}`,
  ],
  [
    'what the function returns below, when it calls itself',
    'a.ts',
    'export function f(a: any) {\n  return 0;\n}\n',
    'export function f(a: any) {\n  if (!a) {\n    return 0;\n  }\n  const r = f(a.next);\n  const t = r.total;\n  return a;\n}',
  ],
  [
    'properties that a function is given below',
    'a.ts',
    ts,
    `${head}  function g() {\n    const c = g.cache;\n    return c;\n  }\n  const z = 1;\n  g.cache = a;\n  return g();\n}`,
  ],
  [
    'properties that an object of JavaScript is given below',
    'a.js',
    js,
    'export function f(a) {\n  const o = {};\n  if (o.x) {\n    return 1;\n  }\n  o.x = a;\n  return o;\n}',
  ],
  [
    'an interface that goes on below',
    'a.ts',
    ts,
    `${head}  interface P { x: number }\n  const p: P = a;\n  const z = p.y;\n  interface P { y: number }\n  return z;\n}`,
  ],
  [
    'a line that goes on in the next without a semicolon',
    'a.ts',
    ts,
    `${head}  const x: number = {\n    n: 1,\n  }\n  .n;\n  return x;\n}`,
  ],
  [
    'a variable below that is named like a property taken apart above',
    'a.ts',
    ts,
    `${head}  const g = ({ status: s }: any) => {\n    return s + status.total;\n  };\n  const status = { total: 1 };\n  return g(a);\n}`,
  ],
  [
    'a line that goes on after a comment with a semicolon',
    'a.ts',
    ts.replace('a: any', 'a: string'),
    `${string}  const n: number = a // see above;\n    .length;\n  return n;\n}`,
  ],
  [
    'a line that goes on below a comment with a semicolon',
    'a.ts',
    ts.replace('a: any', 'a: string'),
    `${string}  const n: number = a\n  // the length;\n    .length;\n  return n;\n}`,
  ],
  [
    'the line after a condition that goes on in the next',
    'a.ts',
    ts,
    `${head}  let n: number = 0;\n  if (a) n = { v: 1 }\n    .v;\n  return n;\n}`,
  ],
];

describe('the type checker on a streamed prefix', { skip: missing }, () => {
  for (const [what, file, text, code] of mendable) {
    it(`cuts nothing for ${what}`, async t => {
      assert.equal(await cutAt(t, file, text, code), undefined);
    });
  }

  it('still cuts for a property that a parameter does not have', async t => {
    const code = 'export function f(a: string): any {\n  const p = a.nope;\n  return p;\n}';
    assert.equal(await cutAt(t, 'a.ts', ts.replace('a: any', 'a: string'), code), 2);
    const block = 'export function f(a: string): any {\n  if (a) {\n    return a.nope\n  }\n  return a\n}';
    assert.equal(await cutAt(t, 'a.ts', ts.replace('a: any', 'a: string'), block), 4);
  });
});
