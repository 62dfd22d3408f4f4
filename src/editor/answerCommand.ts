import * as vscode from 'vscode';
import type { Ponder } from '../ponder.ts';
import { answerText } from './answerText.ts';
import { tellWithActions } from './failureMessage.ts';
import { followAlone, isFreeToRun, preparePonder } from './prepare.ts';
import type { RunRecord } from './runDesk.ts';
import { readRunOptions } from './settings.ts';
import { helpFor, tellTraceProblem } from './solveEnd.ts';
import type { WindowParts } from './windowParts.ts';

/** Documents of this scheme hold answers. */
export const answerScheme = 'ponder-answer';

/** Ponder: Answer Selected Prompt. Resolves when the answer is shown. */
export async function answer(parts: WindowParts): Promise<RunRecord | undefined> {
  const prompt = selectedText() ?? (await typedPrompt(parts));
  if (prompt === undefined || !(await isFreeToRun(parts)) || !(await preparePonder(parts))) return undefined;
  const start = (ponder: Ponder) => ponder.answer(prompt, readRunOptions({ type: 'prompt', text: prompt }));
  const record = await followAlone(parts, start, `"${shortened(prompt)}"`);
  if (record) await showAnswer(parts, prompt, record);
  return record;
}

function selectedText(): string | undefined {
  const editor = vscode.window.activeTextEditor;
  const text = editor?.document.getText(editor.selection).trim();
  return text ? text : undefined;
}

async function typedPrompt({ person }: WindowParts): Promise<string | undefined> {
  const type = 'Type a Prompt...';
  const pressed = await person.tell('information', 'No text is selected. Select a prompt, or type one.', [
    type,
  ]);
  if (pressed !== type) return undefined;
  const text = await person.ask({
    title: 'Ponder: Answer',
    prompt: 'Several samples are drawn and grouped by answer.',
  });
  return text?.trim() ? text.trim() : undefined;
}

async function showAnswer(parts: WindowParts, prompt: string, record: RunRecord): Promise<void> {
  const { outcome } = record;
  if (!outcome) return;
  tellTraceProblem(parts, outcome);
  if (record.gaveWay) return;
  if (outcome.candidates.length === 0) {
    const lead = outcome.status === 'cancelled' ? 'Stopped before there was an answer' : 'No answer';
    const tone = outcome.status === 'cancelled' ? 'information' : 'error';
    void tellWithActions(parts.person, tone, `${lead}: ${outcome.reason}`, helpFor(outcome));
    return;
  }
  const uri = parts.answers.set('/Answer.md', record.run.id, answerText(prompt, outcome));
  const viewColumn = vscode.ViewColumn.Beside;
  await vscode.window.showTextDocument(uri, { viewColumn, preview: true, preserveFocus: true });
}

function shortened(text: string): string {
  const line = text.replace(/\s+/g, ' ');
  return line.length > 40 ? `${line.slice(0, 39)}…` : line;
}
