import * as vscode from 'vscode';
import { judges } from '../engine/judges/index.ts';
import { votesOnOne } from '../engine/rewardNames.ts';
import type { JudgeChoice } from '../protocol.ts';
import { failureOfError, tellFailure } from './failureMessage.ts';
import type { RunRecord } from './runDesk.ts';
import { verdictOf } from './verdict.ts';
import type { WindowParts } from './windowParts.ts';

/** The judges that vote on one candidate. */
export const askableJudges: readonly JudgeChoice[] = Object.values(judges)
  .filter(votesOnOne)
  .map(({ name, summary }) => ({ name, summary }));

/** Ponder: Judge Candidate. Asks which candidate of the latest run, and which judge. */
export async function judge(parts: WindowParts): Promise<void> {
  const record = parts.runs.records.findLast(({ outcome }) => outcome !== undefined);
  const usable = record?.outcome?.candidates.filter(({ error }) => error === undefined) ?? [];
  if (!record || usable.length === 0) {
    void parts.person.tell('information', 'No run of this window has a candidate that could be judged.', []);
    return;
  }
  const title = `Ponder: Judge a Candidate of ${record.label}`;
  const candidates = usable.map(one => ({
    label: one.id,
    description: one.answer ?? verdictOf(one),
  }));
  const candidate = await parts.person.pick(candidates, { title, placeHolder: 'Which candidate?' });
  if (!candidate) return;
  const choices = askableJudges.map(({ name, summary }) => ({ label: name, detail: summary }));
  const by = await parts.person.pick(choices, { title, placeHolder: 'By which judge?' });
  if (by) await judgeCandidate(parts, record, candidate.label, by.label);
}

/** Has a judge vote on a candidate of a run that has ended; what it says comes up in the panel. */
export async function judgeCandidate(
  { runs, person, log }: WindowParts,
  record: RunRecord,
  candidate: string,
  by: string,
): Promise<void> {
  if (runs.judging) {
    const message = `${runs.judging.candidate} is being judged. Wait until that is done.`;
    void person.tell('information', message, []);
    return;
  }
  const title = `Ponder: judging ${candidate} by ${by}`;
  await vscode.window.withProgress({ location: vscode.ProgressLocation.Notification, title }, async () => {
    try {
      await runs.judge(record, candidate, by);
    } catch (error) {
      if (error instanceof Error && error.name === 'RefusedJudging') {
        void person.tell('warning', error.message, []);
        return;
      }
      log.error(error instanceof Error ? error : String(error));
      void tellFailure(person, failureOfError(error));
    }
  });
}
