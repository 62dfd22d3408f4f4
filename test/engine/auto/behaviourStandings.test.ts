import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { agreementOf } from '../../../src/engine/agreement.ts';
import { standingsOf } from '../../../src/engine/auto/behaviourStandings.ts';
import type { Sampled } from '../../../src/engine/behaviours.ts';
import type { Candidate } from '../../../src/engine/candidate.ts';
import { zeroCost } from '../../../src/engine/cost.ts';
import type { Evidence } from '../../../src/engine/reward.ts';

/** Candidates that give these numbers on two probes; one of `faulty` has a type error. */
function standing(outputs: readonly number[], faulty: readonly number[] = []) {
  const sampled = outputs.map((output): Sampled => {
    return { codeTokens: 20, outputs: [output, output], behaviour: `${output}` };
  });
  const candidates = outputs.map((output, at): Candidate => {
    const evidence: Evidence[] = faulty.includes(at)
      ? [{ type: 'diagnostics', problems: [{ source: 'types', severity: 'error', line: 1, message: 'no' }] }]
      : [];
    const reward = { value: 1, quality: 0, verified: false, evidence };
    return { id: `c${at}`, arm: 'a', text: '', behaviour: `${output}`, cost: zeroCost, reward };
  });
  const agreement = agreementOf(sampled);
  return { agreement, ...standingsOf(agreement, sampled, candidates) };
}

describe('standings of behaviours', () => {
  it('give the chosen one the quality of the choice, and others less by their score, never more than is left', () => {
    const { agreement, standings } = standing([1, 2, 1, 3, 1, 2]);
    assert.deepEqual([standings[0]?.candidate, standings[0]?.chance], ['c0', agreement.quality]);
    const [first = 0, second = 0, third = 0] = ['c0', 'c1', 'c3'].map(
      id => standings.find(({ candidate }) => candidate === id)?.chance,
    );
    assert.ok(first > second && second > third && third > 0, JSON.stringify(standings));
    assert.ok(first + second + third <= 1 + 1e-12);
  });

  it('say who stands for whom', () => {
    const { standsFor } = standing([1, 2, 1, 2]);
    assert.deepEqual(['c0', 'c1', 'c2', 'c3', 'c9'].map(standsFor), ['c0', 'c1', 'c0', 'c1', 'c9']);
  });

  it('put one without type errors before a behaviour, where there is one', () => {
    assert.equal(standing([1, 1, 2], [0]).standings[0]?.candidate, 'c1');
    assert.equal(standing([1, 1, 2], [0, 1]).standings[0]?.candidate, 'c0');
    assert.equal(standing([1, 1, 2], [2]).standings[1]?.candidate, 'c2');
  });

  it('are none where nothing ever gave a value', () => {
    assert.deepEqual(standing([-2, -2]).standings, []);
  });
});
