import type { Action } from '../engine/action.ts';
import { addCosts, totalTokens } from '../engine/cost.ts';
import type { GeneratedTest } from '../engine/reward.ts';
import type { TraceEvent } from '../engine/trace.ts';
import type { ActionView, CandidateView, GeneratedTestsView, RunView } from '../protocol.ts';
import { answerGroups, withChances } from './answerGroups.ts';
import { withApart } from './apartCalls.ts';
import { baselineView, candidateView } from './candidateView.ts';
import { withComparison } from './comparisonView.ts';
import { withActual } from './decisionView.ts';
import { doubtfulIn } from './examplesView.ts';
import { withGeneratedTests } from './generatedTestsView.ts';
import { withContinued } from './growth.ts';
import { withReward } from './judgedView.ts';
import { distinguishingInputs, withAsked } from './judgesView.ts';
import { probesView } from './probesView.ts';
import { searchView } from './searchView.ts';
import { addSpend } from './spend.ts';
import { purposeOf, wasteOf } from './waste.ts';
import { withCandidate } from './withCandidate.ts';

type ActionEnded = Extract<TraceEvent, { type: 'action-ended' }>;

/** The view after an action has ended: its candidate, its cost and where it went. The rest of the ledger is the fold's. */
export function withOutcome(view: RunView, event: ActionEnded): RunView {
  const { result, cost, leader, quality } = event;
  const place = view.actions.findIndex(one => one.id === event.id);
  const action = view.actions[place];
  if (!action || action.ended) {
    return { ...view, warnings: [...view.warnings, `Action ${event.id} ended without having started.`] };
  }
  const candidate =
    result.type === 'candidate'
      ? candidateView(
          result.candidate,
          { action: action.id, decision: action.decision, cost, ...contextOf(action.action) },
          view.candidates,
        )
      : undefined;
  const candidates = candidate
    ? [...withContinued(view.candidates, candidate), candidate]
    : candidatesAfter(view.candidates, action, result);
  const apart = withApart(view.apart, callsIn(result));
  const probes = candidate || apart !== view.apart ? probesView(candidates, leader, apart) : view.probes;
  const generatedTests = testsAfter(view, event, candidates);
  const gain = quality - view.quality;
  const waste = wasteOf(result, action.action, candidate, view.task);
  const ended: ActionView['ended'] = {
    cost,
    gain,
    ...(candidate && { candidate: candidate.id }),
    ...(result.type === 'failed' && { failure: result.failure }),
    ...(waste && { waste }),
  };
  return {
    ...view,
    quality,
    candidates,
    ...(leader !== undefined && { leader }),
    ...(result.type === 'baseline' && { baseline: baselineView(result) }),
    actions: view.actions.with(place, { ...action, ended }),
    decisions: withActual(view.decisions, action.decision, ended),
    judges: judgesAfter(view, action.action, event, candidates),
    spend:
      result.type === 'searched' ? view.spend : addSpend(view.spend, waste ?? purposeOf(action.action), cost),
    apart,
    ...(probes && { probes }),
    ...(candidate && doubtfulIn(candidates)),
    ...(generatedTests && { generatedTests }),
    searches: result.type === 'searched' ? [...view.searches, searchView(result, action)] : view.searches,
    answers: view.task.type === 'prompt' ? answersAfter(view, candidates) : view.answers,
    ledger: {
      ...view.ledger,
      spent: addCosts(view.ledger.spent, cost),
      estimatedTokens: view.ledger.estimatedTokens + (cost.estimated ? totalTokens(cost) : 0),
    },
  };
}

/** The answers anew, with the chances of the last decision until there is another. */
function answersAfter({ decisions }: RunView, candidates: readonly CandidateView[]): RunView['answers'] {
  return withChances(answerGroups(candidates), decisions.findLast(one => one.standings)?.standings);
}

/** The calls that were written to tell candidates apart, with what one or all of them gave. */
function callsIn(result: ActionEnded['result']): readonly GeneratedTest[] {
  if (result.type === 'compared') return result.calls ?? [];
  if (result.type !== 'candidate') return [];
  const evidence = result.candidate.reward?.evidence ?? [];
  return evidence.flatMap(one => (one.type === 'generated-tests' ? one.tests : []));
}

/** The candidates after votes or a comparison; what was only run on calls was not compared by anybody. */
function candidatesAfter(
  candidates: readonly CandidateView[],
  { id, action }: ActionView,
  result: ActionEnded['result'],
): readonly CandidateView[] {
  if (result.type === 'compared' && action.type === 'compare') {
    const isJudged = result.votes !== undefined || action.by !== undefined;
    return isJudged ? withComparison(candidates, id, action, result) : candidates;
  }
  if (result.type !== 'judged') return candidates;
  return withCandidate(candidates, result.candidate, one => withReward(one, result.reward));
}

function judgesAfter(
  { judges }: RunView,
  action: Action,
  { result, cost }: ActionEnded,
  candidates: readonly CandidateView[],
): RunView['judges'] {
  if (action.type !== 'judge' && action.type !== 'compare') return judges;
  const by = action.by ?? (action.type === 'compare' ? distinguishingInputs : undefined);
  const comparisons = result.type === 'compared' ? 1 : 0;
  return by === undefined ? judges : withAsked(judges, by, { cost, comparisons }, candidates);
}

function testsAfter(
  { generatedTests: before, actions }: RunView,
  { id, result }: ActionEnded,
  candidates: readonly CandidateView[],
): GeneratedTestsView | undefined {
  if (result.type === 'candidate') return withGeneratedTests(before, result.candidate.reward, 0, candidates);
  if (result.type !== 'judged') return before;
  const action = actions.find(one => one.id === id)?.action;
  if (action?.type === 'judge' && action.by !== undefined) return before;
  return withGeneratedTests(before, result.reward, action?.type === 'judge' ? action.votes : 1, candidates);
}

function contextOf(action: Action): Pick<CandidateView, 'context'> {
  return action.type === 'sample' && action.context !== undefined ? { context: action.context } : {};
}
