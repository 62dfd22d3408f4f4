import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { bellmanError, bellmanErrorAt, stepLight } from '../../src/engine/bellman.ts';
import { seededRandom } from '../../src/engine/random.ts';

describe('the measured Bellman error', () => {
  it('is max(r, 1/r) - 1 whichever way the judge errs', () => {
    const close = (value: number | undefined, expected: number) =>
      assert.ok(value !== undefined && Math.abs(value - expected) < 1e-9, `${value}`);
    close(bellmanErrorAt({ value: 0.5, children: [0.4, 0.4, 0.4, 0.4] }), 0.25);
    close(bellmanErrorAt({ value: 0.4, children: [0.5, 0.5, 0.5, 0.5] }), 0.25);
    close(bellmanErrorAt({ value: 0.4, children: [0.4, 0.4, 0.4, 0.4] }), 0);
  });

  it('says nothing from fewer than four children', () => {
    assert.equal(bellmanErrorAt({ value: 0.5, children: [0.1, 0.9, 0.5] }), undefined);
    assert.equal(bellmanError([{ value: 0.5, children: [0.5] }]), undefined);
  });

  it('stays finite where every child is worth 0', () => {
    const error = bellmanErrorAt({ value: 0.5, children: [0, 0, 0, 0] });
    assert.ok(error !== undefined && error > 100 && Number.isFinite(error));
  });

  it('tells a true judge from one that is wrong by half, from eight children of each of a hundred prefixes', () => {
    const random = seededRandom('families');
    const families = (factor: number) =>
      Array.from({ length: 100 }, () => {
        const value = 0.2 + 0.5 * random.next();
        const children = Array.from({ length: 8 }, () => value * (0.5 + random.next()));
        return { value: value * factor, children };
      });
    const [exact, wrong] = [bellmanError(families(1)), bellmanError(families(1.5))];
    assert.ok(exact !== undefined && exact < 0.15, `${exact}`);
    assert.ok(wrong !== undefined && wrong > 0.35 && wrong < 0.9, `${wrong}`);
  });

  it('turns into a light by e T', () => {
    assert.deepEqual(
      [stepLight(0.1, 10), stepLight(0.2, 10), stepLight(0.4, 10), stepLight(undefined, 10)],
      ['green', 'amber', 'red', 'unknown'],
    );
  });
});
