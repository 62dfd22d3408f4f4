import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  brierScore,
  calibrated,
  calibrationError,
  isotonic,
  type Labels,
  withLabel,
} from '../../src/engine/calibration.ts';
import { seededRandom } from '../../src/engine/random.ts';

/** Labels of a judge whose score is right with this chance. */
function labelsOf(many: number, chance: (score: number) => number, seed = 'labels'): Labels {
  const random = seededRandom(seed);
  let labels: Labels = [];
  for (let i = 0; i < many; i++) {
    const score = random.below(101) / 100;
    labels = withLabel(labels, score, random.next() < chance(score));
  }
  return labels;
}

const grid = Array.from({ length: 101 }, (_, i) => i / 100);

describe('calibration', () => {
  it('pools neighbours that are out of order, by their weight', () => {
    const points = [
      { mean: 0.1, weight: 1 },
      { mean: 0.8, weight: 1 },
      { mean: 0.2, weight: 2 },
      { mean: 0.5, weight: 1 },
      { mean: 0.4, weight: 1 },
    ];
    const fitted = isotonic(points).map(value => Number(value.toFixed(6)));
    assert.deepEqual(fitted, [0.1, 0.4, 0.4, 0.45, 0.45]);
    assert.deepEqual(isotonic([]), []);
  });

  it('says something sensible of every score before the first label, and never that it is certain', () => {
    const chance = calibrated([]);
    assert.deepEqual(
      [0, 0.5, 1].map(score => Number(chance(score).toFixed(6))),
      [0.1, 0.5, 0.9],
    );
    const sure = calibrated(labelsOf(5_000, () => 1));
    for (const score of grid) assert.ok(sure(score) > 0 && sure(score) < 1, `${sure(score)} at ${score}`);
  });

  it('never falls as the score rises, whatever the labels', () => {
    for (let seed = 0; seed < 20; seed++) {
      const chance = calibrated(labelsOf(40, score => 1 - score, `falling ${seed}`));
      for (const score of grid.slice(1)) assert.ok(chance(score) >= chance(score - 0.01) - 1e-12);
    }
  });

  it('moves with a label by at most half, and comes to the truth with many', () => {
    const before = calibrated([])(0.8);
    const after = calibrated(withLabel([], 0.8, false))(0.8);
    assert.ok(after < before && after > before / 2 - 1e-9, `${before} became ${after}`);
    const truth = (score: number) => 0.2 + 0.3 * score;
    const chance = calibrated(labelsOf(50_000, truth));
    for (const score of grid) assert.ok(Math.abs(chance(score) - truth(score)) < 0.05, `at ${score}`);
  });

  it('gives a judge that knows nothing the same chance at every score', () => {
    const chance = calibrated(labelsOf(20_000, () => 0.3));
    assert.ok(chance(1) - chance(0) < 0.1, `${chance(0)} to ${chance(1)}`);
  });

  it('makes an overconfident judge better on labels it has not seen', () => {
    const truth = (score: number) => 0.4 + 0.2 * score;
    const chance = calibrated(labelsOf(300, truth, 'learnt'));
    const fresh = labelsOf(5_000, truth, 'fresh').flatMap(({ score, right, wrong }) => [
      ...Array(right).fill({ score, right: true }),
      ...Array(wrong).fill({ score, right: false }),
    ]) as { score: number; right: boolean }[];
    const raw = fresh.map(({ score, right }) => ({ chance: score, right }));
    const better = fresh.map(({ score, right }) => ({ chance: chance(score), right }));
    assert.ok(calibrationError(better, 10) < calibrationError(raw, 10) / 2);
    assert.ok(brierScore(better) < brierScore(raw));
  });

  it('does not depend on the order of the labels', () => {
    const labels = [
      [0.2, true],
      [0.9, false],
      [0.2, false],
      [0.55, true],
    ] as const;
    const fold = (list: readonly (readonly [number, boolean])[]) =>
      list.reduce((known, [score, right]) => withLabel(known, score, right), [] as Labels);
    assert.deepEqual(fold(labels), fold(labels.toReversed()));
  });

  it('measures as defined', () => {
    const predictions = [
      { chance: 0.1, right: false },
      { chance: 0.3, right: true },
      { chance: 0.8, right: true },
      { chance: 0.6, right: true },
    ];
    assert.ok(Math.abs(brierScore(predictions) - (0.01 + 0.49 + 0.04 + 0.16) / 4) < 1e-12);
    assert.ok(Math.abs(calibrationError(predictions, 2) - 0.3) < 1e-12);
    assert.deepEqual([brierScore([]), calibrationError([], 5)], [0, 0]);
  });

  it('is the same in whatever order predictions of one chance come', () => {
    const said = Array.from({ length: 50 }, (_, i) => ({ chance: 0.6, right: i < 30 }));
    assert.ok(calibrationError(said, 5) < 1e-9, 'they are right as often as they say');
    const mixed = said.toSorted((left, right) => Number(left.right) - Number(right.right));
    assert.equal(calibrationError(mixed, 5), calibrationError(said, 5));
  });

  it('refuses what is no score', () => {
    for (const score of [-0.1, 1.000001, Number.NaN])
      assert.throws(() => withLabel([], score, true), RangeError);
  });
});
