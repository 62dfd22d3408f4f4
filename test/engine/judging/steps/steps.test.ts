import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { credits } from '../../../../src/engine/judging/steps/redistribution.ts';
import { prefixValues } from '../../../../src/engine/judging/steps/stepAggregate.ts';

const near = (actual: readonly (number | undefined)[], expected: readonly (number | undefined)[]) =>
  assert.deepEqual(
    actual.map(one => one?.toFixed(12)),
    expected.map(one => one?.toFixed(12)),
  );

describe('values of prefixes', () => {
  const steps = [0.8, 0.5, 0.9];

  it('are the worst step so far, the product so far, or the last step', () => {
    near(prefixValues(steps, 'min'), [0.8, 0.5, 0.5]);
    near(prefixValues(steps, 'product'), [0.8, 0.4, 0.36]);
    near(prefixValues(steps, 'last'), [0.8, 0.5, 0.9]);
  });

  it('stay as they were at a step that could not be read, and begin with the first that could', () => {
    const torn = [undefined, 0.8, undefined, 0.5];
    near(prefixValues(torn, 'product'), [undefined, 0.8, 0.8, 0.4]);
    near(prefixValues(torn, 'last'), [undefined, 0.8, 0.8, 0.5]);
    near(prefixValues([undefined, undefined], 'min'), [undefined, undefined]);
  });
});

describe('credits of steps', () => {
  it('are differences that sum to the last value less that of nothing', () => {
    near(credits([0.8, 0.4, 0.36]), [0.3, -0.4, -0.04]);
    for (const values of [[0.9], [0.1, 0.9], [0.5, 0.5, 0.5], [1, 0, 1, 0.25]]) {
      const sum = credits(values).reduce<number>((total, credit) => total + (credit ?? 0), 0);
      assert.ok(Math.abs(sum - ((values.at(-1) ?? 0) - 0.5)) < 1e-12, `${values}`);
    }
  });

  it('leave out what could not be read without losing any of the sum', () => {
    const given = credits([0.8, undefined, 0.6]);
    near(given, [0.3, undefined, -0.2]);
    near(credits([undefined, undefined]), [undefined, undefined]);
  });
});
