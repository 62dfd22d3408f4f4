import { nameOfAction } from '../engine/action.ts';
import { describeStepJudge } from '../engine/bellman.ts';
import type { DecisionView, RunView } from '../protocol.ts';
import { cut, plain, wrap } from './textTable.ts';

/** Every decision: what was considered, what was bought, and what came of it. */
export function reasons(view: RunView, width: number): readonly string[] {
  if (view.decisions.length === 0) return [];
  return ['Why', ...view.decisions.flatMap(decision => reason(decision, view, width))];
}

function reason(decision: DecisionView, view: RunView, width: number): readonly string[] {
  const { considered, stop, predicted, actual, actions, stepJudge } = decision;
  const indent = '     ';
  const bought = actions.length === 0 ? '' : `bought ${boughtNames(actions, view)}`;
  const choice = stop ? `stop: ${plain(stop.reason)}` : bought;
  const [first = '', ...rest] = wrap(`q* ${decision.quality.toFixed(2)}: ${choice}`, width, indent);
  const lines = [`${String(decision.decision).padStart(3)}  ${first.trimStart()}`, ...rest];
  for (const one of considered) {
    const figures = `worth ${one.value.toFixed(3)}, price ${one.charge.toFixed(3)}`;
    lines.push(...wrap(`${plain(one.name)}: ${figures} (${plain(one.forecast)})`, width, indent));
  }
  if (stepJudge) lines.push(...wrap(describeStepJudge(stepJudge), width, indent));
  if (predicted && actual.ended > 0) {
    const told = `predicted ${Math.round(predicted.tokens)} tokens, gain ${predicted.gain.toFixed(3)}`;
    lines.push(
      cut(`${indent}${told}; actual ${actual.tokens} tokens, gain ${actual.gain.toFixed(3)}`, width),
    );
  }
  return lines;
}

/** The candidates that a decision's actions gave; the action where there is none. */
function boughtNames(actions: readonly string[], view: RunView): string {
  return actions
    .map(id => {
      const action = view.actions.find(one => one.id === id);
      if (action?.action.type === 'search') return 'a search of the workspace';
      if (action?.action.type === 'judge' || action?.action.type === 'compare')
        return nameOfAction(action.action);
      return action?.ended?.candidate ?? `${id} (no candidate)`;
    })
    .join(', ');
}
