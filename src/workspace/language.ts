import { extname } from 'node:path';
import type { Language } from '../engine/task.ts';

const languages: Readonly<Record<string, Language>> = {
  '.js': 'javascript',
  '.mjs': 'javascript',
  '.cjs': 'javascript',
  '.jsx': 'javascript',
  '.ts': 'typescript',
  '.mts': 'typescript',
  '.cts': 'typescript',
  '.tsx': 'tsx',
  '.py': 'python',
};

/** Every extension that a task can be made from, with the dot. */
export const supportedExtensions: readonly string[] = Object.keys(languages);

/** The language of a file by its extension, or undefined when it is none of ours. */
export function languageOf(file: string): Language | undefined {
  return languages[extname(file).toLowerCase()];
}
