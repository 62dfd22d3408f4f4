import * as vscode from 'vscode';
import { isEnabled } from './settings.ts';
import type { SolvePlace } from './solveCommand.ts';

const kinds = [vscode.CodeActionKind.QuickFix, vscode.CodeActionKind.RefactorRewrite];

/** "Solve with Ponder" in the light bulb: a fix where there is an error, a rewrite elsewhere. */
export const lightBulb: vscode.CodeActionProvider & { readonly metadata: vscode.CodeActionProviderMetadata } =
  {
    metadata: { providedCodeActionKinds: kinds },
    provideCodeActions(document, range, context) {
      if (!isEnabled('codeActions', document)) return [];
      const isBroken = context.diagnostics.some(
        ({ severity }) => severity === vscode.DiagnosticSeverity.Error,
      );
      const kind = isBroken ? vscode.CodeActionKind.QuickFix : vscode.CodeActionKind.RefactorRewrite;
      if (context.only && !context.only.contains(kind)) return [];
      const action = new vscode.CodeAction('Solve this function with Ponder', kind);
      const place: SolvePlace = { uri: document.uri, line: range.start.line + 1 };
      action.command = { title: action.title, command: 'ponder.solve', arguments: [place] };
      return [action];
    },
  };
