import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { seededRandom } from '../../src/engine/random.ts';
import { drawFrom, lawOf } from '../../src/models/llamaLaw.ts';
import { tokenLaw } from '../../src/models/tokenLaw.ts';

const lawOfAll = (...probabilities: readonly number[]) =>
  new Map(probabilities.map((one, token) => [token, one]));

describe('what is told of a law', () => {
  it('is the drawn token, the likeliest, and the divergence from the even law', () => {
    const { logprob, top, certainty } = lawOf(lawOfAll(0.5, 0.25, 0.125, 0.125), 1);
    const logs = [0.5, 0.25, 0.125, 0.125].map(Math.log);
    assert.deepEqual(
      [logprob, ...top],
      [logs[1] ?? 0, ...logs].map(one => Math.round(one * 1e4) / 1e4),
    );
    const divergence = logs.reduce((sum, log) => sum + Math.log(0.25) - log, 0) / 4;
    assert.ok(Math.abs((certainty ?? 0) - divergence) < 1e-4);
    assert.equal(lawOf(lawOfAll(0.25, 0.25, 0.25, 0.25), 0).certainty, 0);
  });

  it('holds 20 of the likeliest, and what is too small for a float is small and no infinity', () => {
    const even = Array.from({ length: 50 }, () => 0.02);
    assert.equal(lawOf(lawOfAll(...even), 0).top.length, 20);
    const { top, certainty } = lawOf(lawOfAll(1, 0), 0);
    assert.deepEqual(top, [0, -103.2789]);
    assert.ok(certainty !== undefined && Number.isFinite(certainty));
  });

  it('is put in order, bounded and rounded, whatever a server sends', () => {
    assert.deepEqual(tokenLaw(-9999, [-2.123456, 0.0000001, Number.NEGATIVE_INFINITY]), {
      logprob: -104,
      top: [0, -2.1235, -104],
    });
  });
});

describe('drawing by a law', () => {
  const shares = (law: ReadonlyMap<number, number>, temperature: number) => {
    const random = seededRandom('draws');
    const counts = new Map<number | undefined, number>();
    for (let draw = 0; draw < 20_000; draw++) {
      const token = drawFrom(law, temperature, random);
      counts.set(token, (counts.get(token) ?? 0) + 1);
    }
    return (token: number) => (counts.get(token) ?? 0) / 20_000;
  };
  const near = (actual: number, expected: number) =>
    assert.ok(Math.abs(actual - expected) < 0.015, `${actual} is not ${expected}`);

  it('follows the probabilities at temperature 1, their squares at a half, and the likeliest at 0', () => {
    const law = lawOfAll(0.6, 0.3, 0.1);
    near(shares(law, 1)(1), 0.3);
    near(shares(law, 0.5)(1), 0.09 / 0.46);
    assert.equal(shares(law, 0)(0), 1);
  });

  it('leaves out what is not among the likeliest that hold 95%, and all after the 40th', () => {
    const cut = shares(lawOfAll(0.6, 0.3, 0.06, 0.04), 1);
    near(cut(2), 0.06 / 0.96);
    assert.equal(cut(3), 0);
    const flat = shares(lawOfAll(...Array.from({ length: 100 }, () => 0.01)), 1);
    assert.equal(flat(38), 0, '38 of 40 hold 95%');
    near(flat(37), 1 / 38);
  });
});
