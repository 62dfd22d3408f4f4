import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { failedOutput } from '../../src/engine/behaviours.ts';
import type { Candidate } from '../../src/engine/candidate.ts';
import { zeroCost } from '../../src/engine/cost.ts';
import { Executions } from '../../src/engine/executions.ts';
import type { Evidence, GeneratedTest, Reward } from '../../src/engine/reward.ts';

const rewardOf = (...evidence: Evidence[]): Reward => ({ value: 1, quality: 0, verified: false, evidence });
const common = { arm: 'default', text: '', cost: zeroCost };
const probed = (
  id: string,
  behaviour: string,
  outputs: readonly number[],
  ...more: Evidence[]
): Candidate => ({
  ...common,
  id,
  behaviour,
  reward: rewardOf({ type: 'probes', codeTokens: 7, outputs, written: [] }, ...more),
});
const test = (outputs: Readonly<Record<string, number>>, ...passes: string[]): GeneratedTest => ({
  call: 'f(1)',
  expected: '2',
  weight: 0.5,
  outputs,
  passes,
});

describe('what execution has shown', () => {
  it('is what candidates did on probes, in the order they came; what could not be used did nothing', () => {
    const executions = new Executions();
    executions.add(probed('c1', 'a', [1, 2]));
    executions.add({ ...common, id: 'c2', behaviour: 'unusable', error: 'it does not load' });
    assert.deepEqual(executions.sampled(), [
      { codeTokens: 7, outputs: [1, 2], behaviour: 'a' },
      { codeTokens: 0, behaviour: 'unknown' },
    ]);
    assert.deepEqual(executions.tests(), []);
  });

  it('is agreement of texts where nothing could be run, and none of texts as soon as something could', () => {
    const executions = new Executions();
    for (const [id, behaviour] of ['a', 'b', 'a'].entries())
      executions.add({ ...common, id: `c${id}`, behaviour });
    const [first, second, third] = executions.sampled();
    assert.deepEqual(first, third);
    assert.notDeepEqual(first?.outputs, second?.outputs);
    executions.add(probed('c9', 'c', [1]));
    assert.equal(executions.sampled()[0]?.outputs, undefined);
  });

  it('joins generated tests over votes and later candidates; the call is one more probe', () => {
    const executions = new Executions();
    executions.add(probed('c1', 'a', [1]));
    executions.add(probed('c2', 'a', [1]));
    executions.addTests(rewardOf({ type: 'generated-tests', tests: [test({ c1: 4, c2: 5 }, 'c1')] }));
    executions.addTests(rewardOf({ type: 'generated-tests', tests: [test({}, 'c1')] }));
    executions.add(probed('c3', 'a', [1], { type: 'generated-tests', tests: [test({ c3: 4 }, 'c3')] }));
    executions.add(probed('c4', 'a', [1]));
    const [vote, ...rest] = executions.tests();
    assert.deepEqual([vote?.weight, rest.length], [1, 0], 'what a candidate repeats weighs nothing');
    assert.deepEqual(
      [0, 1, 2, 3].map(place => vote?.passes(place)),
      [true, false, true, false],
    );
    assert.deepEqual(
      executions.sampled().map(({ outputs }) => outputs),
      [
        [1, 4],
        [1, 5],
        [1, 4],
        [1, failedOutput],
      ],
    );
    assert.equal(new Set(executions.sampled().map(({ behaviour }) => behaviour)).size, 3);
  });
});
