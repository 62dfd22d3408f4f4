import path from 'node:path/posix';
import * as vscode from 'vscode';
import type { Candidate } from '../engine/candidate.ts';
import { changeOf, locate } from './change.ts';
import { openedDocument } from './openDocuments.ts';
import type { CodeSource } from './runDesk.ts';
import { verdictOf } from './verdict.ts';
import type { VirtualDocuments } from './virtualDocuments.ts';

/** Documents of this scheme hold a file as a candidate would leave it. */
export const candidateScheme = 'ponder-candidate';

/**
 * Opens the diff editor on a candidate: the file as it is against the file with the candidate in it. Where the function
 * has changed since the run, both sides show the file as it was then. False when the candidate has no code to compare.
 */
export async function openCandidateDiff(
  documents: VirtualDocuments,
  run: string,
  source: CodeSource,
  candidate: Candidate,
): Promise<boolean> {
  const { text: base, range } = source.found;
  const change = changeOf(base, range, candidate);
  if (!change) return false;
  const now = (await openedDocument(source.uri))?.getText();
  const place = now === undefined ? undefined : locate(now, change, change.start);
  const text = place && now !== undefined ? now : base;
  const { start, end } = place ?? { start: change.start, end: change.start + change.before.length };
  const after = text.slice(0, start) + change.after + text.slice(end);
  const file = source.uri.path;
  const right = documents.set(named(file, candidate.id), run, after);
  const left = place ? source.uri : documents.set(named(file, 'before the run'), run, base);
  const title = `${path.basename(file)}: ${candidate.id}, ${verdictOf(candidate)}`;
  await vscode.commands.executeCommand('vscode.diff', left, right, title, { preview: true });
  return true;
}

function named(file: string, label: string): string {
  return path.join(path.dirname(file), label, path.basename(file));
}
