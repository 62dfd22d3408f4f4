import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { shareOfPairs } from '../../../../src/engine/judgeModel.ts';
import { meanLessVariance, worstCase } from '../../../../src/engine/judging/overOptimisation/ensemble.ts';
import {
  pessimisticPick,
  pessimisticThreshold,
} from '../../../../src/engine/judging/overOptimisation/pessimism.ts';
import {
  bestNumberToPickFrom,
  errorsOfPick,
  misalignmentOf,
} from '../../../../src/engine/judging/overOptimisation/tractableJudge.ts';
import { type Random, seededRandom } from '../../../../src/engine/random.ts';

const near = (value: number | undefined, expected: number, within = 1e-9) =>
  assert.ok(Math.abs((value ?? Number.NaN) - expected) <= within, `${value} is not ${expected}`);

describe('ensembles', () => {
  it('take off half of the variance, or keep the lowest', () => {
    near(meanLessVariance([0.9, 0.5]), 0.7 - 0.02);
    near(meanLessVariance([0.6, 0.6, 0.6]), 0.6);
    near(worstCase([0.9, 0.2, 0.5]), 0.2);
    assert.deepEqual([meanLessVariance([]), worstCase([])], [0, 0]);
  });
});

describe('inference-time pessimism', () => {
  const rewards = [0.1, 0.4, 0.5, 0.9];

  it('has the published thresholds', () => {
    for (const [beta, threshold] of [
      [0.1, 0.5],
      [0.5, -0.025],
      [2, -1.525],
    ] as const) {
      near(pessimisticThreshold(rewards, beta), threshold);
    }
  });

  it('refuses what has no threshold', () => {
    assert.throws(() => pessimisticThreshold([], 1), RangeError);
    assert.throws(() => pessimisticThreshold([1], 0), RangeError);
  });

  it('picks the best for a small beta and anything for a large one', () => {
    const share = (beta: number) => {
      const random = seededRandom(7);
      const picks = Array.from({ length: 400 }, () =>
        pessimisticPick(rewards, { beta, greatest: 0.9, random }),
      );
      return picks.filter(pick => pick === 3).length / picks.length;
    };
    assert.ok(share(0.01) > 0.95);
    near(share(50), 0.25, 0.08);
  });
});

describe('the tractable judge', () => {
  it('has the published errors: a lowest value at about 4 for a misaligned judge, none for a nearly aligned one', () => {
    const spread = 0.0172;
    const errors = (misaligned: number) => {
      const misalignment = (misaligned * 1.035) ** 2 / spread;
      return errorsOfPick({ task: 1, misalignment }).map(error => error * spread);
    };
    const off = errors(0.15);
    near(off[0], 0.0344, 2e-4);
    near(off[3], 0.0161, 2e-4);
    assert.ok((off[63] ?? 0) > (off[3] ?? 0) * 1.15);
    const nearly = errors(0.05);
    assert.ok(nearly.every((error, i) => i === 0 || error < (nearly[i - 1] ?? 0)));
    near(nearly.at(-1), 0.00283, 2e-4);
  });

  it('knows the share of pairs that a misalignment puts in their right order', () => {
    const random = seededRandom('pairs');
    for (const accuracy of [0.6, 0.75, 0.9]) {
      const spread = Math.sqrt(misalignmentOf(accuracy));
      let agreed = 0;
      const pairs = 20_000;
      for (let i = 0; i < pairs; i++) {
        const [right, one, other] = [normal(random), normal(random), normal(random)];
        const wanted = right + spread * normal(random);
        const closer = (to: number) => Math.abs(one - to) < Math.abs(other - to);
        if (closer(right) === closer(wanted)) agreed += 1;
      }
      near(agreed / pairs, accuracy, 0.012);
    }
  });

  it('picks from more the better it orders pairs, and from one when it does not', () => {
    const numbers = [0.5, 0.55, 0.65, 0.75, 0.85].map(bestNumberToPickFrom);
    assert.deepEqual(
      numbers,
      numbers.toSorted((left, right) => left - right),
    );
    assert.equal(numbers[0], 1);
    assert.ok((numbers[2] ?? 0) > 1 && (numbers[4] ?? 0) < 64);
    assert.deepEqual([bestNumberToPickFrom(0.2), bestNumberToPickFrom(1)], [1, Number.POSITIVE_INFINITY]);
    assert.throws(() => bestNumberToPickFrom(1.2), RangeError);
  });
});

describe('the share of pairs that a judge orders', () => {
  it('is one half for equal laws, 1 for laws that do not overlap, and turns with the judge', () => {
    const law = { a: 3, b: 2 };
    near(shareOfPairs({ right: law, wrong: law }), 0.5);
    const [right, wrong] = [
      { a: 90, b: 10 },
      { a: 10, b: 90 },
    ];
    near(shareOfPairs({ right, wrong }), 1, 1e-6);
    near(shareOfPairs({ right: wrong, wrong: right }), 0, 1e-6);
    near(shareOfPairs({ right: { a: 2, b: 1 }, wrong: { a: 1, b: 2 } }), 5 / 6, 1e-3);
  });
});

function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());
}
