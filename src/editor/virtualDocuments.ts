import * as vscode from 'vscode';

/** Read-only documents of one scheme, whose text is held in memory. */
export class VirtualDocuments implements vscode.TextDocumentContentProvider, vscode.Disposable {
  readonly scheme: string;
  readonly #texts = new Map<string, string>();
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  readonly #registrations: readonly vscode.Disposable[];

  constructor(scheme: string) {
    this.scheme = scheme;
    this.#registrations = [
      vscode.workspace.registerTextDocumentContentProvider(scheme, this),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => this.#texts.delete(uri.toString())),
    ];
  }

  get onDidChange(): vscode.Event<vscode.Uri> {
    return this.#changed.event;
  }

  /** Sets the text of a document; its last path segment is the title of its tab and tells its language. */
  set(path: string, query: string, text: string): vscode.Uri {
    const uri = vscode.Uri.from({ scheme: this.scheme, path, query });
    const known = this.#texts.get(uri.toString());
    this.#texts.set(uri.toString(), text);
    if (known !== undefined && known !== text) this.#changed.fire(uri);
    return uri;
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    return (
      this.#texts.get(uri.toString()) ?? 'This was shown in an earlier window and is gone. Run Ponder again.'
    );
  }

  dispose(): void {
    for (const registration of this.#registrations) registration.dispose();
    this.#changed.dispose();
  }
}

/** Closes every tab that shows documents of a scheme, but for that of one document. */
export async function closeTabs(scheme: string, kept?: vscode.Uri): Promise<void> {
  const tabs = vscode.window.tabGroups.all
    .flatMap(group => group.tabs)
    .filter(tab => {
      const uri = uriOf(tab);
      return uri?.scheme === scheme && uri.toString() !== kept?.toString();
    });
  if (tabs.length > 0) await vscode.window.tabGroups.close(tabs, true);
}

function uriOf({ input }: vscode.Tab): vscode.Uri | undefined {
  if (input instanceof vscode.TabInputText) return input.uri;
  if (input instanceof vscode.TabInputTextDiff) return input.modified;
  return undefined;
}
