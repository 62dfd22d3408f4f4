import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { createDiscovery } from '../../src/workspace/createDiscovery.ts';
import { refusedAt } from '../../src/workspace/prefixCheckRefusal.ts';
import { loadSyntax } from '../../src/workspace/syntax.ts';
import { folderWith, wasmDir } from './sampleFiles.ts';

const discovery = await createDiscovery({ wasmDir });
const syntax = await loadSyntax(wasmDir);
const places = { worker: '/no/such/worker.js' };

describe('odd files', () => {
  for (const key of ["'*'", "'c++'", "'/users/:id(.*'", "'['", '[Symbol.iterator]']) {
    it(`a method by the name of ${key} is found, watched while it is written, and put in its place`, async t => {
      const text = `const routes = {\n  ${key}(a) {\n    return 0;\n  },\n};\n`;
      const workspace = await folderWith(t, { 'a.js': text });
      const at = { type: 'line', line: 3 } as const;
      const found = await discovery.discover({ workspace, file: path.join(workspace, 'a.js'), text, at });
      assert.ok(found.type === 'found', JSON.stringify(found));
      const { prefixCheck } = discovery.checksOf(found, places);
      const answer = `\`\`\`\n${key}(a) {\n  return 1;\n}\n`;
      assert.equal(prefixCheck.check(answer), undefined);
      const made = found.assembler.assemble(`${answer}\`\`\`\n`);
      assert.ok(made.type === 'assembled', JSON.stringify(made));
      assert.equal(made.fileText, text.replace('0', '1'));
    });
  }

  it('an array of more elements than a call can have arguments', () => {
    const text = `const all = [${'0,'.repeat(200_000)}];\nfunction f() {}\n`;
    assert.deepEqual(
      discovery.listFunctions(text, 'javascript').map(({ name }) => name),
      ['f'],
    );
    assert.equal(discovery.listFunctions(`${text}(`, 'javascript').length, 1);
  });

  it('a configuration that is a folder asks for no types', async t => {
    const text = 'function f(a) {\n  return 0;\n}\n';
    const workspace = await folderWith(t, { 'a.js': text });
    mkdirSync(path.join(workspace, 'tsconfig.json'));
    const at = { type: 'name', name: 'f' } as const;
    const found = await discovery.discover({ workspace, file: path.join(workspace, 'a.js'), text, at });
    assert.ok(found.type === 'found');
    assert.equal(discovery.checksOf(found, places).diagnostics, undefined);
  });

  it('a workspace named with a slash at its end is the same folder', async t => {
    const text = 'export function f(a) {\n  return 0;\n}\n';
    const tests = "import { f } from './a.js';\nimport { test } from 'node:test';\ntest('f', () => f());\n";
    const outer = await folderWith(t, {
      'package.json': '{}',
      'other/a.test.js': tests.replace('./', '../in/'),
      'in/a.js': text,
    });
    const at = { type: 'name', name: 'f' } as const;
    const workspace = `${path.join(outer, 'in')}/`;
    const found = await discovery.discover({ workspace, file: `${workspace}a.js`, text, at });
    assert.ok(found.type === 'found');
    assert.equal(found.workspace, path.join(outer, 'in'));
    assert.equal(found.task.tests, undefined, 'what stands outside of the workspace is not its');
  });

  it('a token that is repeated without end is refused where it begins, without the parser trying to recover', () => {
    let steps = 0;
    const counting = {
      ...syntax,
      log: (...[language, text, take]: Parameters<typeof syntax.log>) =>
        syntax.log(language, text, message => {
          steps += 1;
          return take(message);
        }),
    };
    const text = `function f(a) {\n  return ${'"'.repeat(3001)}\n`;
    assert.equal(refusedAt(counting, 'javascript', text), text.indexOf('""') + 2);
    assert.ok(steps < 1_000, `${steps} steps`);
    assert.equal(
      syntax.read('javascript', 'const a = 1;', root => root.hasError),
      false,
      'it reads on after it',
    );
  });
});
