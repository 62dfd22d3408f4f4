import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import type { Syntax } from '../src/workspace/syntax.ts';
import {
  importsIn,
  loadSourceSyntax,
  type SourceImport,
  sourceFiles,
  textsIn,
} from './support/sourceImports.ts';

const folders = [
  'engine',
  'models',
  'sandbox',
  'workspace',
  'store',
  'view',
  'editor',
  'terminal',
  'bench',
  'dev',
] as const;
const faceless: readonly string[] = [
  'createPonder',
  'compose',
  'judgeByHand',
  'liveRun',
  'runConfig',
  'ponder',
];
const roots: readonly string[] = ['extension', 'cli'];

/** Where a file stands: its folder, or its name when it stands in src/ itself. */
type Zone = (typeof folders)[number] | 'faceless' | 'protocol' | 'root' | 'webview';

type Rule = {
  readonly zones: readonly Zone[];
  /** Zones of which only types may be imported. */
  readonly types?: readonly Zone[];
  readonly node?: true;
  readonly libraries?: true | readonly string[];
  readonly vscode?: true;
};

const core: readonly Zone[] = [
  'engine',
  'models',
  'sandbox',
  'workspace',
  'store',
  'view',
  'protocol',
  'faceless',
];

/** The table of ARCHITECTURE.md. A zone may always import itself. */
const rules: Readonly<Record<Zone, Rule>> = {
  engine: { zones: [], libraries: ['ml-matrix', 'fast-check'] },
  protocol: { zones: [], types: ['engine'] },
  models: { zones: ['engine'], node: true, libraries: true },
  sandbox: { zones: ['engine'], node: true, libraries: true },
  workspace: { zones: ['engine'], node: true, libraries: true },
  store: { zones: ['engine'], node: true },
  view: { zones: ['engine', 'protocol'] },
  editor: {
    zones: ['engine', 'store', 'view', 'protocol'],
    types: ['faceless', 'models', 'sandbox', 'workspace'],
    node: true,
    libraries: true,
    vscode: true,
  },
  faceless: { zones: core, node: true, libraries: true },
  terminal: { zones: [...core, 'bench'], node: true, libraries: true },
  bench: { zones: core, node: true, libraries: true },
  root: { zones: [...core, 'editor', 'terminal', 'bench'], node: true, libraries: true, vscode: true },
  dev: { zones: ['engine', 'models', 'store'], node: true, libraries: true },
  webview: { zones: ['protocol'], libraries: ['preact', '@vscode/webview-ui-toolkit'] },
};

let syntax: Syntax;
let imports: readonly SourceImport[];

before(async () => {
  syntax = await loadSourceSyntax();
  imports = sourceFiles().flatMap(file => importsIn(syntax, file));
});

function zoneOf(file: string): Zone {
  const [top, second = ''] = file.split('/');
  if (top === 'webview') return 'webview';
  const folder = folders.find(name => name === second);
  if (folder) return folder;
  const name = second.replace(/\.ts$/, '');
  if (name === 'protocol') return 'protocol';
  if (roots.includes(name)) return 'root';
  assert.ok(
    faceless.includes(name),
    `${file} stands in no folder of ARCHITECTURE.md; name it there and here`,
  );
  return 'faceless';
}

function isAllowed({ from, to, typeOnly }: SourceImport): boolean {
  const zone = zoneOf(from);
  const rule = rules[zone];
  if (to.startsWith('node:')) return rule.node === true;
  if (to === 'vscode') return rule.vscode === true;
  if (!/^(src|webview)\//.test(to)) return isLibraryAllowed(rule, to);
  const other = zoneOf(to);
  if (other === 'root') return false;
  return other === zone || rule.zones.includes(other) || (typeOnly && rule.types?.includes(other) === true);
}

function isLibraryAllowed({ libraries = [] }: Rule, name: string): boolean {
  return libraries === true || libraries.some(one => name === one || name.startsWith(`${one}/`));
}

function named({ from, to }: SourceImport): string {
  return `${from} imports ${to}`;
}

test('every import is one that ARCHITECTURE.md allows', () => {
  assert.ok(imports.length > 300, `only ${imports.length} imports were read`);
  assert.deepEqual(imports.filter(one => !isAllowed(one)).map(named), []);
});

test('the compositions, and what the terminal is made of, never reach the editor', () => {
  const reach = reachable('src/cli.ts');
  assert.ok(reach.has('src/engine/run.ts'), 'the terminal reaches the engine');
  assert.deepEqual(
    [...reach].filter(file => file === 'vscode' || file.startsWith('src/editor/')),
    [],
  );
});

test('nothing imports the scripts of src/dev', () => {
  const outside = imports.filter(({ from, to }) => to.startsWith('src/dev/') && !from.startsWith('src/dev/'));
  assert.deepEqual(outside.map(named), []);
});

test('the engine has no clock, no chance and no world of its own', () => {
  const banned = [
    ...['Date', 'performance', 'setTimeout', 'setInterval', 'setImmediate'],
    ...['fetch', 'WebSocket', 'process', 'console', 'crypto', 'Buffer', 'globalThis'],
  ];
  const engine = sourceFiles().filter(file => file.startsWith('src/engine/'));
  const used = engine.flatMap(file => {
    const names = [...textsIn(syntax, file, 'identifier')].filter(name => banned.includes(name));
    const chance = textsIn(syntax, file, 'member_expression').has('Math.random') ? ['Math.random'] : [];
    return [...names, ...chance].map(name => `${file} uses ${name}`);
  });
  assert.deepEqual(used, []);
});

test('no markup is made from text in the panel', () => {
  const files = sourceFiles().filter(file => file.startsWith('webview/'));
  assert.ok(files.length > 0);
  const markup = ['dangerouslySetInnerHTML', 'innerHTML', 'outerHTML', 'insertAdjacentHTML'];
  const used = files.flatMap(file => {
    const names = textsIn(syntax, file, 'property_identifier');
    return markup.filter(name => names.has(name)).map(name => `${file} uses ${name}`);
  });
  assert.deepEqual(used, []);
});

/** What a file imports at run time, itself or through others. */
function reachable(start: string): ReadonlySet<string> {
  const found = new Set<string>([start]);
  for (const file of found) {
    for (const { from, to, typeOnly } of imports) {
      if (from === file && !typeOnly) found.add(to);
    }
  }
  return found;
}
