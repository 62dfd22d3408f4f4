import type { Action } from '../engine/action.ts';
import { addCosts, totalTokens, zeroCost } from '../engine/cost.ts';
import { countTests } from '../engine/testRunner.ts';
import type { TraceEvent } from '../engine/trace.ts';
import { examplesText } from '../view/examplesView.ts';
import { viewOf } from '../view/runView.ts';
import { verdictLine } from './verdictLine.ts';

/** A line for the person about an event, or undefined where there is nothing to tell. */
export type Narrator = (event: TraceEvent) => string | undefined;

/** Tells a run as it goes, a line an event. */
export function narrator(): Narrator {
  let spent = zeroCost;
  const actions = new Map<string, Action>();
  return event => {
    switch (event.type) {
      case 'run-started': {
        const what =
          event.task.type === 'code' ? `${event.task.functionName} in ${event.task.file}` : 'the prompt';
        const { provider, model, policy, effort } = event.config;
        return `ponder: ${what}, with ${model} (${provider}), policy ${policy}, effort ${effort}`;
      }
      case 'action-ended':
        spent = addCosts(spent, event.cost);
        return `${describe(event, actions.get(event.id))}${shown(actions.get(event.id))}  [${totalTokens(spent)} tokens, ${(event.at / 1000).toFixed(1)} s]`;
      case 'run-ended':
        return `${event.status}: ${event.reason}`;
      case 'action-started':
        actions.set(event.id, event.action);
        return undefined;
      case 'decision':
      case 'choice':
      case 'expectation':
      case 'judged-by-hand':
      case 'diagnosed':
        return undefined;
      default:
        return event satisfies never;
    }
  };
}

/** Of a run that has ended: why judges that the person named were not asked, a line each. */
export function unaskedLines(events: readonly TraceEvent[], named: readonly string[]): readonly string[] {
  const judges = viewOf(events)?.judges ?? [];
  return judges.flatMap(({ name, unasked }) =>
    unasked !== undefined && named.includes(name) ? [`${name} was not asked: ${unasked}`] : [],
  );
}

function shown(action: Action | undefined): string {
  const context = action?.type === 'sample' ? action.context : undefined;
  return context === undefined ? '' : ` (shown what ${context} found)`;
}

function describe(
  { id, result }: Extract<TraceEvent, { type: 'action-ended' }>,
  action: Action | undefined,
): string {
  switch (result.type) {
    case 'cancelled':
      return `  ${id} cancelled`;
    case 'failed':
      return `  ${id} failed: ${result.failure.message}`;
    case 'baseline': {
      const { passed, total } = countTests(result.deciding);
      return `  as it stands: ${total === 0 ? `the tests ${result.report.outcome}` : `${passed} of ${total} tests pass`}`;
    }
    case 'judged':
    case 'compared':
      return `  ${verdictLine(action, result)}`;
    case 'searched':
      return result.context === undefined
        ? '  searched the workspace: nothing new'
        : `  ${result.context} found ${result.snippets.map(({ file, line, because }) => `${file}:${line} (${because})`).join(', ')}`;
    case 'candidate': {
      const { id: name, error, reward, answer, prefix, parent } = result.candidate;
      if (error !== undefined) return `  ${name} unusable: ${error}`;
      const tests = reward?.evidence.find(evidence => evidence.type === 'tests');
      if (tests)
        return `  ${name} ${tests.passed} of ${tests.total} tests pass${tests.reused ? ' (same code as before)' : ''}`;
      if (prefix) return `  ${name}: step ${prefix.steps}${parent === undefined ? '' : ` after ${parent}`}`;
      return `  ${name} ${answer ?? examplesText(reward?.evidence ?? []) ?? 'drawn; no test to run'}`;
    }
    default:
      return result satisfies never;
  }
}
