import * as vscode from 'vscode';
import type { RunOutcome } from '../ponder.ts';
import { type ActionButton, buttonsFor, tellWithActions } from './failureMessage.ts';
import type { RunRecord } from './runDesk.ts';
import { endMessage } from './verdict.ts';
import type { WindowParts } from './windowParts.ts';

/** Puts the best candidate before the person, and says what was proved, what was not and what could help. */
export async function showSolveEnd(parts: WindowParts, record: RunRecord): Promise<void> {
  const { outcome, source } = record;
  if (!outcome || !source) return;
  tellTraceProblem(parts, outcome);
  if (record.gaveWay) return;
  const name = source.found.task.functionName;
  const offered = parts.proposals.open(record, record.preferred) || parts.proposals.open(record);
  const shown = offered ? parts.proposals.candidate : undefined;
  const message = endMessage(name, outcome, shown);
  if (!shown) {
    const tone = message.good || outcome.status === 'cancelled' ? 'information' : 'error';
    void tellWithActions(parts.person, tone, message.text, helpFor(outcome));
    return;
  }
  const isLooking = vscode.window.activeTextEditor?.document.uri.toString() === source.uri.toString();
  if (isLooking) await parts.proposalView.show();
  const help: readonly ActionButton[] = message.good ? ['Show Panel'] : helpFor(outcome);
  const buttons: readonly ActionButton[] = isLooking ? help : ['Show Proposal', ...help];
  void tellWithActions(parts.person, message.good ? 'information' : 'warning', message.text, buttons);
}

/** A trace that could not be written is lost work: it is said, once. What was not learnt stands in the log. */
export function tellTraceProblem(
  { person, log }: WindowParts,
  { traceProblem, learningProblem }: RunOutcome,
): void {
  if (learningProblem !== undefined) log.warn(learningProblem);
  if (traceProblem === undefined) return;
  log.warn(traceProblem);
  void tellWithActions(person, 'warning', traceProblem, ['Show Log']);
}

/** The buttons that could help a run that ended without a verified candidate. */
export function helpFor(outcome: RunOutcome): readonly ActionButton[] {
  if (outcome.stop === 'already-passing' || outcome.status === 'cancelled') return ['Show Panel'];
  if (outcome.failure) return buttonsFor(outcome.failure.code);
  return ['Show Panel', 'Choose Model', 'Open Settings'];
}
