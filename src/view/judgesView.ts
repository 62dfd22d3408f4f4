import { totalTokens } from '../engine/cost.ts';
import type { BetaLaw } from '../engine/judgeModel.ts';
import type { JudgeName, JudgeOfRun } from '../engine/judging/judge.ts';
import type { RunConfig } from '../engine/trace.ts';
import type { CandidateView, Cost, EvidenceView, JudgeView, Vote } from '../protocol.ts';

/** The judges that a run could ask, before it asked any. */
export function judgesOf({ judges = [] }: RunConfig): readonly JudgeView[] {
  return judges.map(({ name, model }) => ({
    ...noVotes(name),
    approves: { right: meanOf(model.right), wrong: meanOf(model.wrong) },
  }));
}

/** The judges after one was asked for votes or a comparison; one that the run did not plan with is added. */
export function withAsked(
  judges: readonly JudgeView[],
  name: JudgeName,
  paid: { readonly cost: Cost; readonly comparisons: number },
  candidates: readonly CandidateView[],
): readonly JudgeView[] {
  const known = judges.some(judge => judge.name === name) ? judges : [...judges, noVotes(name)];
  return known.map(judge => {
    if (judge.name !== name) return judge;
    const { unasked: _, ...rest } = judge;
    return {
      ...rest,
      ...votesOf(name, candidates),
      comparisons: judge.comparisons + paid.comparisons,
      tokens: judge.tokens + totalTokens(paid.cost),
    };
  });
}

/** The judges once the run has ended: those that were never asked say why. */
export function withUnasked(
  judges: readonly JudgeView[],
  { judges: planned = [], policy }: RunConfig,
): readonly JudgeView[] {
  return judges.map(judge => {
    const plan = planned.find(({ name }) => name === judge.name);
    return plan && judge.tokens === 0 ? { ...judge, unasked: whyUnasked(plan, policy) } : judge;
  });
}

function whyUnasked({ model, labels = 0 }: JudgeOfRun, policy: string): string {
  if (saysNothing(model))
    return labels === 0
      ? 'no weight: nothing has shown yet that its votes tell anything'
      : `no weight: ${labels} label${labels === 1 ? '' : 's'} show that its votes tell nothing`;
  return policy === 'auto' ? 'no vote of it was worth its price' : `the policy ${policy} did not ask it`;
}

/** A judge whose two laws are the same, and that does not prefer the right one: what it says moves nothing. */
function saysNothing({ right, wrong, prefers }: JudgeOfRun['model']): boolean {
  const votesAlike = right.a === wrong.a && right.b === wrong.b;
  return votesAlike && (prefers === undefined || prefers.a === prefers.b);
}

function votesOf(
  name: JudgeName,
  candidates: readonly CandidateView[],
): Pick<JudgeView, 'votes' | 'unread' | 'dropped'> {
  const votes = candidates.flatMap(({ evidence }) => saidBy(evidence, name));
  const unreadVotes = votes.filter(({ value }) => value === undefined).length;
  return {
    votes: votes.length,
    unread: unreadVotes + unreadOrders(name, candidates),
    dropped: votes.filter(({ dropped }) => dropped !== undefined).length,
  };
}

/** Every comparison stands at two candidates and is counted once. */
function unreadOrders(name: JudgeName, candidates: readonly CandidateView[]): number {
  const all = candidates.flatMap(one => one.comparisons).filter(({ by }) => by === name);
  const once = [...new Map(all.map(one => [one.action, one])).values()];
  return once.flatMap(({ sides }) => sides).filter(({ preferred }) => preferred === undefined).length;
}

/** What a judge said of a candidate: its votes; where it only judged steps, one of each. */
function saidBy(
  evidence: readonly EvidenceView[],
  name: JudgeName,
): readonly Pick<Vote, 'value' | 'dropped'>[] {
  const votes = evidence.flatMap(one => (one.type === 'votes' && one.by === name ? one.votes : []));
  const steps = evidence.flatMap(one => (one.type === 'steps' && one.by === name ? one.steps : []));
  return votes.length > 0 ? votes : steps;
}

function noVotes(name: JudgeName): JudgeView {
  return { name, votes: 0, unread: 0, dropped: 0, comparisons: 0, tokens: 0 };
}

function meanOf({ a, b }: BetaLaw): number {
  return a / (a + b);
}
