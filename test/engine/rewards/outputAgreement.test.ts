import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { failedOutput, gaveNothing } from '../../../src/engine/agreement.ts';
import type { Output, Probed } from '../../../src/engine/probes/probeRunner.ts';
import { outputNumbers, rewardsOfAgreement } from '../../../src/engine/rewards/outputAgreement.ts';

const value = (text: string): Output => ({ type: 'value', text });
const loaded = (...outputs: Output[]): Probed => ({ type: 'loaded', outputs });

describe('output agreement as a reward', () => {
  it('numbers equal values alike and keeps failures and nothing apart from values', () => {
    const numbers = outputNumbers([
      loaded(value('1'), { type: 'nothing' }, { type: 'late' }),
      loaded(value('2'), value('1'), { type: 'error', name: 'TypeError' }),
      { type: 'broken', reason: 'SyntaxError' },
    ]);
    assert.deepEqual(numbers, [[0, gaveNothing, failedOutput], [1, 0, failedOutput], undefined]);
  });

  it('orders candidates by agreement, never verifies, and gives broken ones nothing', () => {
    const outputs = outputNumbers([
      loaded(value('1'), value('2')),
      loaded(value('1'), value('2')),
      loaded(value('1'), value('9')),
      { type: 'broken', reason: 'SyntaxError' },
    ]);
    const rewards = rewardsOfAgreement(
      outputs.map((row, i) => ({
        id: `c${i}`,
        codeTokens: 20,
        behaviour: String(row),
        ...(row && { outputs: row }),
      })),
    );
    const qualities = [...rewards.values()].map(reward => reward.quality);
    assert.equal(qualities[0], qualities[1]);
    assert.ok((qualities[1] ?? 0) > (qualities[2] ?? 0) && (qualities[2] ?? 0) > 0);
    assert.deepEqual(rewards.get('c3'), { value: 0, quality: 0, verified: false, evidence: [] });
    assert.deepEqual(rewards.get('c0')?.evidence, [{ type: 'agreement', votes: 2, of: 4 }]);
    assert.ok([...rewards.values()].every(reward => !reward.verified));
  });
});
