import type { Reward } from '../engine/reward.ts';
import type { CandidateView, EvidenceView } from '../protocol.ts';
import { evidenceViews, isJudged } from './candidateView.ts';

/**
 * A candidate after more votes on it: the reward has all of them, so that evidence of the same kind and judge is replaced
 * where it stands. What was gathered otherwise stays.
 */
export function withReward(candidate: CandidateView, reward: Reward): CandidateView {
  const fresh = evidenceViews(reward.evidence);
  const kept = candidate.evidence.map(one => fresh.find(other => isSameKind(one, other)) ?? one);
  const added = fresh.filter(one => !candidate.evidence.some(other => isSameKind(one, other)));
  return {
    ...candidate,
    evidence: [...kept, ...added],
    ...(isJudged(reward) && { reward: reward.value, quality: reward.quality }),
  };
}

function isSameKind(left: EvidenceView, right: EvidenceView): boolean {
  return left.type === right.type && judgeOf(left) === judgeOf(right);
}

function judgeOf(evidence: EvidenceView): string | undefined {
  return evidence.type === 'votes' || evidence.type === 'steps' ? evidence.by : undefined;
}
