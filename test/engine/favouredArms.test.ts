import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cost } from '../../src/engine/cost.ts';
import { policies } from '../../src/engine/policies/index.ts';
import type { PolicySetup } from '../../src/engine/policy.ts';
import { priceOf } from '../../src/engine/price.ts';
import { flatPrior, type Prior, relativeChance } from '../../src/engine/prior.ts';
import { seededRandom } from '../../src/engine/random.ts';

const arms = ['cool', 'warm'].map(id => ({
  id,
  temperature: 0.5,
  expectedCost: cost({ promptTokens: 100, completionTokens: 60, calls: 1 }),
}));
const preferring = (warm: number, cool: number): Prior => ({
  ...flatPrior,
  sample: { warm: { chance: warm, weight: 1 }, cool: { chance: cool, weight: 1 } },
});

test('a chance is told in shares of the likeliest arm, and is even where nothing was learnt', () => {
  assert.equal(relativeChance(undefined, 'cool', ['cool', 'warm']), 1);
  assert.equal(relativeChance(preferring(0.6, 0.3), 'cool', ['cool', 'warm']), 0.5);
  assert.equal(relativeChance(preferring(0.6, 0.3), 'warm', ['cool', 'warm']), 1);
  assert.equal(relativeChance(preferring(0.6, 0.1), 'another', ['warm', 'another']), 0.4 / 0.6);
});

test('where no verifier tells, the preferred of two arms of one price is bought', () => {
  for (const task of ['prompt', 'code'] as const) {
    const bought = (prior: Prior) => {
      const setup: PolicySetup = {
        task,
        verifiable: false,
        arms,
        actions: ['sample'],
        price: priceOf('balanced'),
        prior,
        budget: { tokens: 20_000 },
        samples: 8,
        random: seededRandom(1),
      };
      const decision = policies.auto?.create(setup).ask(1);
      const [action] = decision?.type === 'act' ? decision.actions : [];
      return action?.type === 'sample' ? action.arm : undefined;
    };
    assert.deepEqual([bought(preferring(0.6, 0.2)), bought(preferring(0.2, 0.6))], ['warm', 'cool'], task);
  }
});
