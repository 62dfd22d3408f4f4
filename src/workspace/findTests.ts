import { readFile, stat } from 'node:fs/promises';
import { basename, dirname, extname, relative, sep } from 'node:path';
import type { Language } from '../engine/task.ts';
import type { Framework, TestCommand } from '../engine/testRunner.ts';
import { nearestFolder } from './findWorkspace.ts';
import { baseName } from './functions.ts';
import { type Import, importsOf } from './importsOf.ts';
import { javascriptTests } from './javascriptTests.ts';
import { languageOf } from './language.ts';
import { importsFile, passedThrough } from './moduleLinks.ts';
import { pythonTests } from './pythonTests.ts';
import type { Syntax } from './syntax.ts';
import { isTestFile, testedName } from './testFileNames.ts';
import { frameworkOf, type ProjectTests, projectTests, pythonFrameworkOf } from './testFramework.ts';
import { concernedTests, type TestNames } from './testNames.ts';
import { mostFiles, walkFiles } from './walkFiles.ts';

/** Most test files of one command. */
const mostTestFiles = 10;
/** A file with more bytes is left out, and not even read: it is no test that a person wrote. */
const longestFile = 500_000;

export type TestSearch = {
  readonly syntax: Syntax;
  readonly workspace: string;
  /** Absolute path of the file with the function. */
  readonly file: string;
  readonly language: Language;
  /** The function's qualified name, and whether it is the file's default export. */
  readonly name: string;
  readonly isDefaultExport: boolean;
};

export type FoundTests = {
  readonly tests?: TestCommand;
  /** What a person should know about the search. */
  readonly notes: readonly string[];
};

/** Finds the test files that touch a function, in its package and then in the workspace, and what runs just them. */
export async function findTests(search: TestSearch): Promise<FoundTests> {
  const markers =
    search.language === 'python'
      ? ['pyproject.toml', 'setup.cfg', 'setup.py', 'tox.ini', 'requirements.txt', '.git']
      : ['package.json', '.git'];
  const home = nearestFolder(dirname(search.file), markers, search.workspace) ?? search.workspace;
  const notes: string[] = [];
  for (const root of new Set([home, search.workspace])) {
    const walk = await walkFiles(root, {
      near: dirname(search.file),
      wants: name => languageOf(name) !== undefined,
    });
    if (walk.wasCut) notes.push(`Looked for tests in the first ${mostFiles} files of ${root} only.`);
    const files = walk.files.filter(
      file =>
        file !== search.file && isTestFile(relative(root, file)) && isPython(file) === isPython(search.file),
    );
    const tests = commandOf(await examineAll(files, search), search.workspace);
    if (tests) return { tests, notes };
  }
  return { notes };
}

/** Empty for what is too long or cannot be read. */
async function readShort(file: string): Promise<string> {
  try {
    return (await stat(file)).size > longestFile ? '' : await readFile(file, 'utf8');
  } catch {
    return '';
  }
}

/** names: imports the file and mentions the function. imports: imports the file. base: only the names are alike. */
type Relation = 'names' | 'imports' | 'base';
type TestFile = {
  readonly file: string;
  readonly relation: Relation;
  readonly framework: Framework;
  readonly tests: TestNames;
};

async function examineAll(files: readonly string[], search: TestSearch): Promise<readonly TestFile[]> {
  const project = await projectTests(search.file, search.workspace);
  const found: TestFile[] = [];
  for (const file of files) {
    const text = await readShort(file);
    if (text === '') continue;
    const examined = await examine(file, text, search, project);
    if (examined) found.push(examined);
  }
  return found;
}

async function examine(
  file: string,
  text: string,
  search: TestSearch,
  project: ProjectTests,
): Promise<TestFile | undefined> {
  const language = languageOf(file);
  const isNamesake = testedName(file) === basename(search.file, extname(search.file));
  if (!language || (!isNamesake && !text.includes(hint(search)) && !text.includes(wanted(search))))
    return undefined;
  const imports = search.syntax.read(language, text, root => importsOf(root, language));
  const names = await localNames(imports, file, search);
  if (!names && !isNamesake) return undefined;
  return search.syntax.read(language, text, root => {
    const shape = language === 'python' ? pythonTests(root) : javascriptTests(root);
    if (shape.file.items.length === 0 && !isTestFile(basename(file))) return undefined;
    const tests = concernedTests({ ...shape, names: names ?? [wanted(search)] });
    const framework =
      language === 'python' ? pythonFrameworkOf(root, imports, project) : frameworkOf(imports, project);
    return { file, relation: names ? (tests.concerned ? 'names' : 'imports') : 'base', framework, tests };
  });
}

/** The names that mean the function in a test file, or undefined when it does not import the function's file. */
async function localNames(
  imports: readonly Import[],
  from: string,
  search: TestSearch,
): Promise<readonly string[] | undefined> {
  const { file: target, workspace, language } = search;
  const exported = search.name.split('.', 1)[0] ?? search.name;
  const names = new Set<string>();
  let isImported = false;
  for (const one of imports) {
    const ways = importsFile(one, { from, target, workspace }) ? [exported] : [];
    for (const between of passedThrough(one, { from, target, workspace, language })) {
      ways.push(...(await namesThrough(between, exported, search)));
    }
    isImported ||= ways.length > 0;
    for (const { there, here } of one.names) {
      const isIt = ways.includes(there) || (there === 'default' && ways.length > 0 && search.isDefaultExport);
      if (isIt && exported === wanted(search)) names.add(here);
    }
  }
  return isImported ? [...names, wanted(search)] : undefined;
}

/** Under which names a file in between passes the function on. */
async function namesThrough(
  between: string,
  exported: string,
  search: TestSearch,
): Promise<readonly string[]> {
  const text = await readShort(between);
  const language = languageOf(between);
  if (!language) return [];
  const isIndex = /^(index|__init__)\./.test(basename(between));
  const passing = search.syntax
    .read(language, text, root => importsOf(root, language))
    .filter(one => one.isReexport || isIndex)
    .filter(one => importsFile(one, { from: between, target: search.file, workspace: search.workspace }));
  return passing.flatMap(one => {
    const named = one.names.filter(({ there }) => there === exported).map(({ here }) => here);
    const isWhole =
      one.names.length === 0 || one.names.some(({ there }) => there === '*' || there === 'default');
    return named.length > 0 ? named : isWhole ? [exported] : [];
  });
}

/** The name to look for in tests: a method's own, or its class's where tests never write the method's name. */
function wanted({ name }: TestSearch): string {
  const base = baseName(name);
  const isUnwritten = base === 'constructor' || base.startsWith('__') || base.startsWith('#');
  return isUnwritten ? (name.split('.').at(-2) ?? base) : base;
}

function hint({ file }: TestSearch): string {
  const name = basename(file, extname(file));
  return name === 'index' || name === '__init__' ? basename(dirname(file)) : name;
}

function commandOf(found: readonly TestFile[], workspace: string): TestCommand | undefined {
  const relation = (['names', 'imports', 'base'] as const).find(one =>
    found.some(test => test.relation === one),
  );
  const related = found.filter(test => test.relation === relation);
  const framework = related[0]?.framework;
  if (!framework) return undefined;
  const chosen = related.filter(test => test.framework === framework).slice(0, mostTestFiles);
  const files = chosen.map(test => relative(workspace, test.file).split(sep).join('/'));
  const only = relation === 'names' ? onlyOf(chosen.map(test => test.tests)) : undefined;
  return { framework, files, ...(only && { only }) };
}

/** The deciding names over all files, or undefined when every test decides. */
function onlyOf(tests: readonly TestNames[]): readonly string[] | undefined {
  const wantedNames = tests.map(test => test.concerned ?? test.all);
  if (wantedNames.some(names => names === undefined)) return undefined;
  const isWhole = tests.every(test => test.all?.every(name => test.concerned?.includes(name)));
  return isWhole ? undefined : [...new Set(wantedNames.flatMap(names => names ?? []))];
}

function isPython(file: string): boolean {
  return languageOf(file) === 'python';
}
