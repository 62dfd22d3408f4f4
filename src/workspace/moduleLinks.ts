import { existsSync } from 'node:fs';
import { basename, dirname, extname, join, relative, resolve, sep } from 'node:path';
import type { Language } from '../engine/task.ts';
import type { Import } from './importsOf.ts';
import { languageOf, supportedExtensions } from './language.ts';

/** Whether an import, written in the file `from`, means the file `target`. All paths are absolute. */
export function importsFile(
  one: Import,
  options: { readonly from: string; readonly target: string; readonly workspace: string },
): boolean {
  const { from, target, workspace } = options;
  if (languageOf(target) === 'python') {
    const written = [one.module, ...one.names.map(({ there }) => joined(one.module, there))];
    return written.some(module => isPythonModule(module, from, moduleParts(target, workspace), workspace));
  }
  if (!isRelative(one.module)) return isAlias(one.module, target);
  const path = stem(resolve(dirname(from), one.module));
  return (
    path === stem(target) ||
    join(path, 'index') === stem(target) ||
    resolve(dirname(from), one.module) === target
  );
}

/** Files that an import may pass through on its way to the target: an index file, a package's __init__.py. */
export function passedThrough(
  one: Import,
  options: {
    readonly from: string;
    readonly target: string;
    readonly workspace: string;
    readonly language: Language;
  },
): readonly string[] {
  const { from, target, workspace, language } = options;
  if (language === 'python') {
    const parts = moduleParts(target, workspace);
    return parts
      .map((_, length) => parts.slice(0, length))
      .filter(folder => folder.length > 0 && isPythonModule(one.module, from, folder, workspace))
      .map(folder => join(workspace, ...folder, '__init__.py'))
      .filter(file => file !== target && existsSync(file));
  }
  if (!isRelative(one.module)) return [];
  const path = resolve(dirname(from), one.module);
  const bases = [stem(path), join(path, 'index')];
  const files = [path, ...bases.flatMap(base => supportedExtensions.map(extension => base + extension))];
  return files
    .filter(file => file !== target && languageOf(file) !== undefined && existsSync(file))
    .slice(0, 1);
}

function isRelative(module: string): boolean {
  return /^\.{1,2}(\/|$)/.test(module);
}

/** `@/lib/clamp`, `#lib/clamp.js`, `my-package/clamp`: taken by its last part, as the mapping is unknown. */
function isAlias(module: string, target: string): boolean {
  if (!module.includes('/') || module.startsWith('node:')) return false;
  const last = basename(module, supportedExtensions.includes(extname(module)) ? extname(module) : '');
  const name = basename(stem(target));
  return last === (name === 'index' ? basename(dirname(target)) : name);
}

function stem(path: string): string {
  return supportedExtensions.includes(extname(path)) ? path.slice(0, -extname(path).length) : path;
}

function moduleParts(file: string, workspace: string): readonly string[] {
  const parts = relative(workspace, stem(file)).split(sep);
  return parts.at(-1) === '__init__' ? parts.slice(0, -1) : parts;
}

function isPythonModule(module: string, from: string, parts: readonly string[], workspace: string): boolean {
  const dots = /^\.*/.exec(module)?.[0].length ?? 0;
  const names = module
    .slice(dots)
    .split('.')
    .filter(name => name !== '');
  if (dots > 0) {
    const base = resolve(dirname(from), ...Array.from({ length: dots - 1 }, () => '..'));
    return resolve(base, ...names) === resolve(workspace, ...parts);
  }
  const tail = parts.slice(Math.max(0, parts.length - names.length));
  return (
    names.length > 0 && names.length <= parts.length && names.every((name, index) => name === tail[index])
  );
}

function joined(module: string, name: string): string {
  return module.endsWith('.') ? module + name : `${module}.${name}`;
}
