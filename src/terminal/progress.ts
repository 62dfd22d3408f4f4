import { addCosts, totalTokens, zeroCost } from '../engine/cost.ts';
import { countTests } from '../engine/testRunner.ts';
import type { TraceEvent } from '../engine/trace.ts';

/** A line for the person about an event, or undefined where there is nothing to tell. */
export type Narrator = (event: TraceEvent) => string | undefined;

/** Tells a run as it goes, a line an event. */
export function narrator(): Narrator {
  let spent = zeroCost;
  const contexts = new Map<string, string>();
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
        return `${describe(event)}${shown(contexts.get(event.id))}  [${totalTokens(spent)} tokens, ${(event.at / 1000).toFixed(1)} s]`;
      case 'run-ended':
        return `${event.status}: ${event.reason}`;
      case 'action-started':
        if (event.action.type === 'sample' && event.action.context !== undefined)
          contexts.set(event.id, event.action.context);
        return undefined;
      case 'decision':
      case 'choice':
      case 'expectation':
      case 'judged-by-hand':
        return undefined;
      default:
        return event satisfies never;
    }
  };
}

function shown(context: string | undefined): string {
  return context === undefined ? '' : ` (shown what ${context} found)`;
}

function describe({ id, result }: Extract<TraceEvent, { type: 'action-ended' }>): string {
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
      return `  ${result.candidate} judged: ${result.reward.value.toFixed(2)}`;
    case 'compared':
      return `  compared: ${result.margin > 0 ? 'left' : result.margin < 0 ? 'right' : 'neither'} is better`;
    case 'searched':
      return result.context === undefined
        ? '  searched the workspace: nothing new'
        : `  ${result.context} found ${result.snippets.map(({ file, line, because }) => `${file}:${line} (${because})`).join(', ')}`;
    case 'candidate': {
      const { id: name, error, reward, answer } = result.candidate;
      if (error !== undefined) return `  ${name} unusable: ${error}`;
      const tests = reward?.evidence.find(evidence => evidence.type === 'tests');
      if (tests)
        return `  ${name} ${tests.passed} of ${tests.total} tests pass${tests.reused ? ' (same code as before)' : ''}`;
      return `  ${name} ${answer ?? 'drawn; no test to run'}`;
    }
    default:
      return result satisfies never;
  }
}
