import * as vscode from 'vscode';
import type { PanelHost } from './panelHost.ts';

/** The view in the activity bar and the editor tabs share this name. */
const panelId = 'ponder.panel';

/** The places of the panel: the view in the side bar, and editor tabs that come back with the window. */
export class PanelPlaces implements vscode.Disposable {
  readonly #host: PanelHost;
  readonly #registrations: readonly vscode.Disposable[];
  #tab: vscode.WebviewPanel | undefined;

  constructor(host: PanelHost) {
    this.#host = host;
    this.#registrations = [
      vscode.window.registerWebviewViewProvider(panelId, { resolveWebviewView: view => host.attach(view) }),
      vscode.window.registerWebviewPanelSerializer(panelId, {
        deserializeWebviewPanel: async panel => this.#adopt(panel),
      }),
    ];
  }

  /** Shows the panel where the person has it: in its editor tab when that is in sight, else in the side bar. */
  async show(): Promise<void> {
    if (this.#tab?.visible) this.#tab.reveal(undefined, true);
    else await vscode.commands.executeCommand(`${panelId}.focus`);
  }

  openTab(): void {
    if (this.#tab) {
      this.#tab.reveal();
      return;
    }
    this.#adopt(vscode.window.createWebviewPanel(panelId, 'Ponder', vscode.ViewColumn.Active));
  }

  dispose(): void {
    for (const registration of this.#registrations) registration.dispose();
    this.#tab?.dispose();
  }

  #adopt(panel: vscode.WebviewPanel): void {
    this.#tab = panel;
    panel.onDidDispose(() => {
      if (this.#tab === panel) this.#tab = undefined;
    });
    this.#host.attach(panel);
  }
}
