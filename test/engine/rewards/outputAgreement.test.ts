import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { failedOutput, gaveNothing } from '../../../src/engine/behaviours.ts';
import type { Output, Probed } from '../../../src/engine/probes/probeRunner.ts';
import { codeTokens, outputNumbers, rewardOfProbes } from '../../../src/engine/rewards/outputAgreement.ts';

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

  it('says of a candidate alone only whether it ever gave a value, and never verifies', () => {
    const rewardOf = (...outputs: number[]) =>
      rewardOfProbes({ type: 'probes', codeTokens: 20, outputs, written: [] });
    const [gives, fails] = [rewardOf(0, failedOutput), rewardOf(failedOutput, failedOutput)];
    assert.deepEqual([gives.value, fails.value, fails.quality], [1, 0, 0]);
    assert.ok(gives.quality > 0.2 && gives.quality < 0.5, String(gives.quality));
    assert.deepEqual([gives.verified, fails.verified], [false, false]);
    assert.deepEqual(rewardOf(gaveNothing).value, 0);
  });

  it('counts words and signs', () => {
    assert.equal(codeTokens('return a + größe ( x )'), 7);
  });
});
