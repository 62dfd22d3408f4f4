import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import type { Clock } from '../engine/clock.ts';
import { isPanelMessage, type PanelMessage } from '../protocol.ts';
import { DeltaBatcher } from '../view/deltaBatcher.ts';
import { panelPage } from '../view/panelPage.ts';

/** Where the panel is drawn: the view in the side bar, or an editor tab. */
export type PanelPlace = vscode.WebviewView | vscode.WebviewPanel;

const clock: Clock = {
  now: () => performance.now(),
  after(milliseconds, callback) {
    const timer = setTimeout(callback, milliseconds);
    return () => clearTimeout(timer);
  },
};

/**
 * Draws the panel until its place is disposed. What comes back is checked before it is handled. A page that is hidden is gone:
 * nothing is posted to it until the next one says `ready`.
 */
export function attachPanel(
  place: PanelPlace,
  extension: vscode.Uri,
  handle: (message: PanelMessage) => void,
): DeltaBatcher {
  const { webview } = place;
  const dist = vscode.Uri.joinPath(extension, 'dist');
  const uri = (name: string) => webview.asWebviewUri(vscode.Uri.joinPath(dist, name)).toString();
  const batcher = new DeltaBatcher(message => void webview.postMessage(message), clock);
  webview.options = { enableScripts: true, localResourceRoots: [dist] };
  webview.onDidReceiveMessage((message: unknown) => {
    if (!isPanelMessage(message)) return;
    if (message.type === 'ready') batcher.ready();
    handle(message);
  });
  onDidHide(place, () => batcher.hidden());
  place.onDidDispose(() => batcher.dispose());
  webview.html = panelPage({
    scriptUri: uri('webview.js'),
    styleUri: uri('webview.css'),
    cspSource: webview.cspSource,
    nonce: randomBytes(16).toString('base64url'),
  });
  return batcher;
}

function onDidHide(place: PanelPlace, hidden: () => void): void {
  const changed = 'onDidChangeVisibility' in place ? place.onDidChangeVisibility : place.onDidChangeViewState;
  changed(() => {
    if (!place.visible) hidden();
  });
}
