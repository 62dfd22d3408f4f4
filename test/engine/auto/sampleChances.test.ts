import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { SampleChances } from '../../../src/engine/auto/sampleChances.ts';
import type { Candidate } from '../../../src/engine/candidate.ts';
import { zeroCost } from '../../../src/engine/cost.ts';

let drawn = 0;
function failed(behaviour: string, arm = 'default', error?: string): Candidate {
  drawn += 1;
  return { id: `c${drawn}`, arm, text: '', behaviour, cost: zeroCost, ...(error && { error }) };
}

function having(behaviours: string, arm = 'default'): SampleChances {
  const chances = new SampleChances();
  for (const behaviour of behaviours) chances.add(failed(behaviour, arm));
  return chances;
}

const close = (value: number, expected: number) =>
  assert.ok(Math.abs(value - expected) < 1e-12, `${value} against ${expected}`);

describe('chances of a sample', () => {
  it('believes the prior before the first draw', () => {
    assert.deepEqual(new SampleChances().of('default'), { fresh: 1, ifNew: 0.4, chance: 0.4 });
    const sure = new SampleChances(() => ({ chance: 0.9, weight: 3 }));
    close(sure.of('default').chance, 0.9);
  });

  it('takes the share of singletons for the chance of a new behaviour, shrunk to 0.6 of 2 draws', () => {
    close(having('ab').of('default').fresh, (2 + 1.2) / 4);
    close(having('aab').of('default').fresh, (1 + 1.2) / 5);
    close(having('aaab').of('default').ifNew, 0.4 / 3);
  });

  it('falls to nothing where one failure repeats, faster than where all differ', () => {
    const [same, varied] = [having('aaaaaaaa').of('default'), having('abcdefgh').of('default')];
    close(same.chance, (1.2 / 10) * 0.2);
    assert.ok(same.fresh < 0.2 * varied.fresh);
  });

  it('counts all that cannot be used as one behaviour', () => {
    const chances = new SampleChances();
    chances.add(failed('x', 'default', 'no code'));
    chances.add(failed('y', 'default', 'no code'));
    assert.equal(chances.behaviours, 1);
    close(chances.of('default').fresh, 1.2 / 4);
  });

  it('lets an arm of more variety take over from one that repeats itself', () => {
    const chances = having('aaaa', 'cold');
    assert.ok(chances.of('warm').fresh > 1.3 * chances.of('cold').fresh);
    close(chances.of('warm').fresh, (1.2 / 3) * 1);
    for (const behaviour of ['b', 'c']) chances.add(failed(behaviour, 'warm'));
    assert.ok(chances.of('warm').fresh > 2 * chances.of('cold').fresh);
  });

  it('knows a behaviour that another arm draws again for no singleton', () => {
    const chances = having('a', 'cold');
    const before = chances.of('cold').fresh;
    chances.add(failed('a', 'warm'));
    assert.ok(chances.of('cold').fresh < before - 0.2);
  });
});
