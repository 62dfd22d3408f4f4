import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { before, test } from 'node:test';
import { listFiles, PackageManager } from '@vscode/vsce';
import { root } from './support/sourceImports.ts';

/** What a person downloads, unpacked and not minified; the bundles and four parsers are most of it. */
const limit = 12_000_000;

const allowed = [
  /^(package\.json|README\.md|CHANGELOG\.md|LICENSE)$/,
  /^dist\/(extension\.cjs|compose\.cjs|llamaWorker\.mjs|typesWorker\.mjs|webview\.(js|css)|codicon\.ttf)$/,
  /^dist\/wasm\/tree-sitter(-\w+)?\.wasm$/,
  /^media\/(icon\.png|ponder\.svg)$/,
  /^media\/(marks|walkthrough)\/[\w-]+\.(svg|png|md)$/,
  /^media\/playground\/(README\.md|(javascript|python)\/.+\.(js|json|py))$/,
];

let files: readonly string[];

before(async () => {
  assert.ok(fs.existsSync(path.join(root, 'dist/extension.cjs')), 'nothing is built; type: npm run build');
  files = await listFiles({ cwd: root, packageManager: PackageManager.None });
});

test('only what is allowed ships', () => {
  assert.deepEqual(
    files.filter(file => !allowed.some(pattern => pattern.test(file))),
    [],
  );
});

test('all that the extension needs ships', () => {
  const needed = [
    ...[
      'package.json',
      'README.md',
      'LICENSE',
      'CHANGELOG.md',
      'media/icon.png',
      'media/playground/README.md',
    ],
    ...[
      'dist/extension.cjs',
      'dist/compose.cjs',
      'dist/llamaWorker.mjs',
      'dist/typesWorker.mjs',
      'dist/webview.js',
      'dist/webview.css',
      'dist/codicon.ttf',
    ],
    ...['', '-javascript', '-typescript', '-tsx', '-python'].map(name => `dist/wasm/tree-sitter${name}.wasm`),
  ];
  assert.deepEqual(
    needed.filter(file => !files.includes(file)),
    [],
  );
});

test('no source, test, model, recording or trace ships', () => {
  const unwanted = /(^|\/)(src|test|node_modules)\/|\.(tsx?|map|gguf|jsonl)$/;
  const own = files.filter(file => !file.startsWith('media/playground/'));
  assert.deepEqual(
    own.filter(file => unwanted.test(file)),
    [],
  );
});

test('the package stays small', () => {
  const bytes = files.reduce((sum, file) => sum + fs.statSync(path.join(root, file)).size, 0);
  assert.ok(bytes < limit, `${bytes} bytes, and the limit is ${limit}`);
  assert.ok(bytes > limit / 4, `${bytes} bytes: something is missing`);
});

test('what ships names no folder of the machine it was built on', () => {
  const bundles = files.filter(file => /\.(cjs|mjs|js|css)$/.test(file) && file.startsWith('dist/'));
  assert.ok(bundles.length >= 4);
  const naming = bundles.filter(file => fs.readFileSync(path.join(root, file), 'utf8').includes(root));
  assert.deepEqual(naming, []);
});
