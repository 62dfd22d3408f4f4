import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { JudgeOffers } from '../../../src/engine/auto/judgeOffers.ts';
import { cost } from '../../../src/engine/cost.ts';
import { flatJudge } from '../../../src/engine/judgeModel.ts';
import type { Evidence } from '../../../src/engine/reward.ts';
import { promptSetup } from '../../support/drawing.ts';

const sample = cost({ promptTokens: 100, completionTokens: 60, calls: 1 });
const standings = [
  { candidate: 'c1', chance: 0.5 },
  { candidate: 'c2', chance: 0.4 },
];
const itself = (candidate: string) => candidate;

/** Offers of two judges with these shares, after each approved of the second answer once. */
function offersOf(shares: readonly (number | undefined)[]): JudgeOffers {
  const judges = shares.map((share, place) => ({
    name: `judge ${place}`,
    performs: ['judge', 'compare'] as const,
    model: flatJudge,
    ...(share !== undefined && { share }),
  }));
  const offers = new JudgeOffers(promptSetup({ actions: ['sample', 'judge', 'compare'], judges }));
  let evidence: readonly Evidence[] = [];
  for (const { name } of judges) {
    evidence = [...evidence, { type: 'votes', by: name, votes: [{ value: 1 }] }];
    offers.tell({
      id: name,
      action: { type: 'judge', candidate: 'c2', votes: 1, by: name },
      result: {
        type: 'judged',
        candidate: 'c2',
        reward: { value: 1, quality: 0.5, verified: false, evidence },
      },
      cost: sample,
    });
  }
  return offers;
}

describe('what judges offer', () => {
  it('believes judges that say the same by their shares', () => {
    for (const [shares, power] of [
      [[undefined, undefined], 2],
      [[undefined, 0], 1],
      [[0.5, 0.25], 0.75],
    ] as const) {
      const [best] = offersOf(shares).weighed(standings, itself);
      const weight = 0.4 * 1.5 ** power;
      assert.equal(best?.chance.toFixed(9), (Math.max(weight, 0.5) / (0.6 + weight)).toFixed(9));
    }
  });

  it('is worth less of a judge that repeats another, and nothing of one that adds nothing', () => {
    const offers = offersOf([undefined, 0.4, 0]);
    const considered = offers.considered(offers.weighed(standings, itself), itself, [], sample);
    const worth = (by: string, type: 'judge' | 'compare') =>
      considered
        .filter(({ action }) => action.type === type && action.by === by)
        .reduce((most, { value }) => Math.max(most, value), 0);
    for (const type of ['judge', 'compare'] as const) {
      assert.ok(worth('judge 0', type) > worth('judge 1', type), type);
      assert.equal(worth('judge 2', type), 0);
    }
    assert.ok(worth('judge 1', 'judge') > 0);
  });
});
