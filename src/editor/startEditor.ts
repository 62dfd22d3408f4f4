import * as vscode from 'vscode';
import { answerScheme } from './answerCommand.ts';
import { ApiKeys } from './apiKeys.ts';
import { candidateScheme } from './candidateDiff.ts';
import { handlePanelMessage, registerCommands } from './commandTable.ts';
import { EditorDiagnostics } from './editorDiagnostics.ts';
import { FunctionLens, languages } from './functionLens.ts';
import { lightBulb } from './lightBulb.ts';
import { PanelHost } from './panelHost.ts';
import { PanelPlaces } from './panelPlaces.ts';
import type { Person } from './person.ts';
import { PonderHolder } from './ponderHolder.ts';
import { ProposalDesk } from './proposalDesk.ts';
import { ProposalLens } from './proposalLens.ts';
import { ProposalView, proposalScheme } from './proposalView.ts';
import { RunDesk } from './runDesk.ts';
import { showRunProgress } from './runProgress.ts';
import type { Services } from './services.ts';
import { TraceEditor, traceEditorId } from './traceEditor.ts';
import { closeTabs, VirtualDocuments } from './virtualDocuments.ts';
import type { WindowParts } from './windowParts.ts';

/** What a window's editor part is made of; `holder` ends the processes behind the service. */
export type StartedEditor = { readonly parts: WindowParts; readonly panel: PanelHost };

/** Registers everything the extension adds to a window. Does no work of its own. */
export function startEditor(
  context: vscode.ExtensionContext,
  log: vscode.LogOutputChannel,
  services: Services,
  person: Person,
): StartedEditor {
  const keys = new ApiKeys(context.secrets);
  const holder = new PonderHolder(request => services.build(request), keys);
  const runs = new RunDesk();
  const proposals = new ProposalDesk();
  const media = vscode.Uri.joinPath(context.extensionUri, 'media');
  const proposalView = new ProposalView(proposals, media);
  const panel = new PanelHost(
    runs,
    context.extensionUri,
    message => void handlePanelMessage(parts, message),
    workspace => services.judgeReports(workspace),
  );
  const places = new PanelPlaces(panel);
  const parts: WindowParts = {
    services,
    person,
    log,
    keys,
    holder,
    runs,
    proposals,
    proposalView,
    diagnostics: new EditorDiagnostics(),
    candidates: new VirtualDocuments(candidateScheme),
    answers: new VirtualDocuments(answerScheme),
    storage: context.globalStorageUri,
    async showPanel(at) {
      if (at) panel.reveal(at.run, at.candidate);
      await places.show();
    },
    openPanelTab: () => places.openTab(),
  };
  const { candidates, answers, diagnostics } = parts;
  context.subscriptions.push(runs, proposals, proposalView, diagnostics, panel, places, candidates, answers);
  context.subscriptions.push(
    registerCommands(parts),
    showRunProgress(runs),
    ...registerProviders(parts, context),
  );
  void closeTabs(proposalScheme);
  return { parts, panel };
}

function registerProviders(parts: WindowParts, context: vscode.ExtensionContext): vscode.Disposable[] {
  const files = languages.flatMap(language =>
    ['file', 'vscode-remote'].map(scheme => ({ language, scheme })),
  );
  const functionLens = new FunctionLens((name, text) => parts.services.functionsOf(name, text));
  const proposalLens = new ProposalLens(parts.proposals, parts.proposalView, parts.diagnostics);
  const traceEditor = new TraceEditor(parts, context.extensionUri);
  return [
    functionLens,
    proposalLens,
    vscode.languages.registerCodeLensProvider(files, functionLens),
    vscode.languages.registerCodeLensProvider([...files, { scheme: proposalScheme }], proposalLens),
    vscode.languages.registerCodeActionsProvider(files, lightBulb, lightBulb.metadata),
    vscode.window.registerCustomEditorProvider(traceEditorId, traceEditor),
  ];
}
