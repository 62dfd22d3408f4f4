import fs from 'node:fs';
import path from 'node:path';
import { runTests } from '@vscode/test-electron';
import * as esbuild from 'esbuild';
import { root } from './checkout.ts';
import { copyPlayground } from './playground.ts';

/** Bundles test/host/ and runs it in the extension host. Rejects when a test failed. */
async function runHostTests(): Promise<void> {
  const outdir = path.join(root, 'out/host');
  const workspace = path.join(root, 'out/host-workspace');
  for (const folder of [outdir, workspace]) fs.rmSync(folder, { recursive: true, force: true });
  await esbuild.build({
    absWorkingDir: root,
    entryPoints: ['test/host/index.ts', ...fs.globSync('test/host/*.test.ts', { cwd: root })],
    outdir,
    outExtension: { '.js': '.cjs' },
    bundle: true,
    platform: 'node',
    format: 'cjs',
    external: ['vscode', 'node-llama-cpp'],
    sourcemap: 'inline',
    logLevel: 'warning',
  });
  await runTests({
    vscodeExecutablePath: process.env.PONDER_VSCODE ?? path.join(import.meta.dirname, 'vscode/codeShim.ts'),
    extensionDevelopmentPath: root,
    extensionTestsPath: path.join(outdir, 'index.cjs'),
    launchArgs: [copyPlayground(workspace)],
    extensionTestsEnv: { PONDER_COUNTS: process.env.PONDER_COUNTS, PONDER_TEST: '1' },
  });
}

try {
  await runHostTests();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
