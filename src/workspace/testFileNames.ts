import { basename, dirname, extname } from 'node:path';
import { languageOf } from './language.ts';

const testFolders = new Set(['test', 'tests', '__tests__', 'spec', 'specs']);

/** Whether a file holds tests by the conventions of its language. `folder` is its path inside the package. */
export function isTestFile(relative: string): boolean {
  const language = languageOf(relative);
  if (!language) return false;
  const name = basename(relative, extname(relative));
  if (language === 'python') return /^(test_.*|.*_test|tests?)$/.test(name);
  if (/[.\-_](test|spec)s?$/.test(name) || /^test([.\-_].*)?$/.test(name)) return true;
  const isConfig = /\.config$|^(setup|helpers?|fixtures?|util(itie)?s)\b/i.test(name);
  return (
    !isConfig &&
    dirname(relative)
      .split(/[\\/]/)
      .some(folder => testFolders.has(folder))
  );
}

/** The name of what a test file tests, by its own name: `clamp` for clamp.test.ts, test_clamp.py, __tests__/clamp.js. */
export function testedName(file: string): string {
  return basename(file, extname(file))
    .replace(/[.\-_](test|spec)s?$/, '')
    .replace(/^test[.\-_]/, '');
}
