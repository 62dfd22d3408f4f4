import path from 'node:path';
import type { Compiler, CompilerDiagnostic, CompilerOptions } from './compilerOf.ts';

/** An error of the type checker. */
export type TypeProblem = {
  readonly code: number;
  readonly message: string;
  /** Offset in the file's text. */
  readonly start: number;
};

/** The type checker on one file of a workspace whose text changes. */
export type TypeService = {
  /** What is wrong with the file when it has this text, and was not with its first text. */
  problemsOf(text: string): readonly TypeProblem[];
};

export type TypeServiceSetup = {
  readonly compiler: Compiler;
  /** Absolute path; its text may differ from what is on disk. */
  readonly file: string;
  /** As it stands. */
  readonly text: string;
};

/**
 * A language service over the file and what it imports, by the tsconfig.json or jsconfig.json above it. Undefined for JavaScript that
 * nobody asked to be checked. Problems of the same kind and words as before are not told again, wherever they stand.
 */
export function createTypeService({ compiler, file, text }: TypeServiceSetup): TypeService | undefined {
  const { options, declarations } = projectOf(compiler, file);
  if (!/\.[mc]?tsx?$/.test(file) && !options.checkJs && !/^\s*\/\/\s*@ts-check\b/m.test(text))
    return undefined;
  let current = { text, version: 0 };
  const { sys, ScriptSnapshot } = compiler;
  const service = compiler.createLanguageService({
    getCompilationSettings: () => options,
    getScriptFileNames: () => [file, ...declarations],
    getScriptVersion: (name: string) => (name === file ? String(current.version) : '0'),
    getScriptSnapshot: (name: string) => {
      const content = name === file ? current.text : sys.readFile(name);
      return content === undefined ? undefined : ScriptSnapshot.fromString(content);
    },
    getCurrentDirectory: () => path.dirname(file),
    getDefaultLibFileName: (settings: CompilerOptions) => compiler.getDefaultLibFilePath(settings),
    fileExists: (name: string) => name === file || sys.fileExists(name),
    readFile: (name: string) => (name === file ? current.text : sys.readFile(name)),
    directoryExists: (name: string) => sys.directoryExists(name),
    getDirectories: (name: string) => sys.getDirectories(name),
  });
  const errors = () =>
    service
      .getSemanticDiagnostics(file)
      .filter(({ category }) => category === compiler.DiagnosticCategory.Error)
      .map(one => problemOf(compiler, one));
  const before = new Set(errors().map(keyOf));
  return {
    problemsOf(next) {
      current = { text: next, version: current.version + 1 };
      return errors().filter(problem => !before.has(keyOf(problem)));
    },
  };
}

/** What counts as wrong in the workspace, less what is style alone or concerns output. */
function projectOf(compiler: Compiler, file: string) {
  const { sys } = compiler;
  const folder = path.dirname(file);
  const exists = (name: string) => sys.fileExists(name);
  const config =
    compiler.findConfigFile(folder, exists) ?? compiler.findConfigFile(folder, exists, 'jsconfig.json');
  const parsed =
    config === undefined
      ? { options: { target: 99, module: 99, moduleResolution: 100 }, fileNames: [] }
      : compiler.parseJsonConfigFileContent(
          compiler.readConfigFile(config, name => sys.readFile(name)).config ?? {},
          sys,
          path.dirname(config),
        );
  const options: CompilerOptions = {
    ...parsed.options,
    allowJs: true,
    noEmit: true,
    skipLibCheck: true,
    noUnusedLocals: false,
    noUnusedParameters: false,
  };
  return { options, declarations: parsed.fileNames.filter(name => name.endsWith('.d.ts') && name !== file) };
}

function problemOf(compiler: Compiler, { code, start = 0, messageText }: CompilerDiagnostic): TypeProblem {
  const message = compiler.flattenDiagnosticMessageText(messageText, ' ').replace(/\s+/g, ' ');
  return { code, start, message };
}

function keyOf({ code, message }: TypeProblem): string {
  return `${code} ${message}`;
}
