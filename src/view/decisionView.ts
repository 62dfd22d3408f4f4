import { type Action, nameOfAction, sameAction } from '../engine/action.ts';
import { addCosts, totalTokens, zeroCost } from '../engine/cost.ts';
import type { Rationale } from '../engine/policy.ts';
import type { TraceEvent } from '../engine/trace.ts';
import type { ActionView, DecisionView, Prediction } from '../protocol.ts';

/** What is drawn of a decision before any of its actions has ended. */
export function decisionView({
  decision,
  at,
  why,
  actions,
  stop,
}: Extract<TraceEvent, { type: 'decision' }>): DecisionView {
  const predicted = predict(
    why,
    actions.map(({ action }) => action),
  );
  return {
    decision,
    seconds: at / 1000,
    quality: why.quality,
    considered: why.considered.map(one => ({
      ...one,
      name: nameOfAction(one.action),
      bought: actions.filter(({ action }) => sameAction(action, one.action)).length,
    })),
    ...(why.stepJudge && { stepJudge: why.stepJudge }),
    ...(why.standings && { standings: why.standings }),
    actions: actions.map(({ id }) => id),
    ...(stop && { stop }),
    ...(predicted && { predicted }),
    actual: { ended: 0, tokens: 0, sandboxSeconds: 0, gain: 0 },
  };
}

/** What the considered actions promised for those that were bought; undefined when any of them had no forecast. */
function predict({ considered }: Rationale, actions: readonly Action[]): Prediction | undefined {
  let sum = zeroCost;
  let gain: number | undefined;
  for (const action of actions) {
    const promise = considered.find(one => sameAction(one.action, action));
    if (!promise) return undefined;
    sum = addCosts(sum, promise.expectedCost);
    gain ??= promise.value;
  }
  return gain === undefined
    ? undefined
    : { tokens: totalTokens(sum), sandboxSeconds: sum.sandboxSeconds, gain };
}

/** The decisions after one action of theirs has ended; the baseline belongs to none. */
export function withActual(
  decisions: readonly DecisionView[],
  decision: number,
  { cost, gain }: NonNullable<ActionView['ended']>,
): readonly DecisionView[] {
  const place = decisions.findIndex(one => one.decision === decision);
  const found = decisions[place];
  if (!found) return decisions;
  const { actual } = found;
  return decisions.with(place, {
    ...found,
    actual: {
      ended: actual.ended + 1,
      tokens: actual.tokens + totalTokens(cost),
      sandboxSeconds: actual.sandboxSeconds + cost.sandboxSeconds,
      gain: actual.gain + gain,
    },
  });
}
