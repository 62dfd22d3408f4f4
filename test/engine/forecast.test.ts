import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { expectedGain, forecast, meanOf, reservationValue } from '../../src/engine/forecast.ts';
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
});

describe('expected gain', () => {
  it('is E[(X - floor)+] with nothing in flight', () => {
    const three = forecast([
      { value: 0.2, weight: 2 },
      { value: 0.6, weight: 1 },
      { value: 1, weight: 1 },
    ]);
    close(expectedGain(three, 0.5), 0.25 * 0.1 + 0.25 * 0.5);
    close(expectedGain(three, 0), meanOf(three));
    close(expectedGain(three, 1), 0);
  });

  it('counts draws in flight as drawn: a coin that is already flipped twice is worth a quarter', () => {
    close(expectedGain(coin, 0, 1), 0.25);
    close(expectedGain(coin, 0, 2), 0.125);
  });

  it('adds up, draw by draw, to the expected maximum', () => {
    const given = forecast([
      { value: 0.1, weight: 3 },
      { value: 0.4, weight: 2 },
      { value: 0.9, weight: 1 },
    ]);
    let sum = 0;
    for (let drawn = 0; drawn < 4; drawn++) sum += expectedGain(given, 0.3, drawn);
    let most = 0;
    for (const a of given)
      for (const b of given)
        for (const c of given)
          for (const d of given) {
            most +=
              a.weight * b.weight * c.weight * d.weight * Math.max(0.3, a.value, b.value, c.value, d.value);
          }
    close(sum, most - 0.3);
  });

  it('refuses a forecast of nothing', () => {
    assert.throws(() => forecast([{ value: 1, weight: 0 }]), RangeError);
  });
});
