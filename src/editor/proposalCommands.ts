import * as vscode from 'vscode';
import { candidatesIn } from '../engine/candidatesIn.ts';
import { openCandidateDiff } from './candidateDiff.ts';
import type { Applied } from './proposalDesk.ts';
import type { RunRecord } from './runDesk.ts';
import { verdictOf } from './verdict.ts';
import type { WindowParts } from './windowParts.ts';

/** How long a note stays in the status bar, in ms. */
const noteTime = 8000;

/** Accepts the candidate before the person; where its place is gone, says so and offers the diff. */
export async function accept(parts: WindowParts): Promise<void> {
  const { current, isAccepting } = parts.proposals;
  if (isAccepting) return;
  if (current) parts.diagnostics.listen(current.source.uri);
  const resolution = await parts.proposals.accept();
  if (resolution.type === 'accepted') void tellProblems(parts, resolution.applied);
  else if (current) parts.diagnostics.stop();
  switch (resolution.type) {
    case 'accepted':
      if (current) await parts.proposalView.showSource(current);
      vscode.window.setStatusBarMessage('$(check) Ponder: accepted; Undo takes it back', noteTime);
      return;
    case 'changed': {
      const compare = 'Compare';
      const message =
        'The function has changed since the run, so the candidate was not put in its place. Compare the two and take what you need.';
      if ((await parts.person.tell('warning', message, [compare])) === compare) await showDiff(parts);
      return;
    }
    case 'refused':
      void parts.person.tell('error', 'The editor refused the change. Is the file read-only?', []);
      return;
    case 'under-way':
      return;
    case 'rejected':
    case 'none':
      void parts.person.tell('information', 'There is no candidate to accept.', []);
  }
}

/** What the editor's tools find in it is shown above the function and in the panel; what cannot be noted stands in the log. */
async function tellProblems({ diagnostics, log }: WindowParts, applied: Applied): Promise<void> {
  try {
    await diagnostics.applied(applied);
  } catch (error) {
    log.warn(error instanceof Error ? error.message : String(error));
  }
}

/** Puts the proposal away and leaves the file as it is. */
export async function reject({ proposals, proposalView }: WindowParts): Promise<void> {
  const { current } = proposals;
  const { type } = await proposals.reject();
  if (type === 'under-way') return;
  if (current) await proposalView.showSource(current);
  vscode.window.setStatusBarMessage('$(discard) Ponder: rejected; the file is as it was', noteTime);
}

/** Shows the next candidate, best first and round again. */
export async function nextCandidate({ proposals, proposalView }: WindowParts): Promise<void> {
  proposals.next();
  const { current, candidate } = proposals;
  if (!current || !candidate) return;
  await proposalView.show();
  const count = `${current.index + 1} of ${current.offered.length}`;
  vscode.window.setStatusBarMessage(`Ponder: candidate ${count}, ${verdictOf(candidate)}`, noteTime);
}

/** Opens the panel at the decision that bought the candidate. */
export async function why({ proposals, showPanel }: WindowParts): Promise<void> {
  const { current, candidate } = proposals;
  await showPanel(current && candidate && { run: current.record.run.id, candidate: candidate.id });
}

/** Opens the diff editor on the candidate before the person. */
export async function showDiff(parts: WindowParts): Promise<void> {
  const { current, candidate } = parts.proposals;
  if (current && candidate) await showDiffOf(parts, current.record, candidate.id);
}

/** Opens the diff editor on a candidate of a run, also while the run goes on. */
export async function showDiffOf(parts: WindowParts, record: RunRecord, id: string): Promise<void> {
  const candidate = candidatesIn(record.events).find(one => one.id === id);
  const { source, run } = record;
  const isOpen =
    source && candidate && (await openCandidateDiff(parts.candidates, run.id, source, candidate));
  if (!isOpen) void parts.person.tell('information', `${id} changes nothing that could be compared.`, []);
}

/** Puts a candidate of a run before the person; a run under way is stopped for it. */
export async function useCandidate(parts: WindowParts, record: RunRecord, id: string): Promise<void> {
  if (record === parts.runs.active) {
    parts.runs.prefer(record.run.id, id);
    record.run.stop();
    return;
  }
  if (parts.proposals.open(record, id)) await parts.proposalView.show();
  else void parts.person.tell('information', `${id} changes nothing in the file.`, []);
}
