import type { Action } from '../engine/action.ts';
import { addCosts, totalTokens } from '../engine/cost.ts';
import type { TraceEvent } from '../engine/trace.ts';
import type { ActionView, CandidateView, GeneratedTestsView, RunView, TaskView, Waste } from '../protocol.ts';
import { answerGroups } from './answerGroups.ts';
import { baselineView, candidateView } from './candidateView.ts';
import { withActual } from './decisionView.ts';
import { isUnread, withGeneratedTests } from './generatedTestsView.ts';
import { probesView } from './probesView.ts';
import { searchView } from './searchView.ts';
import { addSpend } from './spend.ts';

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
  const candidates = candidate ? [...view.candidates, candidate] : view.candidates;
  const probes = candidate ? probesView(candidates, leader) : view.probes;
  const generatedTests = testsAfter(view, event, candidates);
  const gain = quality - view.quality;
  const waste = wasteOf(event, candidate, view.task);
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
    spend:
      result.type === 'searched'
        ? view.spend
        : addSpend(view.spend, waste ?? (result.type === 'baseline' ? 'baseline' : 'attempts'), cost),
    ...(probes && { probes }),
    ...(generatedTests && { generatedTests }),
    searches: result.type === 'searched' ? [...view.searches, searchView(result, action)] : view.searches,
    answers: view.task.type === 'prompt' ? answerGroups(candidates) : view.answers,
    ledger: {
      ...view.ledger,
      spent: addCosts(view.ledger.spent, cost),
      estimatedTokens: view.ledger.estimatedTokens + (cost.estimated ? totalTokens(cost) : 0),
    },
  };
}

function testsAfter(
  { generatedTests: before, actions }: RunView,
  { id, result }: ActionEnded,
  candidates: readonly CandidateView[],
): GeneratedTestsView | undefined {
  if (result.type === 'candidate') return withGeneratedTests(before, result.candidate.reward, 0, candidates);
  if (result.type !== 'judged') return before;
  const action = actions.find(one => one.id === id)?.action;
  return withGeneratedTests(before, result.reward, action?.type === 'judge' ? action.votes : 1, candidates);
}

function contextOf(action: Action): Pick<CandidateView, 'context'> {
  return action.type === 'sample' && action.context !== undefined ? { context: action.context } : {};
}

/** Where tests decide, a sample that repeats an earlier one told nothing new; where votes do, it is a vote. */
function wasteOf(
  { result }: ActionEnded,
  candidate: CandidateView | undefined,
  task: TaskView,
): Waste | undefined {
  if (result.type === 'failed' || result.type === 'cancelled') return result.type;
  if (candidate?.fate.type === 'unusable') return 'unusable';
  if (result.type === 'judged' && isUnread(result.reward)) return 'unusable';
  const testsDecide = task.type === 'code' && task.tests !== undefined;
  return testsDecide && candidate?.fate.type === 'duplicate' ? 'duplicate' : undefined;
}
