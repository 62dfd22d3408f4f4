import fs from 'node:fs';
import path from 'node:path';
import * as esbuild from 'esbuild';
import { bundles, copies } from './bundles.ts';
import { root } from './checkout.ts';

/** Entry files that are not there; a build without them would fail with a stack. */
function missingEntries(): readonly string[] {
  const entries = bundles({ production: false }).flatMap(options => Object.values(options.entryPoints));
  return [...entries, ...copies.map(copy => copy.from)].filter(file => !fs.existsSync(path.join(root, file)));
}

/** Fills dist/ with what the extension, the terminal command and the panel need. Throws on the first bundle that fails. */
export async function build(options: { readonly production: boolean }): Promise<void> {
  const missing = missingEntries();
  if (missing.length > 0) throw new Error(`The build needs files that are not there: ${missing.join(', ')}`);
  fs.rmSync(path.join(root, 'dist'), { recursive: true, force: true });
  copyFiles();
  await Promise.all(bundles(options).map(bundle => esbuild.build(bundle)));
  fs.chmodSync(path.join(root, 'dist/cli.mjs'), 0o755);
}

function copyFiles(): void {
  for (const { from, to } of copies) {
    fs.cpSync(path.join(root, from), path.join(root, 'dist', to), { recursive: true, dereference: true });
  }
}

async function watch(): Promise<void> {
  copyFiles();
  for (const bundle of bundles({ production: false })) {
    await (await esbuild.context({ ...bundle, logLevel: 'info' })).watch();
  }
}

if (import.meta.main) {
  const started = performance.now();
  if (process.argv.includes('--watch')) await watch();
  else {
    try {
      await build({ production: process.argv.includes('--production') });
      console.log(`Built dist/ in ${((performance.now() - started) / 1000).toFixed(1)} s`);
    } catch (error) {
      console.error(error instanceof Error ? error.message : error);
      process.exitCode = 1;
    }
  }
}
