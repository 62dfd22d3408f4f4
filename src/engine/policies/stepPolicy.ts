import type { PolicyFactory, PolicySetup } from '../policy.ts';
import { type RoundPlan, RoundPolicy } from '../roundPolicy.ts';
import { uniform } from './uniform.ts';

/** A search over steps that follows a plan; whole samples where a run cannot extend. */
export function stepPolicy(
  name: string,
  summary: string,
  plan: (setup: PolicySetup) => RoundPlan,
): PolicyFactory {
  return {
    name,
    summary,
    create: setup =>
      setup.actions.includes('extend') ? new RoundPolicy(setup, plan(setup)) : uniform.create(setup),
  };
}
