import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { BetaPosterior, NormalPosterior } from '../../src/engine/conjugate.ts';
import { seededRandom } from '../../src/engine/random.ts';
import { drawBeta, drawGamma, drawNormal } from '../../src/engine/sampling.ts';

const near = (actual: number, expected: number, within: number) =>
  assert.ok(Math.abs(actual - expected) <= within, `${actual} is not ${expected} within ${within}`);

/** Mean and variance of so many draws. */
function moments(draw: () => number, many = 40_000) {
  const drawn = Array.from({ length: many }, draw);
  const mean = drawn.reduce((sum, value) => sum + value, 0) / many;
  return { mean, variance: drawn.reduce((sum, value) => sum + (value - mean) ** 2, 0) / many };
}

describe('laws of a mean', () => {
  const prior = { mean: 0, kappa: 1, nu: 1, variance: 0.1 };

  it('updates the normal law as the published vectors say', () => {
    for (const [observed, mean, kappa, nu, variance] of [
      [[0.5], 0.25, 2, 2, 0.1125],
      [[0.2, 0.8, 0.6], 0.4, 4, 4, 0.125],
    ] as const) {
      const posterior = new NormalPosterior(prior);
      for (const reward of observed) posterior.observe(reward);
      const { law } = posterior;
      near(law.mean, mean, 1e-12);
      near(law.variance, variance, 1e-12);
      assert.deepEqual([law.kappa, law.nu], [kappa, nu]);
    }
  });

  it('counts a reward as that share of a success', () => {
    const posterior = new BetaPosterior({ successes: 0.5, failures: 0.5 });
    for (const reward of [1, 0, 0.25]) posterior.observe(reward);
    assert.deepEqual(posterior.law, { successes: 1.75, failures: 2.25 });
  });

  it('draws means that lie where the rewards were, closer the more there were', () => {
    const spread = [3, 300].map(many => {
      const posterior = new NormalPosterior(prior);
      for (let i = 0; i < many; i++) posterior.observe(0.7);
      const random = seededRandom('normal');
      return moments(() => posterior.draw(random), 4_000);
    });
    const [few, lots] = spread;
    assert.ok(few && lots && lots.variance < few.variance / 50);
    near(lots.mean, (0.7 * 300) / 301, 0.01);
  });

  it('draws from the laws it names', () => {
    const random = seededRandom('laws');
    const normal = moments(() => drawNormal(random));
    near(normal.mean, 0, 0.02);
    near(normal.variance, 1, 0.03);
    for (const shape of [0.3, 1, 4.5]) {
      const { mean, variance } = moments(() => drawGamma(shape, random));
      near(mean, shape, 0.03 * Math.sqrt(shape + 1));
      near(variance, shape, 0.1 * (shape + 1));
    }
    const beta = moments(() => drawBeta(2, 6, random));
    near(beta.mean, 0.25, 0.005);
    near(beta.variance, (2 * 6) / (64 * 9), 0.001);
  });

  it('refuses a gamma law that does not exist', () => {
    for (const shape of [0, -1, Number.NaN])
      assert.throws(() => drawGamma(shape, seededRandom(1)), RangeError);
  });
});
