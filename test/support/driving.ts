import type { Action, Result } from '../../src/engine/action.ts';
import type { Candidate } from '../../src/engine/candidate.ts';
import { cost, zeroCost } from '../../src/engine/cost.ts';
import type { Arm, Policy, PolicyFactory, PolicySetup } from '../../src/engine/policy.ts';
import { seededRandom } from '../../src/engine/random.ts';

/** A setup for a policy that is driven by hand. */
export function setupOf(parts: Partial<PolicySetup> = {}): PolicySetup {
  return {
    task: 'code',
    verifiable: true,
    arms: [armOf('default', 100)],
    actions: ['sample'],
    price: { perToken: 1e-4, perSandboxSecond: 0 },
    budget: {},
    samples: 8,
    random: seededRandom('policy'),
    ...parts,
  };
}

/** An arm whose sample costs so many tokens. */
export function armOf(id: string, tokens: number): Arm {
  return { id, temperature: 0.8, expectedCost: cost({ promptTokens: tokens, calls: 1 }) };
}

/** What a candidate is to be like. */
export type Drawn = Partial<Pick<Candidate, 'behaviour' | 'error'>> & {
  readonly value?: number;
  readonly verified?: boolean;
};

export type Driven = {
  readonly policy: Policy;
  readonly actions: readonly Action[];
  readonly stop: string;
};

/**
 * Drives a policy one action at a time to its end: `answer` says what every action gives, a margin for a comparison;
 * a judge is of two minds.
 */
export function drive(
  factory: PolicyFactory,
  setup: PolicySetup,
  answer: (action: Action, number: number) => Drawn | number,
): Driven {
  const policy = factory.create(setup);
  const actions: Action[] = [];
  let drawn = 0;
  while (actions.length < 1_000) {
    const decision = policy.ask(1);
    if (decision.type === 'stop') return { policy, actions, stop: decision.kind };
    const action = decision.type === 'act' ? decision.actions[0] : undefined;
    if (!action) throw new Error('The policy waits although nothing is in flight.');
    const id = `a${actions.length + 1}`;
    policy.started([{ id, action }]);
    const said = answer(action, actions.length);
    if (typeof said === 'object' && action.type !== 'judge') drawn += 1;
    policy.tell({ id, action, result: resultOf(action, said, `c${drawn}`), cost: zeroCost });
    actions.push(action);
  }
  throw new Error('The policy does not end.');
}

function resultOf(action: Action, said: Drawn | number, id: string): Result {
  if (typeof said === 'number') return { type: 'compared', margin: said };
  if (action.type === 'judge') {
    const votes = [{ value: 0.5, critique: 'so so' }];
    const evidence = [{ type: 'votes', votes, ...(action.by !== undefined && { by: action.by }) }] as const;
    const reward = { value: 0.5, quality: 0, verified: false, evidence };
    return { type: 'judged', candidate: action.candidate, reward };
  }
  const { behaviour = id, error, value, verified = false } = said;
  const reward = { value: value ?? 0, quality: verified ? 1 : 0, verified, evidence: [] };
  const candidate = {
    id,
    arm: 'arm' in action ? action.arm : '',
    ...(action.type === 'refine' && { parent: action.candidate }),
    text: behaviour,
    behaviour,
    ...(error !== undefined && { error }),
    ...((value !== undefined || verified) && { reward }),
    cost: zeroCost,
  };
  return { type: 'candidate', candidate };
}
