import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { forecast, reservationValue } from '../../src/engine/forecast.ts';
import { seededRandom } from '../../src/engine/random.ts';

const close = (actual: number, expected: number, digits = 1e-9) =>
  assert.ok(Math.abs(actual - expected) < digits, `${actual} is not ${expected}`);
const coin = forecast([
  { value: 1, weight: 1 },
  { value: 0, weight: 1 },
]);

describe('reservation value', () => {
  it('is the hand-worked one for a coin', () => {
    close(reservationValue(coin, 0.1), 0.8);
    close(reservationValue(coin, 0), 1);
    close(reservationValue(coin, 0.5), 0);
    close(reservationValue(coin, 0.6), -0.1);
  });

  it('solves E[(X - z)+] = charge for any forecast', () => {
    const random = seededRandom(3);
    for (let i = 0; i < 300; i++) {
      const atoms = Array.from({ length: 1 + random.below(9) }, () => ({
        value: random.next(),
        weight: random.next() + 0.01,
      }));
      const given = forecast(atoms);
      const charge = random.next();
      const z = reservationValue(given, charge);
      close(
        given.reduce((sum, atom) => sum + atom.weight * Math.max(0, atom.value - z), 0),
        charge,
      );
    }
  });

  it('refuses a forecast of nothing', () => {
    assert.throws(() => forecast([{ value: 1, weight: 0 }]), RangeError);
  });
});
