import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { hopedLift, lifted } from '../../../src/engine/auto/criticLift.ts';

const near = (actual: number, expected: number, by: number) =>
  assert.ok(Math.abs(actual - expected) < by, `${actual} is not ${expected}`);

describe('what may be hoped of a critic', () => {
  it('is the upper tenth of a gamma law, within 3%', () => {
    // Half the upper tenth of chi-square with 1, 3 and 11 degrees of freedom.
    for (const [right, quantile] of [
      [0, 1.3528],
      [1, 3.1257],
      [5, 8.6375],
    ] as const)
      near(hopedLift({ expected: 2, right }) * 2.5, quantile, 0.03 * quantile);
  });

  it('is nothing after useless repairs of which one would have been right anyway, and nears what was seen', () => {
    assert.ok(hopedLift({ expected: 0, right: 0 }) > 2.5);
    assert.ok(hopedLift({ expected: 1, right: 0 }) < 1);
    near(hopedLift({ expected: 200, right: 600 }), 3, 0.2);
    near(hopedLift({ expected: 200, right: 200 }), 1, 0.15);
  });

  it('multiplies the odds', () => {
    near(lifted(0.5, 3), 0.75, 1e-12);
    near(lifted(0.2, 1), 0.2, 1e-12);
    assert.equal(lifted(0, 5), 0);
    assert.equal(lifted(1, 0.5), 1);
  });
});
