import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { flatJudge, type JudgeModel, preferenceLaws } from '../../../../src/engine/judgeModel.ts';
import type { JudgeLabel } from '../../../../src/engine/judging/labels/judgeLabels.ts';
import { fittedLaw } from '../../../../src/engine/judging/trust/fittedLaw.ts';
import { fitJudge } from '../../../../src/engine/judging/trust/judgeFit.ts';
import { judgeWeight } from '../../../../src/engine/judging/trust/judgeTrust.ts';
import { oddsOfSilence } from '../../../../src/engine/judging/trust/silence.ts';
import { seededRandom } from '../../../../src/engine/random.ts';
import { drawnLabels, pairLabel, voteLabel } from '../../../support/judgeLabels.ts';

const near = (actual: number, expected: number, by = 1e-4) =>
  assert.ok(Math.abs(actual - expected) < by, `${actual} is not ${expected}`);
const fitted = (labels: readonly JudgeLabel[], prior: JudgeModel = flatJudge) =>
  fitJudge(
    prior,
    labels.map(label => ({ label, weight: 1 })),
  );
const meanOf = ({ a, b }: { a: number; b: number }) => a / (a + b);
const isSilent = ({ right, wrong }: JudgeModel) => right.a === wrong.a && right.b === wrong.b;

describe('the law of how a judge approves', () => {
  it('is the prior without a ballot, and by single votes the mean of prior and votes', () => {
    assert.deepEqual(fittedLaw({ a: 3, b: 2 }, []), { a: 3, b: 2 });
    const ones = [
      { approving: 1, votes: 1, weight: 4 },
      { approving: 0, votes: 1, weight: 1 },
    ];
    const law = fittedLaw({ a: 3, b: 2 }, ones);
    near(meanOf(law), (3 + 4) / (5 + 5));
    near(law.a + law.b, 5, 1e-9);
  });

  it('spreads where votes on one candidate agree, and narrows where they differ', () => {
    const agreeing = [
      { approving: 4, votes: 4, weight: 10 },
      { approving: 0, votes: 4, weight: 10 },
    ];
    const differing = [{ approving: 2, votes: 4, weight: 20 }];
    const [wide, narrow] = [fittedLaw({ a: 2, b: 2 }, agreeing), fittedLaw({ a: 2, b: 2 }, differing)];
    near(meanOf(wide), 0.5);
    near(meanOf(narrow), 0.5);
    assert.ok(wide.a + wide.b < 2 && narrow.a + narrow.b > 10, `${wide.a + wide.b} ${narrow.a + narrow.b}`);
  });

  it('finds the mean and the spread that labels were drawn with', () => {
    const ballots = drawnLabels(2000, { right: 0.7, wrong: 0.7, votes: 6 }, seededRandom('spread')).map(
      one => ({
        ...one,
        weight: 1,
      }),
    );
    const law = fittedLaw({ a: 3, b: 2 }, ballots);
    near(meanOf(law), 0.7, 0.02);
    assert.ok(law.a + law.b > 7 && law.a + law.b < 14, `${law.a + law.b}`);
  });
});

describe('the odds that a judge says nothing', () => {
  it('are even without labels, and by hand 1 to 2 after one right vote each', () => {
    const none = { right: [], wrong: [] };
    near(oddsOfSilence(flatJudge, none), 1, 1e-9);
    const told = {
      right: [{ approving: 1, votes: 1, weight: 1 }],
      wrong: [{ approving: 0, votes: 1, weight: 1 }],
    };
    near(oddsOfSilence(flatJudge, told), (0.5 * 0.5) / 2 / (0.6 * 0.6), 1e-9);
    const both = { ...told, wrong: told.right };
    near(oddsOfSilence(flatJudge, both), (0.5 * 1.5) / 2 / (0.6 * 0.4), 1e-9);
  });
});

describe('a judge fitted to its labels', () => {
  it('keeps its prior without labels', () => {
    const { model, labels, weight } = fitted([]);
    assert.deepEqual(model, flatJudge);
    assert.equal(labels, 0);
    assert.ok(weight > 0.1);
  });

  it('loses all weight within 50 labels when it is turned round, however the draws fall', () => {
    for (let seed = 0; seed < 40; seed++) {
      const labels = drawnLabels(50, { right: 0.3, wrong: 0.7 }, seededRandom(`inverted/${seed}`));
      const { weight, model } = fitted(labels);
      assert.equal(weight, 0, `seed ${seed}`);
      assert.ok(isSilent(model));
    }
  });

  it('loses all weight after six labels when it approves of everything, or of nothing', () => {
    for (const approving of [0, 1]) {
      const labels = Array.from({ length: 6 }, (_, i) => voteLabel({ right: i % 2 === 0, approving }));
      const { weight, model } = fitted(labels);
      assert.equal(weight, 0);
      assert.ok(isSilent(model));
    }
    const onlyRight = Array.from({ length: 6 }, () => voteLabel());
    assert.ok(
      fitted(onlyRight).weight > 0.2,
      'a good judge that has seen right candidates alone keeps its weight',
    );
  });

  it('keeps weight when it is good, and the more the better it is', () => {
    const mean = (approves: { right: number; wrong: number }, many: number) => {
      const weights = Array.from(
        { length: 30 },
        (_, seed) => fitted(drawnLabels(many, approves, seededRandom(`good/${seed}`))).weight,
      );
      assert.ok(many < 20 || approves.right < 0.8 || weights.every(weight => weight > 0), weights.join(' '));
      return weights.reduce((sum, weight) => sum + weight, 0) / weights.length;
    };
    const [good, fair, even] = [
      mean({ right: 0.8, wrong: 0.2 }, 50),
      mean({ right: 0.65, wrong: 0.35 }, 50),
      mean({ right: 0.5, wrong: 0.5 }, 50),
    ];
    assert.ok(good > 0.9 && fair < good && even < fair / 2 && even < 0.2, `${good} ${fair} ${even}`);
    assert.ok(mean({ right: 0.8, wrong: 0.2 }, 6) < good);
  });

  it('has laws that are drawn together by the odds that it says nothing', () => {
    const votes = (many: number, approving: number) =>
      Array.from({ length: many }, (_, i) => ({ approving: i < approving ? 1 : 0, votes: 1, weight: 1 }));
    const means = (right: number, wrong: number) => {
      const told = { right: votes(2, right), wrong: votes(2, wrong) };
      const label = (is: boolean) => (one: { approving: number }) => voteLabel({ ...one, right: is });
      const { model } = fitted([...told.right.map(label(true)), ...told.wrong.map(label(false))]);
      return { odds: oddsOfSilence(flatJudge, told), right: meanOf(model.right), wrong: meanOf(model.wrong) };
    };
    const telling = means(2, 0);
    assert.ok(telling.odds < 1);
    near(telling.right, 5 / 7);
    near(telling.wrong, 2 / 7);
    const same = means(2, 2);
    assert.ok(same.odds > 1);
    near(same.right, 4.5 / 7 + 0.5 / 7 / same.odds);
    near(same.wrong, 4.5 / 7 - 0.5 / 7 / same.odds);
  });

  it('finds its two chances', () => {
    const { model } = fitted(drawnLabels(3000, { right: 0.8, wrong: 0.45, votes: 3 }, seededRandom('two')));
    near(meanOf(model.right), 0.8, 0.03);
    near(meanOf(model.wrong), 0.45, 0.03);
  });

  it('has no weight when it cannot be read, though nothing came of what it judged', () => {
    const unread = { asked: 1, unread: 1, votes: 0, approving: 0 };
    const { score, right, ...bare } = voteLabel(unread);
    const labels = Array.from({ length: 40 }, () => bare);
    assert.deepEqual([fitted(labels).weight, fitted(labels).labels], [0, 0]);
    assert.ok(isSilent(fitted(labels).model));
    assert.ok(fitted(labels.slice(0, 2)).weight > 0, 'two are not enough');
  });

  it('does not count what was dropped or what nothing has told', () => {
    const { right, ...untold } = voteLabel({ approving: 0 });
    const dropped = voteLabel({ asked: 3, dropped: 3, votes: 0, approving: 0 });
    const { model, labels } = fitted([untold, dropped]);
    assert.equal(labels, 0);
    assert.deepEqual(model, flatJudge);
  });
});

describe('a judge of pairs fitted to its labels', () => {
  it('prefers the right one as often as labels and prior say, with the weight that trust gives', () => {
    const labels = [
      ...Array.from({ length: 8 }, () => pairLabel()),
      ...Array.from({ length: 2 }, () => pairLabel({ right: 'right' })),
    ];
    const { model, weight } = fitted(labels);
    near(meanOf(preferenceLaws(model).right), (3 + 8) / (5 + 10), 1e-9);
    near(weight, (judgeWeight({ right: 8, wrong: 2, decided: 1 }) * (4 + 20)) / (5 + 20), 1e-9);
    assert.deepEqual(model.right, flatJudge.right, 'how it votes was not told');
  });

  it('says nothing when it names the one shown first or is turned round: preferences are even', () => {
    const first = Array.from({ length: 6 }, () => pairLabel({ leftFirst: 'left', rightFirst: 'right' }));
    const untold = first.map(({ right, ...label }) => label);
    const turned = Array.from({ length: 12 }, () => pairLabel({ right: 'right' }));
    assert.ok(fitted(first.slice(0, 2)).weight > 0, 'two that were not settled are not enough');
    for (const labels of [first, untold, turned]) {
      const { model, weight } = fitted(labels);
      assert.equal(weight, 0);
      const laws = preferenceLaws(model);
      assert.deepEqual(laws.right, laws.even);
    }
  });
});
