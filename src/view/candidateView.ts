import type { ActionId, Result } from '../engine/action.ts';
import type { Candidate } from '../engine/candidate.ts';
import type { Cost } from '../engine/cost.ts';
import type { Evidence } from '../engine/reward.ts';
import { countTests } from '../engine/testRunner.ts';
import type { CandidateView, EvidenceView, Fate, TestsView } from '../protocol.ts';

/** What is drawn of a candidate that an action gave; `earlier` are those before it. */
export function candidateView(
  candidate: Candidate,
  bought: { readonly action: ActionId; readonly decision: number; readonly cost: Cost },
  earlier: readonly CandidateView[],
): CandidateView {
  const { id, arm, code, answer, behaviour, reward } = candidate;
  return {
    id,
    arm,
    ...bought,
    behaviour,
    fate: fateOf(candidate, earlier),
    verified: reward?.verified ?? false,
    evidence: (reward?.evidence ?? []).map(evidenceView),
    ...(reward && { reward: reward.value, quality: reward.quality }),
    ...(code === undefined ? { text: candidate.text } : { code }),
    ...(answer !== undefined && { answer }),
  };
}

function fateOf({ error, behaviour }: Candidate, earlier: readonly CandidateView[]): Fate {
  if (error !== undefined) return { type: 'unusable', error };
  const same = earlier.find(other => other.behaviour === behaviour && other.fate.type !== 'unusable');
  return same ? { type: 'duplicate', of: same.id } : { type: 'new' };
}

function evidenceView(evidence: Evidence): EvidenceView {
  if (evidence.type === 'agreement') return evidence;
  const { type, report, passed, failed, total, reused } = evidence;
  return { type, reused, passed, failed, total, ...verdicts(report, report.tests) };
}

/** The tests on the code as it stood, those that decide. */
export function baselineView({ report, deciding }: Extract<Result, { type: 'baseline' }>): TestsView {
  return { ...countTests(deciding), ...verdicts(report, deciding) };
}

function verdicts(
  { outcome, output }: Extract<Result, { type: 'baseline' }>['report'],
  tests: TestsView['tests'],
): Pick<TestsView, 'outcome' | 'tests' | 'output'> {
  return outcome === 'ran' ? { outcome, tests } : { outcome, tests, output };
}
