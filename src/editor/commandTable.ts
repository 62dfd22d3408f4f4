import * as vscode from 'vscode';
import type { PanelMessage } from '../protocol.ts';
import { answer } from './answerCommand.ts';
import { clearApiKey, setApiKey } from './apiKeyCommands.ts';
import { sharedWhilePending } from './atOnce.ts';
import { chooseModel } from './chooseModel.ts';
import { createTest } from './createTest.ts';
import { expectOutput } from './expectCommand.ts';
import { failureOfError, tellFailure } from './failureMessage.ts';
import { forgetLearnt } from './forgetLearnt.ts';
import { installRuntime } from './installRuntime.ts';
import { judge, judgeCandidate } from './judgeCommand.ts';
import { openPlayground } from './openPlayground.ts';
import {
  accept,
  nextCandidate,
  reject,
  showDiff,
  showDiffOf,
  useCandidate,
  why,
} from './proposalCommands.ts';
import { setUpSandbox } from './setUpSandbox.ts';
import { type SolvePlace, solve } from './solveCommand.ts';
import { traceEditorId } from './traceEditor.ts';
import type { WindowParts } from './windowParts.ts';

type Handler = (...args: unknown[]) => unknown;

/** Every command of the extension by its name; package.json lists the same. */
export function commandTable(parts: WindowParts): Readonly<Record<string, Handler>> {
  return {
    'ponder.solve': at => solve(parts, isSolvePlace(at) ? at : undefined),
    'ponder.answer': () => answer(parts),
    'ponder.stop': () => parts.runs.stop(),
    'ponder.showProposal': () => parts.proposalView.show(),
    'ponder.accept': () => accept(parts),
    'ponder.reject': () => reject(parts),
    'ponder.nextCandidate': () => nextCandidate(parts),
    'ponder.why': () => why(parts),
    'ponder.showDiff': () => showDiff(parts),
    'ponder.judge': () => judge(parts),
    'ponder.showPanel': () => parts.showPanel(),
    'ponder.openPanel': () => parts.openPanelTab(),
    'ponder.openTrace': file => openTrace(parts, file instanceof vscode.Uri ? file : undefined),
    'ponder.setApiKey': () => setApiKey(parts),
    'ponder.clearApiKey': () => clearApiKey(parts),
    'ponder.chooseModel': () => chooseModel(parts),
    'ponder.installRuntime': sharedWhilePending(() => installRuntime(parts)),
    'ponder.setUpSandbox': () => setUpSandbox(parts),
    'ponder.openPlayground': () => openPlayground(parts.services.playground, parts.storage),
    'ponder.forgetLearnt': () => forgetLearnt(parts),
    'ponder.showLog': () => parts.log.show(),
  };
}

/** Registers the commands; one that fails says so and leaves the details in the log. */
export function registerCommands(parts: WindowParts): vscode.Disposable {
  const registrations = Object.entries(commandTable(parts)).map(([name, handler]) =>
    vscode.commands.registerCommand(name, (...args: unknown[]) =>
      tellingFailure(parts, () => handler(...args)),
    ),
  );
  return vscode.Disposable.from(...registrations);
}

/** Does what the person asked for; never rejects, because what fails is said and left in the log. */
async function tellingFailure({ log, person }: WindowParts, work: () => unknown): Promise<void> {
  try {
    await work();
  } catch (error) {
    log.error(error instanceof Error ? error : String(error));
    void tellFailure(person, failureOfError(error));
  }
}

/** Does what the person asked for in the panel, and says what of it failed. */
export async function handlePanelMessage(parts: WindowParts, message: PanelMessage): Promise<void> {
  await tellingFailure(parts, () => doAsked(parts, message));
}

async function doAsked(parts: WindowParts, message: PanelMessage): Promise<void> {
  const record = 'run' in message ? parts.runs.find(message.run) : undefined;
  switch (message.type) {
    case 'solve':
      return void vscode.commands.executeCommand('ponder.solve');
    case 'openPlayground':
      return void vscode.commands.executeCommand('ponder.openPlayground');
    case 'chooseModel':
      return void vscode.commands.executeCommand('ponder.chooseModel');
    case 'stop':
      return record?.run.stop();
    case 'openTrace':
      if (record?.outcome?.trace) await openTrace(parts, vscode.Uri.file(record.outcome.trace));
      return;
    case 'showDiff':
      if (record) await showDiffOf(parts, record, message.candidate);
      return;
    case 'accept':
      if (record) await useCandidate(parts, record, message.candidate);
      return;
    case 'judge':
      if (record) await judgeCandidate(parts, record, message.candidate, message.by);
      return;
    case 'expect':
      if (record) await expectOutput(parts, record, message.call, message.expected);
      return;
    case 'createTest':
      if (record) await createTest(parts, record, message.call);
      return;
    case 'ready':
    case 'chooseRun':
      return;
  }
}

async function openTrace({ person, services }: WindowParts, given: vscode.Uri | undefined): Promise<void> {
  const file =
    given ??
    (await person.chooseFile({
      title: 'Open a trace',
      defaultUri: services.traces,
      filters: { 'Ponder traces': ['jsonl'] },
    }));
  if (file) await vscode.commands.executeCommand('vscode.openWith', file, traceEditorId);
}

function isSolvePlace(data: unknown): data is SolvePlace {
  if (typeof data !== 'object' || data === null) return false;
  const { uri, line } = data as Partial<SolvePlace>;
  return uri instanceof vscode.Uri && Number.isSafeInteger(line);
}
