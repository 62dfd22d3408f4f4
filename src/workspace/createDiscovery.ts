import { readFile, realpath } from 'node:fs/promises';
import { extname, isAbsolute, relative, resolve, sep } from 'node:path';
import type { Node } from '@vscode/tree-sitter-wasm';
import type { CodeTask, Language } from '../engine/task.ts';
import type { WorkspaceSearch } from '../engine/workspaceSearch.ts';
import { createAssembler } from './assembler.ts';
import { plainText } from './comments.ts';
import { type CodeChecks, openCodeChecks, type TypeCheckerPlaces } from './diagnostics.ts';
import type { DiscoverRequest, Discovery } from './discover.ts';
import { findTests } from './findTests.ts';
import { type FunctionSite, functionsIn } from './functions.ts';
import { languageOf, supportedExtensions } from './language.ts';
import { pickFunction } from './pickFunction.ts';
import { loadSyntax, namedChildrenOf, nodeAt, type Span, type Syntax } from './syntax.ts';
import { type SyntaxProblem, syntaxProblem } from './syntaxProblem.ts';
import { signatureText, taskContext } from './taskContext.ts';
import { isTestFile } from './testFileNames.ts';
import { walkFiles } from './walkFiles.ts';
import { createWorkspaceSearch } from './workspaceSearch.ts';

/** A function as an editor shows it. Lines count from 1. */
export type FunctionInfo = {
  /** `clamp`, `Stack.push`; empty for a callback without a name, which no task can be made from. */
  readonly name: string;
  readonly isNamed: boolean;
  readonly startLine: number;
  readonly endLine: number;
  /** Offsets of what a candidate would replace. */
  readonly range: Span;
};

export interface TaskDiscovery {
  /** Makes a task from a function, with its tests; what cannot be done is told in the result. */
  discover(request: DiscoverRequest): Promise<Discovery>;
  /** A search for what helps with a task of this workspace, whose file has this text. */
  searchIn(workspace: string, text: string): WorkspaceSearch;
  /** What looks at the code of a run for a function that was found. */
  checksOf(found: Extract<Discovery, { type: 'found' }>, places: TypeCheckerPlaces): CodeChecks;
  /** The functions of a text in its order; nested ones and callbacks among them. */
  listFunctions(text: string, language: Language): readonly FunctionInfo[];
  /** The source files of a folder (absolute paths, no tests) with the names of their outer functions. */
  functionsIn(
    folder: string,
  ): Promise<readonly { readonly file: string; readonly names: readonly string[] }[]>;
}

/** Loads the parsers from a folder of .wasm files. */
export async function createDiscovery(options: { readonly wasmDir: string }): Promise<TaskDiscovery> {
  const syntax = await loadSyntax(options.wasmDir);
  return {
    discover: request => discover(syntax, request),
    searchIn: (workspace, text) => createWorkspaceSearch({ syntax, workspace, text }),
    checksOf: (found, places) => openCodeChecks({ syntax, found, ...places }),
    listFunctions: (text, language) => listFunctions(syntax, text, language),
    functionsIn: folder => functionsOfFolder(syntax, folder),
  };
}

function listFunctions(syntax: Syntax, text: string, language: Language): readonly FunctionInfo[] {
  const sites = syntax.read(language, text, root => functionsIn(root, language));
  return sites.map(({ name, lines, range }) => ({
    name,
    isNamed: name !== '',
    startLine: lines.start,
    endLine: lines.last,
    range,
  }));
}

async function functionsOfFolder(syntax: Syntax, folder: string) {
  const { files } = await walkFiles(folder, { near: folder, wants: name => languageOf(name) !== undefined });
  const found: { file: string; names: readonly string[] }[] = [];
  for (const file of files.filter(path => !isTestFile(relative(folder, path)))) {
    const language = languageOf(file);
    if (!language) continue;
    const text = await readFile(file, 'utf8').catch(() => '');
    const sites = syntax.read(language, text, root => functionsIn(root, language));
    const names = sites.filter(site => site.depth === 0 && site.name !== '').map(site => site.name);
    if (names.length > 0) found.push({ file, names });
  }
  return found;
}

type Refusal = Extract<Discovery, { type: 'refused' }>;

async function discover(syntax: Syntax, request: DiscoverRequest): Promise<Discovery> {
  const language = languageOf(request.file);
  if (!language) return unknownLanguage(request.file);
  const place = await placeIn(request.workspace, request.file);
  if (!place) {
    return refused('outside-workspace', `${request.file} is not inside the workspace ${request.workspace}.`, {
      action: 'Open the folder that holds the file, or name it as the workspace.',
    });
  }
  const picked = syntax.read(language, request.text, root => describe(root, request, language));
  if ('type' in picked) return picked;
  const { site, isDefaultExport, ...texts } = picked;
  const { tests, notes } = await testsFor(syntax, request, { place, language, site, isDefaultExport });
  const task: CodeTask = {
    type: 'code',
    language,
    file: place.relative,
    functionName: site.name,
    ...texts,
    ...(request.instruction !== undefined && { instruction: request.instruction }),
    ...(tests && { tests }),
  };
  return {
    type: 'found',
    task,
    assembler: createAssembler({ syntax, language, text: request.text, site }),
    workspace: place.workspace,
    text: request.text,
    range: site.range,
    notes,
  };
}

type Described = Pick<CodeTask, 'original' | 'signature' | 'documentation' | 'context'> & {
  readonly site: FunctionSite;
  readonly isDefaultExport: boolean;
};

function describe(root: Node, { text, at, file }: DiscoverRequest, language: Language): Described | Refusal {
  const sites = functionsIn(root, language);
  const site = pickFunction(sites, at);
  const inFunction = 'message' in site ? undefined : syntaxProblem(nodeAt(root, site.range));
  if (inFunction) return syntaxError(file, inFunction);
  if ('message' in site) {
    const problem = root.hasError ? syntaxProblem(root) : undefined;
    return problem ? syntaxError(file, problem) : refused('no-function', site.message, site);
  }
  const { documentation, range, body } = site;
  const start = language === 'python' ? site.self.start : range.start;
  return {
    site,
    isDefaultExport: isDefaultExport(root, site, text),
    original: text.slice(range.start, range.end),
    signature: signatureText(text.slice(start, language === 'python' ? colonAfter(text, site) : body.start)),
    documentation: documentation ? plainText(text.slice(documentation.start, documentation.end)) : '',
    context: taskContext(root, { text, site, sites }),
  };
}

function colonAfter(text: string, site: FunctionSite): number {
  return text.indexOf(':', site.head.end) + 1;
}

function isDefaultExport(root: Node, site: FunctionSite, text: string): boolean {
  if (/^(export\s+default\b|module\.exports\s*=)/.test(text.slice(site.range.start, site.range.end)))
    return true;
  return namedChildrenOf(root).some(node => {
    const assigned = node.namedChild(0);
    const isExports = assigned?.childForFieldName('left')?.text === 'module.exports';
    const value = isExports ? assigned.childForFieldName('right') : node.childForFieldName('value');
    return value?.type === 'identifier' && value.text === site.name;
  });
}

type Place = { readonly workspace: string; readonly file: string; readonly relative: string };

/** The file's place in the workspace, also where one of them is reached by a link. */
async function placeIn(named: string, file: string): Promise<Place | undefined> {
  const workspace = resolve(named);
  const real = async (path: string) => await realpath(path).catch(() => path);
  for (const [folder, path] of [
    [workspace, file],
    [await real(workspace), await real(file)],
  ] as const) {
    const inside = relative(folder, path);
    const isInside =
      inside !== '' && inside !== '..' && !inside.startsWith(`..${sep}`) && !isAbsolute(inside);
    if (isInside) {
      return { workspace: folder, file: path, relative: inside.split(sep).join('/') };
    }
  }
  return undefined;
}

async function testsFor(
  syntax: Syntax,
  request: DiscoverRequest,
  found: { place: Place; language: Language; site: FunctionSite; isDefaultExport: boolean },
) {
  const { place, language, site, isDefaultExport } = found;
  if (request.testCommand !== undefined) {
    const tests = { framework: 'command', files: [], commandLine: request.testCommand } as const;
    return { tests, notes: [] };
  }
  const { workspace, file } = place;
  return await findTests({ syntax, workspace, file, language, name: site.name, isDefaultExport });
}

function unknownLanguage(file: string): Refusal {
  const extension = extname(file);
  const message =
    extension === '' ? `${file} has no extension.` : `Files ending in ${extension} are not supported.`;
  return refused('unknown-language', message, {
    action: `Use a file ending in ${supportedExtensions.join(', ')}.`,
  });
}

function syntaxError(file: string, { line, column, what }: SyntaxProblem): Refusal {
  return refused('syntax-error', `${file} has a syntax error at line ${line}, column ${column}: ${what}.`, {
    action: 'Correct the syntax error first.',
  });
}

function refused(code: Refusal['code'], message: string, { action }: { readonly action: string }): Refusal {
  return { type: 'refused', code, message, action };
}
