import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';
import { loadSyntax } from '../../src/workspace/syntax.ts';

const wasmDir = path.join(import.meta.dirname, '../../node_modules/@vscode/tree-sitter-wasm/wasm');

test('parsers that are loaded at the same time all read', async () => {
  const loaded = await Promise.all(Array.from({ length: 4 }, () => loadSyntax(wasmDir)));
  for (const syntax of loaded) {
    const type = syntax.read('python', 'def one():\n    return 1\n', root => root.child(0)?.type);
    assert.equal(type, 'function_definition');
  }
});

test('parsers are loaded once, and a load that failed is tried again', async () => {
  const first = loadSyntax(wasmDir);
  assert.equal(loadSyntax(wasmDir), first);
  const missing = path.join(wasmDir, 'missing');
  const failed = loadSyntax(missing);
  await assert.rejects(failed, /ENOENT/);
  assert.notEqual(loadSyntax(missing), failed);
  await assert.rejects(loadSyntax(missing), /ENOENT/);
});
