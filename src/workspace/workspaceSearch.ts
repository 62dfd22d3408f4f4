import { join } from 'node:path';
import type { Call } from '../engine/call.ts';
import type { TestCommand } from '../engine/testRunner.ts';
import type { SearchRequest, Snippet, WorkspaceSearch } from '../engine/workspaceSearch.ts';
import { passedThrough } from './moduleLinks.ts';
import { type Found, isFrom, type Question, searchFile } from './searchFile.ts';
import { readSource, type SourceFile, sourceFiles } from './searchFiles.ts';
import { importStatement } from './searchImport.ts';
import { type Lookup, lookupsOf, once, testLookups } from './searchLookups.ts';
import { mentionsOf } from './searchMentions.ts';
import { type Chosen, chosenSnippets } from './searchSnippets.ts';
import type { Syntax } from './syntax.ts';

/** Searches the source files of a workspace for what helps to write a function. */
export function createWorkspaceSearch(options: {
  readonly syntax: Syntax;
  /** Absolute path of the workspace folder. */
  readonly workspace: string;
  /** The task's file as it stands in the editor. */
  readonly text: string;
}): WorkspaceSearch {
  return { search: (request, call) => search(options, request, call) };
}

type Options = Parameters<typeof createWorkspaceSearch>[0];

async function search(
  { syntax, workspace, text }: Options,
  { task, terms, most }: SearchRequest,
  { signal }: Call,
): Promise<readonly Snippet[]> {
  const path = join(workspace, task.file);
  const own: SourceFile = { path, name: task.file, language: task.language, text };
  const named = task.tests?.files ?? [];
  const readable = await Promise.all(named.map(file => readSource(join(workspace, file), workspace)));
  const tests = readable.filter(file => file !== undefined);
  signal.throwIfAborted();
  const start = text.indexOf(task.original);
  const lookups = once([
    ...lookupsOf(syntax, own, task, terms),
    ...tests.flatMap(file => testLookups(syntax, file)),
  ]);
  const question: Question = {
    workspace,
    file: path,
    functionName: task.functionName,
    lookups,
    mentions: mentionsOf(
      lookups.map(({ name }) => name),
      task.functionName,
    ),
    range: { start, end: start + task.original.length },
  };
  const found = [...searchFile(syntax, own, question)];
  for await (const file of sourceFiles({ workspace, file: path, signal })) {
    if (!isTestOf(task.tests, file.name)) found.push(...searchFile(syntax, file, question));
  }
  const chosen = chosenSnippets(found, { task, most, isMeant: one => isMeant(one, question) });
  return chosen.map(one => snippetOf(one, syntax, { own, tests }));
}

/** A file that the tests are run from, also by a command line of the person's own. */
function isTestOf(tests: TestCommand | undefined, name: string): boolean {
  const isWritten = tests?.commandLine?.includes(name.slice(name.lastIndexOf('/') + 1)) === true;
  return isWritten || tests?.files.includes(name) === true;
}

/** The file that an import names, or one behind a file of the workspace that it names. */
function isMeant(one: Found, question: Question): boolean {
  if (one.of.type !== 'definition') return true;
  const { by } = one.of.lookup;
  if (!by || isFrom(one.of.lookup, one.file, question)) return true;
  const { path: target, language } = one.file;
  const { workspace } = question;
  return passedThrough(by.import, { from: by.into, target, workspace, language }).length > 0;
}

/** What the task's file does not have yet comes with the statement that brings it in. */
function snippetOf(
  { found, ...snippet }: Chosen,
  syntax: Syntax,
  files: { readonly own: SourceFile; readonly tests: readonly SourceFile[] },
): Snippet {
  const { own } = files;
  if (found.of.type !== 'definition' || found.file.path === own.path || isImported(found.of.lookup, own))
    return snippet;
  const statement = importStatement(syntax, files, found.of.definition, found.file.path);
  return statement === undefined ? snippet : { ...snippet, import: statement };
}

function isImported({ by }: Lookup, own: SourceFile): boolean {
  return by?.into === own.path;
}
