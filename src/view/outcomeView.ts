import { addCosts, totalTokens } from '../engine/cost.ts';
import type { TraceEvent } from '../engine/trace.ts';
import type { ActionView, CandidateView, RunView, TaskView, Waste } from '../protocol.ts';
import { answerGroups } from './answerGroups.ts';
import { baselineView, candidateView } from './candidateView.ts';
import { withActual } from './decisionView.ts';
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
          { action: action.id, decision: action.decision, cost },
          view.candidates,
        )
      : undefined;
  const candidates = candidate ? [...view.candidates, candidate] : view.candidates;
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
    spend: addSpend(view.spend, waste ?? (result.type === 'baseline' ? 'baseline' : 'attempts'), cost),
    answers: view.task.type === 'prompt' ? answerGroups(candidates) : view.answers,
    ledger: {
      ...view.ledger,
      spent: addCosts(view.ledger.spent, cost),
      estimatedTokens: view.ledger.estimatedTokens + (cost.estimated ? totalTokens(cost) : 0),
    },
  };
}

/** Where tests decide, a sample that repeats an earlier one told nothing new; where votes do, it is a vote. */
function wasteOf(
  { result }: ActionEnded,
  candidate: CandidateView | undefined,
  task: TaskView,
): Waste | undefined {
  if (result.type === 'failed' || result.type === 'cancelled') return result.type;
  if (candidate?.fate.type === 'unusable') return 'unusable';
  const testsDecide = task.type === 'code' && task.tests !== undefined;
  return testsDecide && candidate?.fate.type === 'duplicate' ? 'duplicate' : undefined;
}
