import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { beaconIndex, beliefOf, expectedImprovement } from '../../src/engine/beaconIndex.ts';
import { studentDensity, studentDistribution } from '../../src/engine/studentT.ts';

describe("Student's t law", () => {
  it('has the values of the tables', () => {
    const vectors = [
      [1, 1, 0.75],
      [2.919986, 2, 0.95],
      [3.182446, 3, 0.975],
      [2.131847, 4, 0.95],
      [-2.262157, 9, 0.025],
      [2.085963, 20, 0.975],
    ] as const;
    for (const [t, degrees, chance] of vectors)
      assert.ok(Math.abs(studentDistribution(t, degrees) - chance) < 1e-6, `${t} ${degrees}`);
  });

  it('has the density that its distribution integrates', () => {
    for (const degrees of [1, 2, 3, 8, 15])
      for (const t of [-2, 0, 0.7, 3]) {
        const slope =
          (studentDistribution(t + 1e-5, degrees) - studentDistribution(t - 1e-5, degrees)) / 2e-5;
        assert.ok(Math.abs(slope - studentDensity(t, degrees)) < 1e-8, `${t} ${degrees}`);
      }
  });
});

describe("BEACON's index", () => {
  it('has the published values of the expected improvement', () => {
    const vectors = [
      [3, 0.5, 0.5],
      [3, 1, 0.366025],
      [5, 1, 0.17082],
      [5, 1.5, 0.1],
      [10, 1.5, 0.052918],
      [20, 2, 0.014456],
    ] as const;
    for (const [draws, lead, value] of vectors)
      assert.ok(Math.abs(expectedImprovement(lead, draws - 1) - value) < 1e-6, `${draws} ${lead}`);
  });

  it('rests on the posterior of the rewards', () => {
    const { mean, scale, lead } = beliefOf([0.2, 0.5, 0.9, 0.4]);
    assert.equal(mean, 0.5);
    assert.ok(Math.abs(scale - 0.32914) < 1e-6);
    assert.ok(Math.abs(lead - 1.215287) < 1e-6);
    assert.ok(Math.abs(scale * expectedImprovement(lead, 3) - 0.059365) < 1e-6);
  });

  it('is the expected improvement with one draw left', () => {
    for (const draws of [3, 5, 9])
      for (const lead of [0.3, 0.8, 0.95])
        assert.ok(
          Math.abs(beaconIndex(draws + 1)(draws, lead) - expectedImprovement(lead, draws - 1)) < 2e-3,
          `${draws} ${lead}`,
        );
  });

  it('is with two draws left where a fine integral over the next reward says', () => {
    const lead = 0.75;
    const charge = beaconIndex(5)(3, lead);
    let later = 0;
    for (let i = -200_000; i < 200_000; i++) {
      const reward = Math.sinh((i + 0.5) / 20_000);
      const growth = Math.sqrt((5 / 16) * (2 + reward * reward));
      const next = (Math.max(lead, reward) - reward / 4) / growth;
      const surplus = Math.max(0, expectedImprovement(next, 3) - charge / growth);
      later += (studentDensity(reward, 2) * Math.sqrt(1 + reward * reward) * growth * surplus) / 20_000;
    }
    const gain = expectedImprovement(lead, 2) + later - charge;
    assert.ok(Math.abs(gain) < 4e-3, `${gain}`);
    assert.ok(charge > expectedImprovement(lead, 2) + 0.01);
  });

  it('grows with the draws that may follow', () => {
    const values = [4, 5, 8, 16].map(cap => beaconIndex(cap)(3, 0.8));
    assert.deepEqual(
      values,
      values.toSorted((left, right) => left - right),
    );
    assert.equal(beaconIndex(8)(8, 1), 0);
  });
});
