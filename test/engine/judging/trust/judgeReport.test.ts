import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { JudgeLabel, PairLabel } from '../../../../src/engine/judging/labels/judgeLabels.ts';
import { type JudgeReport, judgeReports } from '../../../../src/engine/judging/trust/judgeReport.ts';
import { seededRandom } from '../../../../src/engine/random.ts';
import { drawnLabels, pairLabel, voteLabel } from '../../../support/judgeLabels.ts';

function only(labels: readonly JudgeLabel[]): JudgeReport {
  const [report, ...others] = judgeReports(labels);
  assert.ok(report);
  assert.equal(others.length, 0);
  return report;
}
const near = (actual: number | undefined, expected: number, by = 1e-9) =>
  assert.ok(actual !== undefined && Math.abs(actual - expected) < by, `${actual} is not ${expected}`);
const times = (many: number, label: (place: number) => JudgeLabel) =>
  Array.from({ length: many }, (_, i) => label(i));

describe('the report on a judge', () => {
  it('has a diagram of equal mass, ECE and Brier of what was stated', () => {
    const labels = [0.1, 0.3, 0.5, 0.7, 0.9].flatMap((score, bin) =>
      times(10, place => voteLabel({ score, right: place < 2 * bin, approving: score > 0.5 ? 1 : 0 })),
    );
    const { reliability, stated, labels: told } = only(labels);
    assert.equal(told, 50);
    assert.deepEqual(
      reliability.map(({ number }) => number),
      [10, 10, 10, 10, 10],
    );
    for (const [place, bin] of reliability.entries()) {
      near(bin.stated, 0.1 + 0.2 * place);
      near(bin.right, 0.2 * place);
    }
    near(stated?.ece, 0.1);
    const brier = [0, 1, 2, 3, 4].map(bin => {
      const [score, right] = [0.1 + 0.2 * bin, 0.2 * bin];
      return right * (1 - score) ** 2 + (1 - right) * score ** 2;
    });
    near(stated?.brier, brier.reduce((sum, one) => sum + one, 0) / 5);
  });

  it('counts what could not be read or was dropped, and needs no truth for it', () => {
    const { right, ...untold } = voteLabel({ asked: 3, unread: 1, dropped: 1, votes: 1 });
    const { asked, parsed, dropped, labels, stated, weights } = only([untold, untold]);
    assert.deepEqual([asked, dropped, labels, stated, weights], [6, 2, 0, undefined, []]);
    near(parsed, 2 / 3);
  });

  it('tells order consistency, and the side that decided where it was not kept', () => {
    const of = (parts: Partial<PairLabel>) => pairLabel(parts);
    const labels = [
      of({}),
      of({ leftFirst: 'right', rightFirst: 'right' }),
      of({ leftFirst: 'left', rightFirst: 'right' }),
      of({ leftFirst: 'left', rightFirst: 'right' }),
      of({ leftFirst: 'right', rightFirst: 'left' }),
      of({ leftFirst: 'tie', rightFirst: 'left' }),
    ];
    const { leftFirst, ...unread } = of({ asked: 2, unread: 1 });
    const { orderConsistency, positionBias } = only([...labels, unread]);
    near(orderConsistency, 2 / 6);
    near(positionBias, 2 / 3);
  });

  it('tells how much oftener the longer one is preferred than right, and how scores go with length', () => {
    const longer = (parts: Partial<PairLabel>) => pairLabel({ size: { left: 80, right: 20 }, ...parts });
    const judged = [
      longer({}),
      longer({ right: 'right' }),
      longer({ right: 'right' }),
      pairLabel({ right: 'right' }),
    ];
    near(only(judged).lengthBias, 1 - 1 / 3);
    assert.equal(only([pairLabel()]).lengthBias, undefined, 'both as long');
    const wrong = [1, 2, 3].map(power =>
      voteLabel({ right: false, size: 10 ** power, score: 0.2 * power, approving: power > 2 ? 1 : 0 }),
    );
    near(only([...wrong, voteLabel({ size: 5000, score: 0 })]).scoreByLength, 1, 1e-6);
  });

  it('shows the weight as labels came: a good judge gains it, one turned round loses it', () => {
    const course = (right: number, wrong: number) =>
      only(drawnLabels(60, { right, wrong }, seededRandom('course'))).weights;
    const [good, turned] = [course(0.85, 0.2), course(0.2, 0.85)];
    assert.deepEqual(
      good.map(({ labels }) => labels),
      [1, 2, 5, 10, 20, 50, 60],
    );
    assert.ok((good.at(-1)?.weight ?? 0) > 0.8 && (good.at(-1)?.weight ?? 0) > (good[1]?.weight ?? 0));
    assert.equal(turned.find(({ labels }) => labels === 50)?.weight, 0);
  });

  it('is better calibrated by the labels before each than by what was stated', () => {
    const labels = drawnLabels(300, { right: 0.95, wrong: 0.6, votes: 1 }, seededRandom('calibrated'));
    const { stated, calibrated } = only(labels);
    assert.ok(stated && calibrated);
    assert.ok(stated.ece > 0.25 && calibrated.ece < 0.1, `${stated.ece} ${calibrated.ece}`);
    assert.ok(calibrated.brier < stated.brier);
  });

  it('keeps judges and models apart, the most labelled first', () => {
    const reports = judgeReports([
      voteLabel({ judge: 'rubric' }),
      ...times(3, () => voteLabel()),
      voteLabel({ model: 'another' }),
    ]);
    assert.deepEqual(
      reports.map(({ judge, model, labels }) => [judge, model, labels]),
      [
        ['pointwise', 'made-up', 3],
        ['rubric', 'made-up', 1],
        ['pointwise', 'another', 1],
      ],
    );
  });
});
