import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Node } from '@vscode/tree-sitter-wasm';
import type { Framework } from '../engine/testRunner.ts';
import { nearestFolder } from './findWorkspace.ts';
import type { Import } from './importsOf.ts';
import { descendants, namedChildrenOf } from './syntax.ts';

/** What the project says about its tests. */
export type ProjectTests = {
  /** For JavaScript files that import no framework. */
  readonly javascript: Framework;
  /** pytest runs the project's unittest classes too. */
  readonly usesPytest: boolean;
};

/** Reads package.json and the configuration files from the folder of a file up to the workspace. */
export async function projectTests(file: string, workspace: string): Promise<ProjectTests> {
  return {
    javascript: await javascriptFramework(file, workspace),
    usesPytest: await usesPytest(file, workspace),
  };
}

async function javascriptFramework(file: string, workspace: string): Promise<Framework> {
  const known = ['vitest', 'jest', 'mocha'] as const;
  let folder = nearestFolder(dirname(file), ['package.json'], workspace);
  while (folder !== undefined) {
    const manifest = await manifestIn(folder);
    const script = Object.entries(manifest.scripts).find(([name]) => name === 'test')?.[1] ?? '';
    const named = known.find(framework => new RegExp(`\\b${framework}\\b`).test(script));
    if (named) return named;
    if (/\bnode\b.*--test\b/.test(script)) return 'node:test';
    if (/\breact-scripts\b/.test(script)) return 'jest';
    const installed = known.find(framework => manifest.packages.has(framework));
    if (installed) return installed;
    const configured = known.find(framework => hasConfig(String(folder), framework));
    if (configured) return configured;
    if (folder === workspace) break;
    folder = nearestFolder(dirname(folder), ['package.json'], workspace);
  }
  return 'node:test';
}

function hasConfig(folder: string, framework: string): boolean {
  const names = framework === 'mocha' ? ['.mocharc'] : [`${framework}.config`];
  const extensions = ['.js', '.cjs', '.mjs', '.ts', '.mts', '.json', '.yml', '.yaml'];
  return names.some(name => extensions.some(extension => existsSync(join(folder, name + extension))));
}

async function manifestIn(
  folder: string,
): Promise<{ scripts: Record<string, string>; packages: Set<string> }> {
  try {
    const manifest = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as Record<
      string,
      unknown
    >;
    const part = (name: string) =>
      typeof manifest[name] === 'object' && manifest[name] !== null ? manifest[name] : {};
    const scripts = Object.entries(part('scripts')).map(([name, script]) => [name, String(script)] as const);
    const packages = new Set([...Object.keys(part('dependencies')), ...Object.keys(part('devDependencies'))]);
    if ('jest' in manifest) packages.add('jest');
    return { scripts: Object.fromEntries(scripts), packages };
  } catch {
    return { scripts: {}, packages: new Set() };
  }
}

async function usesPytest(file: string, workspace: string): Promise<boolean> {
  const folder = dirname(file);
  if (nearestFolder(folder, ['pytest.ini', 'conftest.py'], workspace) !== undefined) return true;
  for (const [name, section] of [
    ['pyproject.toml', '[tool.pytest'],
    ['setup.cfg', '[tool:pytest]'],
    ['tox.ini', '[pytest]'],
  ] as const) {
    const home = nearestFolder(folder, [name], workspace);
    if (home === undefined) continue;
    const text = await readFile(join(home, name), 'utf8').catch(() => '');
    if (text.includes(section)) return true;
  }
  return false;
}

/** The framework of a JavaScript test file: the one it imports, else the project's. */
export function frameworkOf(imports: readonly Import[], project: ProjectTests): Framework {
  const modules = imports.map(one => one.module);
  if (modules.some(module => module === 'node:test' || module === 'test')) return 'node:test';
  if (modules.some(module => module === 'vitest' || module.startsWith('vitest/'))) return 'vitest';
  if (modules.some(module => module === '@jest/globals')) return 'jest';
  if (modules.includes('mocha')) return 'mocha';
  return project.javascript;
}

/** pytest for plain test functions or where the project is set up for it, else unittest. */
export function pythonFrameworkOf(root: Node, imports: readonly Import[], project: ProjectTests): Framework {
  if (project.usesPytest || imports.some(one => one.module === 'pytest')) return 'pytest';
  const plain = namedChildrenOf(root).some(
    node =>
      (node.childForFieldName('definition') ?? node).childForFieldName('name')?.text.startsWith('test_') ===
      true,
  );
  const classes = [...descendants(root)].some(
    node =>
      node.type === 'class_definition' && /TestCase/.test(node.childForFieldName('superclasses')?.text ?? ''),
  );
  return plain || !classes ? 'pytest' : 'unittest';
}
