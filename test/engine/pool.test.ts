import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Candidate } from '../../src/engine/candidate.ts';
import { zeroCost } from '../../src/engine/cost.ts';
import { groupByBehaviour } from '../../src/engine/groups.ts';
import { Pool } from '../../src/engine/pool.ts';
import { type Random, seededRandom } from '../../src/engine/random.ts';

/** The definition of the best candidate, in full. */
function bestOf(candidates: readonly Candidate[]): Candidate | undefined {
  const sizes = new Map(
    groupByBehaviour(candidates).map(({ behaviour, members }) => [behaviour, members.length]),
  );
  const rank = ({ reward, error, behaviour }: Candidate) => [
    Number(reward?.verified ?? false),
    Number(error === undefined),
    reward?.value ?? 0,
    error === undefined ? (sizes.get(behaviour) ?? 0) : 0,
  ];
  const [best] = candidates.toSorted((left, right) => {
    const [one, other] = [rank(left), rank(right)];
    const at = one.findIndex((value, index) => value !== other[index]);
    return at < 0 ? 0 : (other[at] ?? 0) - (one[at] ?? 0);
  });
  return best;
}

function drawnBy(random: Random, number: number): Candidate {
  const value = random.below(3) / 2;
  const broken = random.below(3) === 0;
  const verified = !broken && random.below(20) === 0;
  return {
    id: `c${number}`,
    arm: 'default',
    text: '',
    behaviour: `b${random.below(4)}`,
    cost: zeroCost,
    ...(broken && { error: 'no code' }),
    ...(random.below(4) > 0 && { reward: { value, quality: value, verified, evidence: [] } }),
  };
}

describe('Pool', () => {
  it('knows the best candidate as they come, by its definition', () => {
    for (let seed = 0; seed < 200; seed++) {
      const random = seededRandom(seed);
      const pool = new Pool();
      for (let number = 1; number <= 25; number++) {
        const candidate = drawnBy(random, number);
        const action = { type: 'sample', arm: 'default' } as const;
        pool.tell({ id: `a${number}`, action, cost: zeroCost, result: { type: 'candidate', candidate } });
        assert.equal(pool.best()?.id, bestOf(pool.candidates)?.id, `seed ${seed} at ${number}`);
      }
    }
  });

  it('tells the share of the votes with one more against them', () => {
    const pool = new Pool();
    for (const [index, behaviour] of ['a', 'b', 'b'].entries()) {
      const candidate: Candidate = {
        id: `c${index}`,
        arm: 'default',
        text: '',
        behaviour,
        answer: behaviour,
        cost: zeroCost,
      };
      const action = { type: 'sample', arm: 'default' } as const;
      pool.tell({ id: `a${index}`, action, cost: zeroCost, result: { type: 'candidate', candidate } });
    }
    assert.deepEqual(pool.leader(false), { id: 'c1', quality: 2 / 4 });
  });
});
