import type { Candidate, CandidateId } from '../../candidate.ts';
import { ballotRatio, flatJudge, type JudgeModel } from '../../judgeModel.ts';
import { meanOf } from '../../mean.ts';
import { ballotOf, countedValues, type Evidence, noReward, type Reward, type Vote } from '../../reward.ts';
import type { JudgeName } from '../judge.ts';

/** The candidates of a run, with what judges have said of them. */
export type Judged = {
  /** Throws for one that is not there. */
  candidate(id: CandidateId): Candidate;
  judged(id: CandidateId, reward: Reward): void;
};

/** How the judges of a run vote; one that is missing votes like any before labels. */
export type JudgeModels = Readonly<Record<JudgeName, JudgeModel>>;

/** All votes of a judge on what has this reward. */
export function votesBy(reward: Reward | undefined, by: JudgeName): readonly Vote[] {
  const own = reward?.evidence.find(each => each.type === 'votes' && each.by === by);
  return own?.type === 'votes' ? own.votes : [];
}

/**
 * The reward with all votes of a judge in place of its earlier ones. What running code has shown stays its value and its
 * quality; else they are the mean of the judges' mean votes, and the chance that the votes give to what was even before.
 */
export function withVotes(
  before: Reward | undefined,
  by: JudgeName,
  votes: readonly Vote[],
  models: JudgeModels,
): Reward {
  const { evidence: known, ...rest } = before ?? noReward;
  const others = known.filter(each => each.type !== 'votes' || each.by !== by);
  const evidence: readonly Evidence[] = [...others, { type: 'votes', by, votes }];
  if (evidence.some(each => wasRun(each))) return { ...rest, evidence };
  const judged = { ...rest, evidence };
  return { ...judged, value: meanVote(evidence) ?? 0.5, quality: chanceOf(judged, models) };
}

function wasRun({ type }: Evidence): boolean {
  return type === 'tests' || type === 'probes' || type === 'not-probed';
}

/** The mean of the judges' mean votes; undefined where no vote counts. */
function meanVote(evidence: readonly Evidence[]): number | undefined {
  const means = evidence.flatMap(each => {
    if (each.type !== 'votes') return [];
    const values = countedValues(each.votes);
    return values.length === 0 ? [] : [meanOf(values)];
  });
  return means.length === 0 ? undefined : meanOf(means);
}

/** P(right) by the judges' laws, where it was as likely as not before. */
function chanceOf(reward: Reward, models: JudgeModels): number {
  const judges = new Set(
    reward.evidence.flatMap(each => (each.type === 'votes' && each.by ? [each.by] : [])),
  );
  let odds = 1;
  for (const by of judges) odds *= ballotRatio(models[by] ?? flatJudge, ballotOf(reward, by));
  return odds / (1 + odds);
}
