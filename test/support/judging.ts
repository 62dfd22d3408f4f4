import type { Action } from '../../src/engine/action.ts';
import { AgreementAppraiser } from '../../src/engine/auto/agreementAppraiser.ts';
import { PricedPolicy } from '../../src/engine/auto/pricedPolicy.ts';
import type { PolicyFactory } from '../../src/engine/policy.ts';

/** Buys a sample for each `s` of the plan and a vote on the first candidate for each `j`; chooses as `auto` does. */
export function judging(plan: string): PolicyFactory {
  return {
    name: 'judging',
    summary: 'Samples and votes in a fixed order.',
    create(setup) {
      const chooser = new PricedPolicy(new AgreementAppraiser(setup));
      const arm = setup.arms[0]?.id ?? '';
      let at = 0;
      return {
        ask() {
          const why = { quality: chooser.best()?.quality ?? 0, considered: [] };
          const next = plan[at];
          at += 1;
          if (next === undefined) return { type: 'stop', kind: 'completed', reason: 'the plan is done', why };
          const action: Action =
            next === 's' ? { type: 'sample', arm } : { type: 'judge', candidate: 'c1', votes: 1 };
          return { type: 'act', actions: [action], why };
        },
        started: actions => chooser.started(actions),
        tell: outcome => chooser.tell(outcome),
        best: () => chooser.best(),
      };
    },
  };
}
