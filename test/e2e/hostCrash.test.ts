import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { root } from '../../src/dev/checkout.ts';

const shim = path.join(root, 'src/dev/vscode/codeShim.ts');

/** Runs a test module in the extension host as @vscode/test-electron would. */
function runInHost(module: string): { readonly status: number | null; readonly output: string } {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'ponder-crash-'));
  const tests = path.join(folder, 'tests.cjs');
  fs.writeFileSync(tests, module);
  const args = [folder, `--extensionDevelopmentPath=${root}`, `--extensionTestsPath=${tests}`];
  const { status, stdout, stderr } = spawnSync(shim, args, { encoding: 'utf8', timeout: 120_000 });
  return { status, output: stdout + stderr };
}

test('an extension host that dies during its tests has failed', () => {
  const { status, output } = runInHost(`exports.run = async () => { process.abort(); };`);
  assert.match(output, /ended (before its tests gave|without) a result/);
  assert.equal(status, 1);
});

test('tests that reject have failed, and their output is shown', () => {
  const { status, output } = runInHost(
    `exports.run = async () => { console.log('said %d', 1); throw new Error('no good'); };`,
  );
  assert.match(output, /said 1/);
  assert.match(output, /no good/);
  assert.equal(status, 1);
});
