import type { BuildOptions, Plugin } from 'esbuild';
import { root } from './checkout.ts';

/** Left out of every bundle: the host brings `vscode`, and node-llama-cpp finds its native files by its own place. */
const external = ['vscode', 'node-llama-cpp'];

/** ESM output has no require(), __filename or __dirname, which bundled CommonJS packages use. */
const requireForEsm = [
  "import { createRequire as bundleRequire } from 'node:module';",
  'const require = bundleRequire(import.meta.url);',
  'const { filename: __filename, dirname: __dirname } = import.meta;',
].join(' ');

/** CommonJS output has no import.meta. */
const metaForCjs = "const bundleUrl = require('node:url').pathToFileURL(__filename).href;";

/** What only a run needs is a file of its own, so that activation does not read it. */
const composeApart: Plugin = {
  name: 'compose-apart',
  setup(build) {
    build.onResolve({ filter: /^\.\/compose\.ts$/ }, ({ kind }) =>
      kind === 'dynamic-import' ? { path: './compose.cjs', external: true } : undefined,
    );
  },
};

type Bundle = Omit<BuildOptions, 'entryPoints'> & { readonly entryPoints: Record<string, string> };

/** Every file of dist/ that is made from source. */
export function bundles(options: { readonly production: boolean }): readonly Bundle[] {
  const shared: BuildOptions = {
    absWorkingDir: root,
    outdir: 'dist',
    bundle: true,
    minify: options.production,
    keepNames: true,
    sourcemap: options.production ? false : 'linked',
    logLevel: 'warning',
  };
  const node: BuildOptions = { ...shared, platform: 'node', target: 'node22', external };
  return [
    {
      ...node,
      entryPoints: { extension: 'src/extension.ts', compose: 'src/compose.ts' },
      plugins: [composeApart],
      format: 'cjs',
      outExtension: { '.js': '.cjs' },
      define: {
        'import.meta.url': 'bundleUrl',
        'import.meta.dirname': '__dirname',
        'import.meta.filename': '__filename',
      },
      banner: { js: metaForCjs },
    },
    {
      ...node,
      entryPoints: {
        cli: 'src/cli.ts',
        llamaWorker: 'src/models/llamaWorker.ts',
        typesWorker: 'src/workspace/typeDiagnosticsWorker.ts',
      },
      format: 'esm',
      outExtension: { '.js': '.mjs' },
      banner: { js: requireForEsm },
    },
    {
      ...shared,
      entryPoints: { webview: 'webview/main.tsx' },
      platform: 'browser',
      target: 'es2022',
      format: 'iife',
      tsconfig: 'webview/tsconfig.json',
    },
    {
      ...shared,
      entryPoints: { webview: 'webview/panel.css' },
      loader: { '.ttf': 'file' },
      assetNames: '[name]',
    },
  ];
}

const wasm = 'node_modules/@vscode/tree-sitter-wasm/wasm';

/** Files that go to dist/ as they are. */
export const copies: readonly { readonly from: string; readonly to: string }[] = [
  ...[
    'tree-sitter',
    'tree-sitter-javascript',
    'tree-sitter-typescript',
    'tree-sitter-tsx',
    'tree-sitter-python',
  ].map(name => ({ from: `${wasm}/${name}.wasm`, to: `wasm/${name}.wasm` })),
];
