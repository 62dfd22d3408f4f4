import type { Action } from '../../engine/action.ts';
import type { StepJudge } from '../../engine/bellman.ts';
import type { Candidate, CandidateId } from '../../engine/candidate.ts';
import type { Policy, PolicySetup } from '../../engine/policy.ts';
import { type Price, priceOf } from '../../engine/price.ts';
import { seededRandom } from '../../engine/random.ts';

/** A price at which nothing but the budget ends a search. */
export const freeOfCharge: Price = { perToken: 1e-9, perSandboxSecond: 0 };

/** What a policy is told of a made-up search over steps. */
export function stepSetup(
  samples: number,
  seed: string,
  verifiable = false,
  price: Price = priceOf('balanced'),
): PolicySetup {
  return {
    task: 'prompt',
    verifiable,
    arms: [
      {
        id: 'default',
        temperature: 1,
        expectedCost: {
          promptTokens: 0,
          completionTokens: 80,
          calls: 1,
          testRuns: 0,
          sandboxSeconds: 0,
          microDollars: 0,
          estimated: true,
        },
      },
    ],
    actions: ['sample', 'extend'],
    price,
    budget: {},
    samples,
    random: seededRandom(seed),
  };
}

export type Driven = {
  readonly chosen: CandidateId | undefined;
  readonly reason: string;
  readonly decisions: number;
  /** Time in the policy. */
  readonly millis: number;
  /** As the policy measured its judge last. */
  readonly stepJudge?: StepJudge;
};

/** Asks and tells a policy until it stops or may not go on, one action at a time. */
export function driveSteps(
  policy: Policy,
  perform: (action: Action) => Candidate,
  { goesOn = () => true }: { goesOn?: () => boolean } = {},
): Driven {
  const started = performance.now();
  let [actions, decisions, outside] = [0, 0, 0];
  let judge: StepJudge | undefined;
  const ended = (reason: string): Driven => ({
    chosen: policy.best()?.id,
    reason,
    decisions,
    millis: performance.now() - started - outside,
    ...(judge && { stepJudge: judge }),
  });
  while (true) {
    const decision = policy.ask(1);
    decisions += 1;
    if (decision.type !== 'wait') judge = decision.why.stepJudge ?? judge;
    if (decision.type === 'stop') return ended(decision.kind);
    const [action] = decision.type === 'act' ? decision.actions : [];
    if (!action) throw new Error('The policy waits although nothing is in flight.');
    if (!goesOn()) return ended('budget');
    actions += 1;
    const id = `a${actions}`;
    policy.started([{ id, action }]);
    const before = performance.now();
    const candidate = perform(action);
    outside += performance.now() - before;
    policy.tell({ id, action, cost: candidate.cost, result: { type: 'candidate', candidate } });
  }
}
