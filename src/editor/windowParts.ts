import type * as vscode from 'vscode';
import type { ApiKeys } from './apiKeys.ts';
import type { EditorDiagnostics } from './editorDiagnostics.ts';
import type { Person } from './person.ts';
import type { PonderHolder } from './ponderHolder.ts';
import type { ProposalDesk } from './proposalDesk.ts';
import type { ProposalView } from './proposalView.ts';
import type { RunDesk } from './runDesk.ts';
import type { Services } from './services.ts';
import type { VirtualDocuments } from './virtualDocuments.ts';

/** What the commands of a window share. */
export type WindowParts = {
  readonly services: Services;
  readonly person: Person;
  readonly log: vscode.LogOutputChannel;
  readonly keys: ApiKeys;
  readonly holder: PonderHolder;
  readonly runs: RunDesk;
  readonly proposals: ProposalDesk;
  readonly proposalView: ProposalView;
  readonly diagnostics: EditorDiagnostics;
  readonly candidates: VirtualDocuments;
  readonly answers: VirtualDocuments;
  /** Where this extension keeps what belongs to no workspace. */
  readonly storage: vscode.Uri;
  /** Shows the panel where the person has it, scrolled to the decision that bought a candidate when one is given. */
  readonly showPanel: (at?: { readonly run: string; readonly candidate: string }) => Promise<void>;
  readonly openPanelTab: () => void;
};
