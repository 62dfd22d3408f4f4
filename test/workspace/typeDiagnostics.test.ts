import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { AssembledCode } from '../../src/engine/code/evaluation.ts';
import { createDiscovery } from '../../src/workspace/createDiscovery.ts';
import { createPrefixTypes } from '../../src/workspace/prefixCheckTypes.ts';
import { loadSyntax } from '../../src/workspace/syntax.ts';
import { openTypeDiagnostics, type TypeDiagnostics } from '../../src/workspace/typeDiagnostics.ts';
import type { TypeProblem } from '../../src/workspace/typeDiagnosticsService.ts';
import { folderWith, wasmDir } from './sampleFiles.ts';

/** The TypeScript of the VS Code server that the tests of the window run in; PONDER_TYPESCRIPT names another. */
const compiler =
  process.env.PONDER_TYPESCRIPT ??
  path.join(
    process.env.XDG_CACHE_HOME ?? path.join(homedir(), '.cache'),
    'ponder/vscode-server-4.139.1/node_modules/code-server/lib/vscode/extensions/node_modules/typescript/lib/typescript.js',
  );
const missing = existsSync(compiler) ? false : `there is no TypeScript library at ${compiler}`;
const worker = fileURLToPath(new URL('../../src/workspace/typeDiagnosticsWorker.ts', import.meta.url));
const discovery = await createDiscovery({ wasmDir });
const syntax = await loadSyntax(wasmDir);
const signal = new AbortController().signal;

const strict = JSON.stringify({
  compilerOptions: { strict: true, target: 'es2022', lib: ['es2022'], types: [], module: 'nodenext' },
});
const other =
  'export type Item = { readonly name: string; readonly price: number };\nexport function total(items: readonly Item[]): number {\n  return items.length;\n}\n';
const shop = `import { type Item, total } from './item.ts';\n\nconst wrongBefore: number = 'x';\n\nexport function f(items: readonly Item[], name: string): number {\n  return 0;\n}\n\nexport const half = f([], '') / 2;\n`;

async function opened(test: TestContext, files: Readonly<Record<string, string>>, file: string) {
  const workspace = await folderWith(test, files);
  const text = files[file] ?? '';
  const at = { type: 'name', name: 'f' } as const;
  const found = await discovery.discover({ workspace, file: path.join(workspace, file), text, at });
  assert.ok(found.type === 'found', JSON.stringify(found));
  const { task, assembler, range } = found;
  const types = openTypeDiagnostics({
    workspace,
    task,
    text,
    start: range.start,
    worker,
    compilers: [compiler],
  });
  if (types) test.after(() => types.dispose());
  const assembled = (code: string): AssembledCode => {
    const made = assembler.assemble(`\`\`\`\n${code}\n\`\`\``);
    assert.ok(made.type === 'assembled', JSON.stringify(made));
    return made;
  };
  return { types, assembled, found };
}

function body(...lines: readonly string[]): string {
  return `export function f(items: readonly Item[], name: string): number {\n  ${lines.join('\n  ')}\n}`;
}

describe('the type checker of the editor', { skip: missing }, () => {
  it('tells what is wrong with a candidate and was not wrong before, by the lines of its code', async t => {
    const files = { 'tsconfig.json': strict, 'item.ts': other, 'shop.ts': shop };
    const { types, assembled } = await opened(t, files, 'shop.ts');
    assert.ok(types);
    assert.deepEqual(await types.problemsOf(assembled(body('return total(items);')), signal), []);
    const wrong = body('const first = items[0];', 'return first.weight + total(name);');
    assert.deepEqual(await types.problemsOf(assembled(wrong), signal), [
      {
        source: 'types',
        severity: 'error',
        line: 3,
        message: "Property 'weight' does not exist on type 'Item'.",
      },
      {
        source: 'types',
        severity: 'error',
        line: 3,
        message: "Argument of type 'string' is not assignable to parameter of type 'readonly Item[]'.",
      },
    ]);
    const changed = 'export function f(items: readonly Item[]): string {\n  return String(items);\n}';
    const told = await types.problemsOf(assembled(changed), signal);
    assert.ok(told && told.length > 0);
    assert.ok(
      told.every(({ line, message }) => line === 1 && /^line \d of the file: /.test(message)),
      JSON.stringify(told),
    );
  });

  it('checks JavaScript where it is asked to be, and nothing else', async t => {
    const text = '/** @param {number[]} a */\nexport function f(a) {\n  return 0;\n}\n';
    const code = 'export function f(a) {\n  return a.lenght;\n}';
    const plain = await opened(t, { 'a.js': text }, 'a.js');
    assert.equal(plain.types, undefined);
    const config = JSON.stringify({
      compilerOptions: { checkJs: true, target: 'es2022', lib: ['es2022'], types: [] },
    });
    for (const files of [{ 'a.js': `// @ts-check\n${text}` }, { 'a.js': text, 'jsconfig.json': config }]) {
      const { types, assembled } = await opened(t, files, 'a.js');
      const [problem] = (await types?.problemsOf(assembled(code), signal)) ?? [];
      assert.match(problem?.message ?? '', /'lenght' does not exist/);
    }
    const python = await opened(t, { 'a.py': 'def f(a):\n    return 0\n' }, 'a.py');
    assert.equal(python.types, undefined);
  });

  it('stops waiting when the run is stopped, and answers nothing once it is disposed', async t => {
    const { types, assembled } = await opened(
      t,
      { 'tsconfig.json': strict, 'item.ts': other, 'shop.ts': shop },
      'shop.ts',
    );
    assert.ok(types);
    const stop = new AbortController();
    const waiting = types.problemsOf(assembled(body('return 1;')), stop.signal);
    stop.abort(new Error('stopped'));
    await assert.rejects(waiting, /stopped/);
    const late = types.problemsOf(assembled(body('return 1;')), signal);
    await types.dispose();
    assert.equal(await late, undefined);
    assert.equal(await types.problemsOf(assembled(body('return 1;')), signal), undefined);
  });

  it('says nothing where its library is broken', async t => {
    const files = {
      'tsconfig.json': strict,
      'shop.ts': shop.replace(/^import.*\n/, 'type Item = string;\n'),
      'typescript.js': 'module.exports = {};',
    };
    const { found, assembled } = await opened(t, files, 'shop.ts');
    const { workspace, task, text, range } = found;
    const compilers = [path.join(workspace, 'typescript.js')];
    const types = openTypeDiagnostics({ workspace, task, text, start: range.start, worker, compilers });
    assert.equal(await types?.problemsOf(assembled(body('return 1;')), signal), undefined);
    await types?.dispose();
  });

  it('cuts a sample for a property that a type does not have, as soon as the statement has ended', async t => {
    const files = { 'tsconfig.json': strict, 'item.ts': other, 'shop.ts': shop };
    const { types, found } = await opened(t, files, 'shop.ts');
    assert.ok(types);
    let answered = Promise.resolve<readonly TypeProblem[] | undefined>(undefined);
    const asked: Pick<TypeDiagnostics, 'check' | 'warm'> = {
      warm: () => types.warm(),
      check: text => {
        answered = types.check(text);
        return answered;
      },
    };
    const check = createPrefixTypes({
      syntax,
      types: asked,
      ...found,
      start: found.range.start,
      now: () => 0,
    });
    const begun =
      '```ts\nexport function f(items: readonly Item[], name: string): number {\n  const first = items[0]?.weight;\n';
    assert.equal(check.check(begun), undefined);
    await answered;
    await new Promise(setImmediate);
    assert.equal(
      check.check(`${begun}  return 1;\n`),
      "type error: Property 'weight' does not exist on type 'Item'.",
    );
    assert.equal(
      check.check('```ts\nexport function f(items: readonly Item[]) {\n'),
      undefined,
      'another sample',
    );
  });
});

describe('the type checker on a streamed prefix', () => {
  async function watched(test: TestContext, problems: readonly TypeProblem[] | undefined, took = 10) {
    const { found } = await opened(test, { 'shop.ts': shop }, 'shop.ts');
    const asked: string[] = [];
    let time = 0;
    const types = {
      warm() {},
      async check(text: string) {
        asked.push(text);
        time += took;
        return problems;
      },
    };
    const check = createPrefixTypes({ syntax, types, ...found, start: found.range.start, now: () => time });
    const pass = (milliseconds: number) => {
      time += milliseconds;
    };
    const at = async (code: string) => {
      const reason = check.check(`\`\`\`ts\n${code}`);
      await new Promise(setImmediate);
      return reason;
    };
    return { at, asked, pass };
  }

  const head = 'export function f(items: readonly Item[], name: string): number {\n';
  const inside = shop.indexOf('return 0');
  const problem = (code: number, message: string, start = inside): TypeProblem => ({ code, message, start });

  it('asks where a statement of the function has ended, with the function ended there', async t => {
    const { at, asked, pass } = await watched(t, []);
    await at(head);
    await at(`${head}  const a = [\n`);
    await at(`${head}  for (const one of items) {\n    one.name;\n`);
    await at('const f = (items: readonly Item[], name: string) => 1;\n');
    assert.deepEqual(asked, []);
    await at(`${head}  const a = 1;\n`);
    assert.equal(asked.length, 1);
    assert.match(asked[0] ?? '', /const a = 1;\n\}\n\nexport const half/);
    await at(`${head}  const a = 1;\n  const b = 2;\n`);
    assert.equal(asked.length, 1, 'not twice in a second');
    pass(1_000);
    await at(`${head}  const a = 1;\n  const b = 2;\n`);
    assert.equal(asked.length, 2);
  });

  it('asks no more once an answer was slow, but for the first, or where nothing is checked', async t => {
    for (const [problems, times] of [
      [[], 2],
      [undefined, 1],
    ] as const) {
      const { at, asked, pass } = await watched(t, problems, 400);
      for (let i = 0; i < 5; i++) {
        await at(`${head}  const a = ${i};\n`);
        pass(1_000);
      }
      assert.equal(asked.length, times);
    }
  });

  it('cuts for what no later text takes back alone', async t => {
    const lasting = [2322, 2339, 2345, 2554].map(code => problem(code, 'of course'));
    const passing = [
      problem(2304, 'Cannot find name'),
      problem(2339, "does not exist on type 'never'"),
      problem(7027, ''),
      problem(2339, 'of a caller before', 0),
      problem(2339, 'of a caller behind', shop.length - 5),
      problem(2345, "of type 'string | void'"),
    ];
    for (const one of [...lasting, ...passing]) {
      const { at } = await watched(t, [one]);
      await at(`${head}  const a = 1;\n`);
      const reason = await at(`${head}  const a = 1;\n  const`);
      assert.equal(reason, lasting.includes(one) ? `type error: ${one.message}` : undefined);
    }
  });
});
