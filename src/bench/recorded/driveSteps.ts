import type { Action } from '../../engine/action.ts';
import type { Candidate, CandidateId } from '../../engine/candidate.ts';
import type { Policy, PolicySetup } from '../../engine/policy.ts';
import { priceOf } from '../../engine/price.ts';
import { seededRandom } from '../../engine/random.ts';

/** What a policy is told of a made-up search over steps. */
export function stepSetup(samples: number, seed: string, verifiable = false): PolicySetup {
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
    price: priceOf('balanced'),
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
};

/** Asks and tells a policy until it stops or may not go on, one action at a time. */
export function driveSteps(
  policy: Policy,
  perform: (action: Action) => Candidate,
  { goesOn = () => true }: { goesOn?: () => boolean } = {},
): Driven {
  const started = performance.now();
  let [actions, decisions, outside] = [0, 0, 0];
  const ended = (reason: string): Driven => ({
    chosen: policy.best()?.id,
    reason,
    decisions,
    millis: performance.now() - started - outside,
  });
  while (true) {
    const decision = policy.ask(1);
    decisions += 1;
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
