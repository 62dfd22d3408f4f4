import path from 'node:path';
import * as vscode from 'vscode';
import type { FunctionPlace, Services } from './services.ts';
import { isEnabled } from './settings.ts';
import type { SolvePlace } from './solveCommand.ts';

/** Languages whose functions can be solved. */
export const languages = [
  'javascript',
  'javascriptreact',
  'typescript',
  'typescriptreact',
  'python',
] as const;

/** With more functions than this a lens above each of them is noise. */
const mostLenses = 40;

/** Tests are the judge, so they are not offered for solving. */
const testFile = /(^test_|[._-](test|spec)\.|_test\.py$|^conftest\.py$)/;

/** "Solve with Ponder" above the functions of a file that can be solved. */
export class FunctionLens implements vscode.CodeLensProvider, vscode.Disposable {
  readonly #functionsOf: Services['functionsOf'];
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #subscription: vscode.Disposable;
  readonly onDidChangeCodeLenses = this.#changed.event;

  constructor(functionsOf: Services['functionsOf']) {
    this.#functionsOf = functionsOf;
    this.#subscription = vscode.workspace.onDidChangeConfiguration(change => {
      if (change.affectsConfiguration('ponder.codeLens')) this.#changed.fire();
    });
  }

  async provideCodeLenses(document: vscode.TextDocument): Promise<vscode.CodeLens[]> {
    if (!isEnabled('codeLens', document) || testFile.test(path.basename(document.uri.path))) return [];
    const functions = await this.#functionsOf(document.fileName, document.getText());
    if (functions.length > mostLenses) return [];
    return functions.map(place => lensOf(document, place));
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#changed.dispose();
  }
}

function lensOf(document: vscode.TextDocument, { name, line }: FunctionPlace): vscode.CodeLens {
  const place: SolvePlace = { uri: document.uri, line };
  return new vscode.CodeLens(new vscode.Range(line - 1, 0, line - 1, 0), {
    title: '$(sparkle)\u2002Solve with Ponder',
    tooltip: `Samples a language model for ${name} and runs its tests in a sandbox`,
    command: 'ponder.solve',
    arguments: [place],
  });
}
