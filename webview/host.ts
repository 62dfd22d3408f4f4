import type { PanelMessage } from '../src/protocol.ts';

type VsCodeApi = {
  postMessage(message: PanelMessage): void;
  getState(): unknown;
  setState(state: unknown): void;
};

declare function acquireVsCodeApi(): VsCodeApi;

/** What a person opened and closed; the only thing the panel keeps for itself. */
export type UiState = {
  /** Rows and sections by name, where they differ from how they start. */
  readonly open: Readonly<Record<string, boolean>>;
  readonly computeAs: 'chart' | 'table';
};

/** The one way out of the webview. */
export type Host = {
  post(message: PanelMessage): void;
  load(): UiState;
  save(state: UiState): void;
};

/** The host of this webview; may be called once a page. */
export function connectHost(): Host {
  const api = acquireVsCodeApi();
  return {
    post: message => api.postMessage(message),
    load: () => readState(api.getState()),
    save: state => api.setState(state),
  };
}

function readState(saved: unknown): UiState {
  const { open, computeAs } = (saved ?? {}) as { open?: unknown; computeAs?: unknown };
  const entries = Object.entries(typeof open === 'object' && open !== null ? open : {});
  return {
    open: Object.fromEntries(entries.map(([name, isOpen]) => [name, isOpen === true])),
    computeAs: computeAs === 'table' ? 'table' : 'chart',
  };
}
