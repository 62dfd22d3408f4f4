import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { bestOfCurve } from '../../../src/bench/judge/bestOfCurve.ts';

const near = (value: number | undefined, expected: number, within = 1e-9) =>
  assert.ok(Math.abs((value ?? Number.NaN) - expected) <= within, `${value} is not ${expected}`);

describe('the expected gold of the best of n', () => {
  it('is the published estimate', () => {
    const golds = [0, 1, 0, 0, 1];
    const scored = [0.1, 0.7, 0.3, 0.9, 0.5].map((score, i) => ({ score, gold: golds[i] ?? 0 }));
    const curve = bestOfCurve(scored);
    for (const [i, expected] of [0.4, 0.5, 0.4, 0.2, 0].entries()) near(curve[i], expected);
  });

  it('does not depend on the order of candidates that a judge cannot tell apart', () => {
    const golds = [1, 0, 0];
    const one = bestOfCurve(golds.map(gold => ({ score: 1, gold })));
    const other = bestOfCurve(golds.toReversed().map(gold => ({ score: 1, gold })));
    assert.deepEqual(one, other);
    for (const value of one) near(value, 1 / 3);
  });
});
