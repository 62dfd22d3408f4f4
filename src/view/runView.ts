import { addCosts, zeroCost } from '../engine/cost.ts';
import type { Task } from '../engine/task.ts';
import type { TraceEvent } from '../engine/trace.ts';
import type { RunView, TaskView } from '../protocol.ts';
import { withChances } from './answerGroups.ts';
import { choiceText } from './choiceText.ts';
import { decisionView } from './decisionView.ts';
import { withProblems } from './diagnosedView.ts';
import { meetingAll, withExpectation } from './expectationView.ts';
import { headlineOf } from './headline.ts';
import { withReward } from './judgedView.ts';
import { judgesOf, withAsked, withUnasked } from './judgesView.ts';
import { ledgerView } from './ledgerView.ts';
import { withOutcome } from './outcomeView.ts';
import { questionsOf } from './questionView.ts';
import { noSpend } from './spend.ts';
import { taughtBy } from './taught.ts';
import { totalsWarning } from './totals.ts';
import { withCandidate } from './withCandidate.ts';

type Event<Type extends TraceEvent['type']> = Extract<TraceEvent, { type: Type }>;

/** The view of a whole trace, or undefined for no events. Throws like `fold`. */
export function viewOf(events: Iterable<TraceEvent>): RunView | undefined {
  let view: RunView | undefined;
  for (const event of events) view = fold(view, event);
  return view;
}

/**
 * The view with one more event. What the event does not touch stays the same object. Throws RangeError for a trace
 * that does not start with `run-started`; a gap later on becomes a warning.
 */
export function fold(view: RunView | undefined, event: TraceEvent): RunView {
  if (event.type === 'run-started') return started(event);
  if (!view) throw new RangeError(`The trace starts with "${event.type}" instead of "run-started".`);
  const next: RunView = {
    ...withEvent(view, event),
    seconds: event.type === 'run-ended' ? event.seconds : Math.max(view.seconds, event.at / 1000),
    nextSeq: event.seq + 1,
  };
  const { spent, estimatedTokens, byHand } = next.ledger;
  const ledger = {
    ...ledgerView(next.actions, spent, estimatedTokens, {
      budget: next.config.budget,
      seconds: next.seconds,
    }),
    ...(byHand && { byHand }),
  };
  const gap = event.seq === view.nextSeq ? [] : [gapWarning(view.nextSeq, event.seq)];
  const whole = { ...next, ledger, warnings: gap.length > 0 ? [...next.warnings, ...gap] : next.warnings };
  return { ...whole, headline: headlineOf(whole) };
}

/** The view of a trace that nobody is writing any more: a run without an end was interrupted. */
export function interrupted(view: RunView): RunView {
  if (view.state.type !== 'running') return view;
  const next: RunView = { ...view, state: { type: 'interrupted' } };
  return { ...next, headline: headlineOf(next) };
}

function started({ run, date, task, config, seq, at }: Event<'run-started'>): RunView {
  const taught = taughtBy(config);
  const empty = {
    run,
    date,
    task: taskView(task),
    config,
    ...(taught !== undefined && { taught }),
    state: { type: 'running' },
    seconds: at / 1000,
    quality: 0,
    candidates: [],
    decisions: [],
    actions: [],
    ledger: ledgerView([], zeroCost, 0, { budget: config.budget, seconds: at / 1000 }),
    spend: noSpend,
    answers: [],
    searches: [],
    apart: [],
    judges: judgesOf(config),
    expectations: [],
    questions: [],
    meeting: [],
    warnings: seq === 0 ? [] : [gapWarning(0, seq)],
    nextSeq: seq + 1,
  } as const;
  return { ...empty, headline: headlineOf(empty) };
}

function taskView(task: Task): TaskView {
  if (task.type === 'prompt') return task;
  const { type, language, file, functionName, instruction, tests } = task;
  return {
    type,
    language,
    file,
    functionName,
    ...(instruction !== undefined && { instruction }),
    ...(tests && { tests }),
  };
}

function gapWarning(expected: number, found: number): string {
  return `The trace is damaged: event ${found} follows where event ${expected} should, so totals may be wrong.`;
}

function withEvent(view: RunView, event: Exclude<TraceEvent, Event<'run-started'>>): RunView {
  switch (event.type) {
    case 'decision': {
      const decision = decisionView(event);
      const answers = withChances(view.answers, decision.standings);
      return { ...view, decisions: [...view.decisions, decision], answers };
    }
    case 'action-started': {
      const { id, decision, action, reserved } = event;
      return { ...view, actions: [...view.actions, { id, decision, action, reserved }] };
    }
    case 'action-ended':
      return withOutcome(view, event);
    case 'run-ended': {
      const { status, stop, reason, chosen } = event;
      const choice = choiceText(view.answers, chosen);
      const mismatch = totalsWarning(view.ledger.spent, event.spent);
      return asking({
        ...view,
        state: { type: 'ended', status, stop, reason },
        ...(chosen !== undefined && { chosen }),
        ...(choice !== undefined && { choice }),
        judges: withUnasked(view.judges, view.config, view.decisions),
        warnings: mismatch === undefined ? view.warnings : [...view.warnings, mismatch],
      });
    }
    case 'choice': {
      const { candidate, verdict } = event;
      const candidates = withCandidate(view.candidates, candidate, one => ({ ...one, verdict }));
      return { ...view, candidates };
    }
    case 'judged-by-hand':
      return judgedByHand(view, event);
    case 'diagnosed': {
      const { candidate, problems } = event;
      const candidates = withCandidate(view.candidates, candidate, one => withProblems(one, problems));
      return { ...view, candidates };
    }
    case 'expectation': {
      const expectations = withExpectation(view.expectations, event);
      return asking({ ...view, expectations, meeting: meetingAll(view, expectations) });
    }
    default:
      return event satisfies never;
  }
}

/** Votes after the run are shown with the others; what they cost stands beside what the run spent. */
function judgedByHand(view: RunView, event: Event<'judged-by-hand'>): RunView {
  const { by, reward, cost } = event;
  const candidates = withCandidate(view.candidates, event.candidate, one => withReward(one, reward));
  const byHand = addCosts(view.ledger.byHand ?? zeroCost, cost);
  return {
    ...view,
    candidates,
    judges: withAsked(view.judges, by, { cost, comparisons: 0 }, candidates),
    ledger: { ...view.ledger, byHand },
  };
}

/** The person is asked only where no test can tell. */
function asking(view: RunView): RunView {
  const isUntested = view.task.type === 'code' && view.task.tests === undefined;
  return isUntested ? { ...view, questions: questionsOf(view) } : view;
}
