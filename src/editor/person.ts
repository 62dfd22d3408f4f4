import * as vscode from 'vscode';

/** How grave a message is. */
export type Tone = 'information' | 'warning' | 'error';

/** What the person at the keyboard is told and asked; each answer is undefined when they turn away. */
export interface Person {
  /** A message with buttons; resolves with the pressed one. */
  tell<Button extends string>(
    tone: Tone,
    message: string,
    buttons: readonly Button[],
  ): Promise<Button | undefined>;
  /** A question that must be answered before anything goes on. */
  confirm<Button extends string>(
    message: string,
    detail: string,
    buttons: readonly Button[],
  ): Promise<Button | undefined>;
  ask(options: vscode.InputBoxOptions): Promise<string | undefined>;
  pick<Item extends vscode.QuickPickItem>(
    items: readonly Item[],
    options: vscode.QuickPickOptions,
  ): Promise<Item | undefined>;
  chooseFile(options: vscode.OpenDialogOptions): Promise<vscode.Uri | undefined>;
}

/** The person in front of this window. */
export const personAtWindow: Person = {
  async tell(tone, message, buttons) {
    switch (tone) {
      case 'information':
        return await vscode.window.showInformationMessage(message, ...buttons);
      case 'warning':
        return await vscode.window.showWarningMessage(message, ...buttons);
      case 'error':
        return await vscode.window.showErrorMessage(message, ...buttons);
    }
  },
  async confirm(message, detail, buttons) {
    return await vscode.window.showWarningMessage(message, { modal: true, detail }, ...buttons);
  },
  async ask(options) {
    return await vscode.window.showInputBox({ ignoreFocusOut: true, ...options });
  },
  async pick(items, options) {
    return await vscode.window.showQuickPick(items, { ignoreFocusOut: true, ...options });
  },
  async chooseFile(options) {
    return (await vscode.window.showOpenDialog(options))?.[0];
  },
};
