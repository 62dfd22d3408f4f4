import * as vscode from 'vscode';
import type { Failure } from '../engine/action.ts';
import type { Person, Tone } from './person.ts';

const commands = {
  'Set API Key': ['ponder.setApiKey'],
  'Choose Model': ['ponder.chooseModel'],
  'Open Settings': ['workbench.action.openSettings', '@ext:ponder-dev.ponder'],
  'Install Embedded Runtime': ['ponder.installRuntime'],
  'Set Up Sandbox': ['ponder.setUpSandbox'],
  'Open Playground': ['ponder.openPlayground'],
  'Open Folder': ['workbench.action.files.openFolder'],
  'Manage Trust': ['workbench.trust.manage'],
  'Show Panel': ['ponder.showPanel'],
  'Show Proposal': ['ponder.showProposal'],
  'Show Log': ['ponder.showLog'],
} as const;

/** A button that does something by itself wherever it is shown. */
export type ActionButton = keyof typeof commands;

const buttonsByCode: Readonly<Record<string, readonly ActionButton[]>> = {
  unauthorized: ['Set API Key', 'Open Settings'],
  unreachable: ['Open Settings', 'Choose Model', 'Show Log'],
  'not-found': ['Choose Model', 'Open Settings'],
  'rate-limited': ['Choose Model', 'Show Log'],
  'bad-request': ['Choose Model', 'Show Log'],
  crashed: ['Choose Model', 'Show Log'],
  missing: ['Choose Model'],
  'not-a-model': ['Choose Model'],
  'wrong-hash': ['Choose Model', 'Show Log'],
  'no-tool': ['Install Embedded Runtime', 'Choose Model'],
  BadOption: ['Choose Model', 'Open Settings'],
  'no-isolation': ['Set Up Sandbox'],
  'unknown-language': ['Open Playground'],
  'outside-workspace': ['Open Folder'],
};

/** The buttons that help with a failure of this code. */
export function buttonsFor(code: string): readonly ActionButton[] {
  return buttonsByCode[code] ?? ['Show Log'];
}

/** Tells the person something and does what the pressed button says. */
export async function tellWithActions(
  person: Person,
  tone: Tone,
  message: string,
  buttons: readonly ActionButton[],
): Promise<void> {
  const pressed = await person.tell(tone, message, buttons);
  if (pressed === undefined) return;
  const [command, ...args] = commands[pressed];
  await vscode.commands.executeCommand(command, ...args);
}

/** Shows a failure with what can be done about it. */
export async function tellFailure(person: Person, failure: Failure, tone: Tone = 'error'): Promise<void> {
  await tellWithActions(person, tone, `${failure.message} ${failure.action}`, buttonsFor(failure.code));
}

/** An error as a failure; errors of the product carry a code and an action of their own. */
export function failureOfError(error: unknown): Failure {
  const message = error instanceof Error ? error.message : String(error);
  const fields = typeof error === 'object' && error !== null ? error : {};
  const code = stringField(fields, 'failure') ?? stringField(fields, 'reason') ?? stringField(fields, 'code');
  return {
    code: code ?? 'internal',
    message,
    action: stringField(fields, 'action') ?? 'The log tells more.',
  };
}

function stringField(fields: object, name: string): string | undefined {
  const value: unknown = Reflect.get(fields, name);
  return typeof value === 'string' ? value : undefined;
}
