import type { Result } from '../engine/action.ts';
import type { Candidate } from '../engine/candidate.ts';
import { totalTokens } from '../engine/cost.ts';
import { countedValues, type Evidence, isVerdict, type Reward } from '../engine/reward.ts';
import { countTests } from '../engine/testRunner.ts';
import type { CandidateView, EvidenceView, Fate, TestsView } from '../protocol.ts';
import { grownFrom } from './growth.ts';

/** What is drawn of a candidate that an action gave; `earlier` are those before it. */
export function candidateView(
  candidate: Candidate,
  bought: Pick<CandidateView, 'action' | 'decision' | 'cost' | 'context'>,
  earlier: readonly CandidateView[],
): CandidateView {
  const { id, arm, code, answer, behaviour, reward, prefix, parent } = candidate;
  return {
    id,
    arm,
    ...bought,
    behaviour,
    fate: fateOf(candidate, earlier),
    verified: reward?.verified ?? false,
    evidence: evidenceViews(reward?.evidence ?? []),
    comparisons: [],
    ...(reward && isJudged(reward) && { reward: reward.value, quality: reward.quality }),
    ...(code === undefined ? { text: candidate.text } : { code }),
    ...(answer !== undefined && { answer }),
    ...(prefix && { steps: prefix.steps }),
    ...grownFrom(parent, totalTokens(bought.cost), earlier),
  };
}

function fateOf({ error, behaviour, prefix }: Candidate, earlier: readonly CandidateView[]): Fate {
  if (error !== undefined) return { type: 'unusable', error };
  const alike = earlier.filter(other => (other.steps === undefined) === (prefix === undefined));
  const same = alike.find(other => other.behaviour === behaviour && other.fate.type !== 'unusable');
  return same ? { type: 'duplicate', of: same.id } : { type: 'new' };
}

/**
 * What was run on probes has no reward of its own: how good it is shows in what the others do. Nor has what judges only
 * gave votes that do not count.
 */
export function isJudged(reward: Reward): boolean {
  const { evidence } = reward;
  const isRun = evidence.some(each => each.type === 'probes' || each.type === 'not-probed');
  const telling = evidence.filter(each => !isSilent(each));
  const isSaid = evidence.length === 0 || telling.length > 0;
  return !isRun && isSaid && isVerdict({ ...reward, evidence: telling });
}

function isSilent(evidence: Evidence): boolean {
  if (evidence.type === 'steps') return evidence.steps.every(({ value }) => value === undefined);
  return evidence.type === 'votes' && countedValues(evidence.votes).length === 0;
}

/** What is drawn of evidence; generated tests stand at the run. */
export function evidenceViews(evidence: readonly Evidence[]): readonly EvidenceView[] {
  return evidence.flatMap(evidenceView);
}

function evidenceView(evidence: Evidence): readonly EvidenceView[] {
  switch (evidence.type) {
    case 'agreement':
    case 'votes':
    case 'steps':
    case 'confidence':
    case 'diagnostics':
    case 'examples':
    case 'not-probed':
      return [evidence];
    case 'probes': {
      const { type, outputs, written } = evidence;
      return [{ type, outputs, written }];
    }
    case 'tests': {
      const { type, report, passed, failed, total, reused } = evidence;
      return [{ type, reused, passed, failed, total, ...verdicts(report, report.tests) }];
    }
    case 'generated-tests':
      return [];
    default:
      return evidence satisfies never;
  }
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
