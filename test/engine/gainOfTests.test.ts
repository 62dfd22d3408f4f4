import assert from 'node:assert/strict';
import { it } from 'node:test';
import { AgreementAppraiser } from '../../src/engine/auto/agreementAppraiser.ts';
import { PricedPolicy } from '../../src/engine/auto/pricedPolicy.ts';
import { cost } from '../../src/engine/cost.ts';
import { seededRandom } from '../../src/engine/random.ts';
import type { GeneratedTest, Reward } from '../../src/engine/reward.ts';

const used = cost({ promptTokens: 50, completionTokens: 50, calls: 1 });
const usable: GeneratedTest = { call: 'f(1)', expected: '1', weight: 1, outputs: { c1: 0 }, passes: ['c1'] };

/** The gain that `auto` expects of a vote after two candidates and three votes, whose replies held a test or none. */
function gainAfter(tests: readonly GeneratedTest[]): number {
  const policy = new PricedPolicy(
    new AgreementAppraiser({
      task: 'code',
      verifiable: false,
      arms: [{ id: 'default', temperature: 0.8, expectedCost: used }],
      actions: ['sample', 'judge'],
      price: { perToken: 1e-9, perSandboxSecond: 0 },
      budget: {},
      samples: 0,
      random: seededRandom(1),
    }),
  );
  const rewardOf = (evidence: Reward['evidence']): Reward => ({
    value: 0,
    quality: 0,
    verified: false,
    evidence,
  });
  for (const n of [1, 2]) {
    const reward = rewardOf([{ type: 'probes', codeTokens: 9, outputs: [n, n], written: [] }]);
    const candidate = { id: `c${n}`, arm: 'default', text: '', behaviour: `${n}`, reward, cost: used };
    const action = { type: 'sample', arm: 'default' } as const;
    policy.tell({ id: `a${n}`, action, cost: used, result: { type: 'candidate', candidate } });
  }
  for (const n of [1, 2, 3]) {
    const action = { type: 'judge', candidate: 'c1', votes: 1 } as const;
    const reward = rewardOf([{ type: 'generated-tests', tests }]);
    policy.tell({ id: `j${n}`, action, cost: used, result: { type: 'judged', candidate: 'c1', reward } });
  }
  const decision = policy.ask(1);
  assert.ok(decision.type === 'act');
  const vote = decision.why.considered.find(({ action }) => action.type === 'judge');
  assert.ok(vote);
  return vote.value;
}

it('a vote is worth more to auto where replies hold tests, and less where they hold none', () => {
  const [some, none] = [gainAfter([usable]), gainAfter([])];
  const weightless = gainAfter([{ ...usable, weight: 0 }]);
  assert.ok(some > 2 * none, `${some} against ${none}`);
  assert.equal(weightless, none);
});
