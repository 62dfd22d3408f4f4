import { existsSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

/** The part of TypeScript's JavaScript API (versions 4 to 6) that is used here. */
export type Compiler = {
  readonly version: string;
  readonly sys: {
    fileExists(file: string): boolean;
    readFile(file: string): string | undefined;
    directoryExists(folder: string): boolean;
    getDirectories(folder: string): string[];
  };
  readonly ScriptSnapshot: { fromString(text: string): unknown };
  readonly DiagnosticCategory: { readonly Error: number };
  findConfigFile(folder: string, exists: (file: string) => boolean, name?: string): string | undefined;
  readConfigFile(file: string, read: (file: string) => string | undefined): { config?: unknown };
  parseJsonConfigFileContent(
    config: unknown,
    host: unknown,
    folder: string,
  ): { readonly options: CompilerOptions; readonly fileNames: readonly string[] };
  getDefaultLibFilePath(options: CompilerOptions): string;
  flattenDiagnosticMessageText(message: unknown, newLine: string): string;
  createLanguageService(host: unknown): LanguageService;
};

export type CompilerOptions = Readonly<Record<string, unknown>>;

export type LanguageService = {
  getSemanticDiagnostics(file: string): readonly CompilerDiagnostic[];
};

export type CompilerDiagnostic = {
  readonly code: number;
  readonly category: number;
  readonly start?: number;
  readonly messageText: unknown;
};

/**
 * The file of the TypeScript library to use: one of those named, which the editor brings, else the one that is installed
 * in the workspace. Undefined where there is none; version 7 has no such library. Never bundled.
 */
export function compilerFile(workspace: string, named: readonly string[] = []): string | undefined {
  const inWorkspace = path.join(workspace, 'node_modules/typescript/lib/typescript.js');
  return [...named, inWorkspace].find(file => existsSync(file));
}

/** Loads the library; about .2 seconds. Rejects when the file is none. */
export async function loadCompiler(file: string): Promise<Compiler> {
  const loaded = (await import(pathToFileURL(file).href)) as { readonly default?: Partial<Compiler> };
  const compiler = loaded.default;
  if (typeof compiler?.createLanguageService !== 'function')
    throw new Error(`${file} is no TypeScript library.`);
  return compiler as Compiler;
}
