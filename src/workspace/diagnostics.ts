import type { Diagnostics } from '../engine/diagnostics.ts';
import type { PrefixCheck } from '../engine/prefixCheck.ts';
import type { Discovery } from './discover.ts';
import { createPrefixCheck } from './prefixCheck.ts';
import { createPrefixTypes, firstOf } from './prefixCheckTypes.ts';
import type { Syntax } from './syntax.ts';
import { openTypeDiagnostics } from './typeDiagnostics.ts';

/** What looks at the code of one run: at each sample while it is written, and at each candidate in its place. */
export type CodeChecks = {
  readonly prefixCheck: PrefixCheck;
  /** Where the workspace's types can be checked. */
  readonly diagnostics?: Diagnostics;
  dispose(): Promise<void>;
};

export type CodeChecksSetup = {
  readonly syntax: Syntax;
  readonly found: Extract<Discovery, { type: 'found' }>;
} & TypeCheckerPlaces;

/** Where the type checker is found. */
export type TypeCheckerPlaces = {
  /** The file of its thread: typeDiagnosticsWorker, bundled or as it is. */
  readonly worker: string;
  /** TypeScript libraries that the editor brings; that of the workspace comes after them. */
  readonly compilers?: readonly string[] | undefined;
};

/** The parser on every sample, and the type checker where there is one. Its thread starts when it is first asked. */
export function openCodeChecks({ syntax, found, ...places }: CodeChecksSetup): CodeChecks {
  const { task, assembler, workspace, text, range } = found;
  const parser = createPrefixCheck({ syntax, task, assembler });
  const types = openTypeDiagnostics({ workspace, task, text, start: range.start, ...places });
  if (!types) return { prefixCheck: parser, dispose: async () => {} };
  const now = () => performance.now();
  return {
    prefixCheck: firstOf([
      parser,
      createPrefixTypes({ syntax, types, task, assembler, text, start: range.start, now }),
    ]),
    diagnostics: types,
    dispose: () => types.dispose(),
  };
}
