import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { seededRandom } from '../../src/engine/random.ts';
import { resample, resamplings } from '../../src/engine/resampling.ts';
import {
  effectiveSampleSize,
  logMeanExp,
  logOdds,
  logPotential,
  logSumExp,
  normalized,
  usableValue,
} from '../../src/engine/weights.ts';

const weights = [0.5, 0.3, 0.15, 0.05];

function near(actual: number, expected: number, by = 1e-9): void {
  assert.ok(Math.abs(actual - expected) <= by, `${actual} is not ${expected}`);
}

/** How often each index was drawn, for many independent draws of `count`. */
function drawn(method: (typeof resamplings)[number], from: readonly number[], count: number, times: number) {
  const random = seededRandom(`${method}/${count}`);
  return Array.from({ length: times }, () => {
    const counts = from.map(() => 0);
    for (const index of resample(method, from, count, random)) counts[index] = (counts[index] ?? 0) + 1;
    return counts;
  });
}

describe('weights', () => {
  it('gives the effective sample size of the published vector, and its two ends', () => {
    near(effectiveSampleSize(weights), 2.73972602739726);
    near(effectiveSampleSize([0.25, 0.25, 0.25, 0.25]), 4);
    near(effectiveSampleSize([1, 0, 0]), 1);
  });

  it('adds weights that no exponential could hold', () => {
    near(logSumExp([1000, 1000]), 1000 + Math.LN2);
    near(logSumExp([-2000, -2000, Number.NEGATIVE_INFINITY]), -2000 + Math.LN2);
    near(logMeanExp([-2000, Number.NEGATIVE_INFINITY]), -2000 - Math.LN2);
    assert.deepEqual(normalized([-2000, Number.NEGATIVE_INFINITY]), [1, 0]);
  });

  it('has no weights for a population that is dead', () => {
    assert.equal(normalized([Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY]), undefined);
    assert.equal(normalized([]), undefined);
    assert.equal(logPotential(0, 2), Number.NEGATIVE_INFINITY);
  });

  it('takes a value a little above 1 for 1, and one that is no number for none', () => {
    assert.equal(usableValue(1.0000001), 1);
    assert.equal(usableValue(-0.1), 0);
    assert.equal(usableValue(Number.NaN), undefined);
    assert.ok(Number.isFinite(logOdds(0)) && Number.isFinite(logOdds(1)));
    near(logOdds(0.75), Math.log(3));
  });
});

for (const method of resamplings) {
  describe(`${method} resampling`, () => {
    it('draws each index in proportion to its weight on average', () => {
      for (const count of [3, 10]) {
        const times = 20_000;
        const counts = drawn(method, weights, count, times);
        for (const [index, weight] of weights.entries()) {
          const mean = counts.reduce((sum, one) => sum + (one[index] ?? 0), 0) / times;
          near(mean, count * weight, 0.04);
        }
      }
    });

    it('draws exactly as many as wanted and never what weighs nothing', () => {
      for (const counts of drawn(method, [0, 0.2, 0, 0.8, 0], 7, 500)) {
        assert.deepEqual([counts[0], counts[2], counts[4]], [0, 0, 0]);
        assert.equal((counts[1] ?? 0) + (counts[3] ?? 0), 7);
      }
    });

    it('refuses weights that are all 0', () => {
      assert.throws(() => resample(method, [0, 0], 2, seededRandom(1)), RangeError);
      assert.throws(() => resample(method, [Number.NaN, 1], 2, seededRandom(1)), RangeError);
    });
  });
}

it('keeps close to the expected counts where a method promises it', () => {
  const count = 10;
  const expected = weights.map(weight => count * weight);
  const slack = { systematic: 1, stratified: 2, residual: Number.POSITIVE_INFINITY };
  for (const method of ['systematic', 'stratified', 'residual'] as const) {
    for (const counts of drawn(method, weights, count, 2_000)) {
      for (const [index, share] of expected.entries()) {
        const off = (counts[index] ?? 0) - share;
        assert.ok(Math.abs(off) < slack[method] + 1e-9, `${method}: ${counts}`);
        if (method === 'residual') assert.ok((counts[index] ?? 0) >= Math.floor(share + 1e-9));
      }
    }
  }
});

it('varies less than independent draws', () => {
  const variance = (method: (typeof resamplings)[number]) => {
    const counts = drawn(method, weights, 10, 5_000).map(one => one[0] ?? 0);
    return counts.reduce((sum, one) => sum + (one - 5) ** 2, 0) / counts.length;
  };
  const independent = variance('multinomial');
  near(independent, 2.5, 0.2);
  assert.ok(variance('stratified') < independent / 2);
  assert.ok(variance('residual') < independent / 2);
});
