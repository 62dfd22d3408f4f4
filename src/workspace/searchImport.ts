import { existsSync } from 'node:fs';
import { basename, dirname, extname, join, relative, sep } from 'node:path';
import { importsOf } from './importsOf.ts';
import { supportedExtensions } from './language.ts';
import type { Definition } from './searchDefinitions.ts';
import type { OwnFile } from './searchLookups.ts';
import type { Syntax } from './syntax.ts';

/**
 * The statement that brings a definition of another file into the task's, in the manner of that file; where it imports
 * nothing, in the manner of its tests.
 */
export function importStatement(
  syntax: Syntax,
  { own, tests }: { readonly own: OwnFile; readonly tests: readonly OwnFile[] },
  { exportedAs, name }: Definition,
  target: string,
): string | undefined {
  if (exportedAs === undefined) return undefined;
  if (own.language === 'python') return pythonImport(syntax, own, name, target);
  const module = relativeModule(syntax, [own, ...tests], target);
  const what =
    exportedAs === 'default' ? name : exportedAs === name ? `{ ${name} }` : `{ ${exportedAs} as ${name} }`;
  return isCommonJs(own)
    ? `const ${what.replace(' as ', ': ')} = require('${module}');`
    : `import ${what} from '${module}';`;
}

function isCommonJs({ path, text }: OwnFile): boolean {
  if (/\.[cm]?tsx?$|\.mjs$/.test(path) || /^\s*(import|export)\b/m.test(text)) return false;
  return path.endsWith('.cjs') || /\brequire\(|\bmodule\.exports\b|^\s*exports\./m.test(text);
}

/** With the ending that the file writes in its other imports: its own, another language's, or none. */
function relativeModule(syntax: Syntax, files: readonly [OwnFile, ...OwnFile[]], target: string): string {
  const [own] = files;
  const path = relative(dirname(own.path), target).split(sep).join('/');
  const module = path.startsWith('.') ? path : `./${path}`;
  const written = files
    .flatMap(({ language, text }) => syntax.read(language, text, root => importsOf(root, language)))
    .map(one => one.module)
    .filter(one => one.startsWith('.'));
  const ending = written.length > 0 ? extname(written[0] ?? '') : isPlainModule(own) ? extname(target) : '';
  const stem = module.slice(0, -extname(target).length);
  if (!supportedExtensions.includes(ending)) return stem.replace(/\/index$/, '') || '.';
  return stem + (extname(target).includes('ts') ? ending : extname(target));
}

/** JavaScript that Node runs as it is must write the ending. */
function isPlainModule({ path, text }: OwnFile): boolean {
  return /\.m?js$/.test(path) && !/\brequire\(/.test(text);
}

function pythonImport(syntax: Syntax, own: OwnFile, name: string, target: string): string {
  const stem = (path: string) => path.slice(0, -extname(path).length);
  const isRelative = syntax
    .read('python', own.text, root => importsOf(root, 'python'))
    .some(one => one.module.startsWith('.'));
  if (isRelative && isPackage(dirname(own.path))) {
    const [up, ...rest] = splitUp(relative(dirname(own.path), stem(target)));
    return `from ${'.'.repeat((up ?? 0) + 1)}${rest.join('.')} import ${name}`;
  }
  let folder = dirname(target);
  while (isPackage(folder)) folder = dirname(folder);
  const from = isPackage(dirname(target)) ? folder : commonFolder(dirname(own.path), dirname(target));
  const parts = relative(from, stem(target)).split(sep);
  const module = parts.at(-1) === '__init__' ? parts.slice(0, -1) : parts;
  return `from ${module.join('.')} import ${name}`;
}

function isPackage(folder: string): boolean {
  return existsSync(join(folder, '__init__.py'));
}

/** How many folders a relative path goes up, and what follows. */
function splitUp(path: string): readonly [number, ...string[]] {
  const parts = path.split(sep);
  const up = parts.filter(part => part === '..').length;
  const rest = parts.slice(up).filter(part => part !== '__init__');
  return [up, ...rest];
}

/** The nearest folder that holds both. */
function commonFolder(left: string, right: string): string {
  let folder = left;
  while (folder !== right && !right.startsWith(folder + sep) && basename(folder) !== '')
    folder = dirname(folder);
  return folder;
}
