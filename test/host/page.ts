import * as vscode from 'vscode';
import type { HostMessage } from '../../src/protocol.ts';

/** The far side of a webview: keeps what was posted, and says what a page would say. */
export class Page {
  readonly posted: HostMessage[] = [];
  readonly #received = new vscode.EventEmitter<unknown>();
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #disposed = new vscode.EventEmitter<void>();
  readonly webview: vscode.Webview = {
    options: {},
    html: '',
    cspSource: 'https://page',
    onDidReceiveMessage: this.#received.event,
    asWebviewUri: uri => uri,
    postMessage: async (message: HostMessage) => this.posted.push(message) > 0,
  };
  #visible: boolean;

  constructor(visible = true) {
    this.#visible = visible;
  }

  say(message: unknown): void {
    this.#received.fire(message);
  }

  /** Comes into sight with a new page, or leaves it, by which the page is gone. */
  setVisible(visible: boolean): void {
    this.#visible = visible;
    this.#changed.fire();
    if (visible) this.say({ type: 'ready' });
  }

  close(): void {
    this.#disposed.fire();
  }

  asView(): vscode.WebviewView {
    const page = this;
    const view: Partial<vscode.WebviewView> = {
      webview: this.webview,
      onDidDispose: this.#disposed.event,
      onDidChangeVisibility: this.#changed.event,
      get visible() {
        return page.#visible;
      },
    };
    return view as vscode.WebviewView;
  }
}
