import { totalTokens } from '../engine/cost.ts';
import { meanOfLaw } from '../engine/judgeModel.ts';
import type { JudgeName, JudgeOfRun } from '../engine/judging/judge.ts';
import { tellsAnything } from '../engine/judging/trust/judgingChoice.ts';
import type { RunConfig } from '../engine/trace.ts';
import type { CandidateView, Cost, DecisionView, EvidenceView, JudgeView, Vote } from '../protocol.ts';
import { counted } from './counted.ts';

/** Among the judges, what the model was asked for to tell two candidates apart. */
export const distinguishingInputs = 'distinguishing inputs';

/** The judges that a run could ask, before it asked any. */
export function judgesOf({ judges = [] }: RunConfig): readonly JudgeView[] {
  return judges.map(({ name, model }) => ({
    ...noVotes(name),
    approves: { right: meanOfLaw(model.right), wrong: meanOfLaw(model.wrong) },
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
  decisions: readonly DecisionView[],
): readonly JudgeView[] {
  return judges.map(judge => {
    const plan = planned.find(({ name }) => name === judge.name);
    if (!plan || judge.tokens > 0) return judge;
    return { ...judge, unasked: saysNothing(plan) ?? unboughtBy(policy, plan.name, decisions) };
  });
}

/** Why what a judge says moves nothing, whatever it costs; undefined where it does. */
function saysNothing(judge: JudgeOfRun): string | undefined {
  const { labels = 0, performs } = judge;
  if (performs.some(kind => tellsAnything(judge, kind))) return undefined;
  return labels === 0
    ? 'no label shows yet what its votes tell here, and those of a small model were measured to tell nothing'
    : `no weight: ${counted(labels, 'label')} ${labels === 1 ? 'shows' : 'show'} that its votes tell too little to pay`;
}

/** Why nothing was bought of a judge that tells something: by the last decision that thought of it. */
function unboughtBy(policy: string, name: JudgeName, decisions: readonly DecisionView[]): string {
  const offers = decisions.flatMap(({ considered }) => {
    const own = considered.filter(({ action }) => 'by' in action && action.by === name);
    return own.length > 0 ? [own.toSorted((left, right) => right.reservation - left.reservation)[0]] : [];
  });
  const last = offers.at(-1);
  if (last)
    return last.value > last.charge
      ? 'something else was worth more, and then the run ended'
      : `not worth its price: at last it was worth ${last.value.toFixed(4)} and cost ${last.charge.toFixed(4)}`;
  return policy === 'auto'
    ? 'nothing it could say would have changed the choice'
    : `the policy ${policy} did not ask it`;
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
