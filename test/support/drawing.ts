import type { Action, Outcome } from '../../src/engine/action.ts';
import type { Candidate } from '../../src/engine/candidate.ts';
import { cost } from '../../src/engine/cost.ts';
import type { Decision, Policy, PolicySetup } from '../../src/engine/policy.ts';
import { policySetup } from '../../src/engine/policySetup.ts';
import { configOf, promptTask } from './worlds.ts';

/** A drawn answer; undefined for a text without one, a number for a reward. */
export type Drawn = { readonly answer?: string; readonly reward?: number };

/** The setup of a prompt run in which a sample is expected to cost 160 tokens. */
export function promptSetup(parts: Partial<PolicySetup> = {}): PolicySetup {
  return { ...policySetup(promptTask, configOf()), ...parts };
}

export function candidateOf(number: number, { answer, reward }: Drawn): Candidate {
  const found =
    answer === undefined
      ? { behaviour: '', error: 'the text holds no answer' }
      : { behaviour: answer, answer };
  const judged = reward === undefined ? undefined : rewardOf(reward);
  return {
    id: `c${number}`,
    arm: 'default',
    text: '',
    cost: sampleCost,
    ...found,
    ...(judged && { reward: judged }),
  };
}

export function rewardOf(value: number) {
  return { value, quality: value, verified: false, evidence: [] };
}

const sampleCost = cost({ promptTokens: 100, completionTokens: 60, calls: 1 });

/** Tells a policy one draw as the run loop would. */
export function tellDraw(policy: Policy, number: number, drawn: Drawn): void {
  const action: Action = { type: 'sample', arm: 'default' };
  const outcome: Outcome = {
    id: `a${number}`,
    action,
    cost: sampleCost,
    result: { type: 'candidate', candidate: candidateOf(number, drawn) },
  };
  policy.started([{ id: outcome.id, action }]);
  policy.tell(outcome);
}

/** Draws answers for as long as the policy asks, one at a time. */
export function drawAll(
  policy: Policy,
  draws: readonly Drawn[],
): { readonly drawn: number; readonly end: Decision } {
  for (const [index, draw] of draws.entries()) {
    const decision = policy.ask(1);
    if (decision.type !== 'act') return { drawn: index, end: decision };
    tellDraw(policy, index + 1, draw);
  }
  return { drawn: draws.length, end: policy.ask(1) };
}

export function answersOf(text: string): readonly Drawn[] {
  return [...text].map(letter => (letter === '-' ? {} : { answer: letter }));
}
