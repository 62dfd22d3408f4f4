import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { jointWeights } from '../../../../src/engine/judging/trust/jointWeights.ts';

const near = (got: number | undefined, wanted: number, by = 1e-6) =>
  assert.ok(Math.abs((got ?? Number.NaN) - wanted) < by, `${got}, not ${wanted}`);

/** So many cases in which every member says this. */
const times = (many: number, said: readonly number[]) => Array.from({ length: many }, () => ({ said }));

describe('weights fitted together', () => {
  it('are the prior without cases', () => {
    assert.deepEqual(jointWeights([], [0.2, 0]), [0.2, 0]);
  });

  it('solve the equation of the likeliest point: centre - w + the sum of P(wrong) over cases', () => {
    const [weight = 0] = jointWeights([...times(8, [1]), ...times(2, [-1])], [0.2]);
    const wrong = 1 / (1 + Math.exp(weight));
    near(0.2 - weight + 8 * wrong - 2 * (1 - wrong), 0);
  });

  it('give two members that say the same hardly more together than one alone', () => {
    const alone = jointWeights([...times(40, [1]), ...times(10, [-1])], [0.2])[0] ?? 0;
    const both = jointWeights([...times(40, [1, 1]), ...times(10, [-1, -1])], [0.2, 0.2]);
    near(both[0], both[1] ?? 0, 1e-4);
    const sum = (both[0] ?? 0) + (both[1] ?? 0);
    assert.ok(sum < alone * 1.1, `${sum} of two against ${alone} of one`);
  });

  it('leave nothing to one that is turned round, and 0 at 0', () => {
    const cases = [...times(40, [1, -1, 1]), ...times(10, [-1, 1, -1])];
    const [good = 0, inverted, none] = jointWeights(cases, [0.2, 0.2, 0]);
    assert.ok(good > 1);
    assert.deepEqual([inverted, none], [0, 0]);
  });

  it('keep to the most that one may have and to the deviation of the prior', () => {
    const cases = times(50, [1]);
    assert.deepEqual(jointWeights(cases, [0.5], { most: 1 }), [1]);
    const [narrow = 0] = jointWeights(cases, [0.5], { deviation: 0.1 });
    near((0.5 - narrow) / 0.01 + 50 / (1 + Math.exp(narrow)), 0);
  });

  it('leave out what was known before, and take a case as often as it counts', () => {
    const [weight = 0] = jointWeights([{ said: [1], ahead: 2, weight: 3 }], [0]);
    assert.equal(weight, 0, 'a member of prior weight 0');
    const [moved = 0] = jointWeights([{ said: [1], ahead: 2, weight: 3 }], [0.4]);
    near(0.4 - moved + 3 / (1 + Math.exp(2 + moved)), 0);
  });
});
