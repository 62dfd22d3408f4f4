import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Agreement, agreementOf } from '../../src/engine/agreement.ts';
import { failedOutput, gaveNothing, type Sampled } from '../../src/engine/behaviours.ts';

const no = gaveNothing;
const bad = failedOutput;
const sampled = (codeTokens: number, ...outputs: number[]): Sampled => ({
  codeTokens,
  outputs,
  behaviour: outputs.join(),
});
const broken: Sampled = { codeTokens: 40, behaviour: 'broken' };
/** The vector worked out by the reference implementation in plain loops; the fifth never gives a value. */
const drawn = [
  sampled(20, 1, 2, 3, bad),
  sampled(20, 1, 2, 3, 4),
  sampled(45, 1, 5, 3, 4),
  sampled(50, 1, 5, 3, 4),
  sampled(9, no, no, no, no),
  sampled(30, 1, 2, no, bad),
  broken,
];
const near = (actual: readonly number[], expected: readonly number[]) => {
  assert.equal(actual.length, expected.length);
  for (const [i, value] of actual.entries())
    assert.ok(Math.abs(value - (expected[i] ?? 0)) < 1e-6, `${actual} is not ${expected}`);
};

describe('agreement on outputs', () => {
  it('gives the reference’s scores', () => {
    const found = agreementOf(drawn);
    assert.deepEqual(found.live, [0, 1, 2, 3, 5]);
    near(found.weights, [1, 1, 1, 0.36]);
    near(found.agreement, [0.52551, 0.556122, 0.513605, 0.513605, 0.397959]);
    near(found.length, [3.152648, 3.153493, 3.381636, 3.381636, 3.356017]);
    near(found.scores, [1.060383, 1.110816, 1.154733, 1.154733, 0.921682]);
    assert.equal(found.chosen, 2);
    near([found.lead], [1.154733 - 1.110816]);
  });

  it('gives the reference’s scores with generated tests', () => {
    const passedBy =
      (...places: number[]) =>
      (candidate: number) =>
        places.includes(candidate);
    const found = agreementOf(drawn, [
      { weight: 1, passes: passedBy(2, 3) },
      { weight: 0.5, passes: passedBy(0, 1, 5) },
    ]);
    near(found.scores, [0.979053, 1.029486, 1.154733, 1.154733, 0.840352]);
  });

  it('chooses the same whatever the order, and grows no agreement from errors or nothing', () => {
    const backwards = agreementOf([...drawn].reverse());
    const place = backwards.chosen === undefined ? -1 : drawn.length - 1 - backwards.chosen;
    assert.ok(place === 2 || place === 3);
    const failing = Array.from({ length: 9 }, () => sampled(30, 1, bad, bad));
    const one = sampled(30, 1, 7, 8);
    const found = agreementOf([...failing, one]);
    assert.ok(share(found, 0) <= share(found, 9), `${found.agreement}`);
  });

  it('keeps its weights when nearly all drawn candidates are dead', () => {
    const dead = Array.from({ length: 20 }, () => sampled(5, no, bad));
    const found = agreementOf([...dead, sampled(30, 1, 2), sampled(31, 1, 2), sampled(30, 1, 3)]);
    assert.deepEqual(found.weights, [1, 1]);
    assert.ok(found.chosen === 20 || found.chosen === 21);
  });

  it('prefers the longer of two behaviours with equal votes, but not a lone long one', () => {
    const short = [sampled(20, 1, 2), sampled(21, 1, 2), sampled(20, 1, 2)];
    const long = [sampled(60, 1, 3), sampled(62, 1, 3), sampled(61, 1, 3)];
    assert.equal(agreementOf([...short, ...long]).chosen, 3);
    assert.notEqual(agreementOf([...short, ...short, sampled(400, 7, 8)]).chosen, 6);
  });

  it('is surer the more of them behave alike', () => {
    const same = agreementOf(Array.from({ length: 8 }, () => sampled(20, 1, 2)));
    const split = agreementOf([...Array.from({ length: 8 }).keys()].map(i => sampled(20, i, i + 20)));
    assert.ok(same.quality > 0.85 && split.quality < 0.1, `${same.quality} ${split.quality}`);
    assert.equal(same.lead, Number.POSITIVE_INFINITY);
    assert.equal(split.lead, 0);
  });

  it('chooses nothing when nothing gives a value', () => {
    for (const none of [[], [broken], [broken, sampled(9, no, bad)]])
      assert.deepEqual([agreementOf(none).chosen, agreementOf(none).quality], [undefined, 0]);
  });
});

function share(found: Agreement, candidate: number): number {
  return found.agreement[found.live.indexOf(candidate)] ?? Number.NaN;
}
