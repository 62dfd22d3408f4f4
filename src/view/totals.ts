import type { Cost } from '../engine/cost.ts';

const names: Readonly<Record<Exclude<keyof Cost, 'estimated'>, string>> = {
  promptTokens: 'prompt tokens',
  completionTokens: 'completion tokens',
  calls: 'calls',
  testRuns: 'test runs',
  sandboxSeconds: 'sandbox seconds',
  microDollars: 'millionths of a dollar',
};

/** A warning when what the actions used does not add up to what the run says it spent. */
export function totalsWarning(actions: Cost, run: Cost): string | undefined {
  const differences = Object.entries(names).flatMap(([name, words]) => {
    const key = name as keyof typeof names;
    const differs = Math.abs(actions[key] - run[key]) > 1e-6;
    return differs ? [`${actions[key]} ${words} by the actions, ${run[key]} by the run`] : [];
  });
  return differences.length === 0
    ? undefined
    : `The totals of this trace disagree: ${differences.join('; ')}.`;
}
