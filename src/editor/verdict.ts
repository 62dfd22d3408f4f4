import type { Candidate } from '../engine/candidate.ts';
import type { RunOutcome } from '../ponder.ts';
import { examplesText } from '../view/examplesView.ts';

/** What was proved of a candidate, in a few words. Says "verified" only when its tests were executed and all passed. */
export function verdictOf(candidate: Candidate): string {
  if (candidate.error !== undefined) return `Not usable: ${candidate.error}`;
  const share = testsOf(candidate);
  if (!share) return `Not verified: ${examplesOf(candidate) ?? 'no test was run'}`;
  return `${candidate.reward?.verified ? 'Verified' : 'Not verified'}: ${share}`;
}

function examplesOf({ reward }: Candidate): string | undefined {
  return examplesText(reward?.evidence ?? []);
}

function testsOf(candidate: Candidate): string | undefined {
  const tests = candidate.reward?.evidence.find(evidence => evidence.type === 'tests');
  if (!tests) return undefined;
  if (tests.total === 0) return `0 tests ran (${tests.report.outcome})`;
  return `${tests.passed} of ${tests.total} tests passed`;
}

/** How a run on code ended, as a person is told. `good`: nothing is left to be done or to be doubted. */
export type EndMessage = { readonly good: boolean; readonly text: string };

/** The end of a run on code in a few sentences; `shown` is the candidate that is put before the person. */
export function endMessage(name: string, outcome: RunOutcome, shown: Candidate | undefined): EndMessage {
  const reason = isSentence(outcome) ? sentence(outcome.reason) : `Stopped: ${outcome.reason}.`;
  if (outcome.stop === 'already-passing') {
    return { good: true, text: `${name}: nothing to solve. ${sentence(outcome.reason)}` };
  }
  if (!shown) {
    return { good: false, text: `${name}: no candidate to show. ${reason}` };
  }
  if (shown.reward?.verified) return { good: true, text: `${name}: ${verdictOf(shown)}.` };
  const share = testsOf(shown);
  const best = share === undefined ? untestedText(shown) : `Best attempt: ${share}.`;
  const lead = share === undefined ? 'no test could be run' : leadOf(outcome);
  return {
    good: false,
    text: `${name}: ${lead}. ${best} It is shown for you to judge; it is not verified. ${reason}`,
  };
}

function untestedText(shown: Candidate): string {
  const examples = examplesOf(shown);
  return examples === undefined ? 'The best attempt was not tested.' : `The best attempt ${examples}.`;
}

function leadOf({ status }: RunOutcome): string {
  return status === 'cancelled' ? 'stopped before a candidate passed' : 'no candidate passed';
}

/** The reason stands for itself, with no "Stopped" before it. */
function isSentence({ stop }: RunOutcome): boolean {
  return stop === 'failed' || stop === 'cancelled';
}

function sentence(text: string): string {
  const start = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?…]$/.test(start) ? start : `${start}.`;
}
