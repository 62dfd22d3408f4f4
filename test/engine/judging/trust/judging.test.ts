import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { judgeWeight } from '../../../../src/engine/judging/trust/judgeTrust.ts';
import {
  chanceOfFirst,
  marginOf,
  sameInBothOrders,
  tallied,
  turned,
} from '../../../../src/engine/judging/trust/pairVerdict.ts';
import { sharpened, sharpnessOf } from '../../../../src/engine/judging/trust/sharpness.ts';

const near = (got: number, wanted: number) =>
  assert.ok(Math.abs(got - wanted) < 1e-3, `${got}, not ${wanted}`);

describe('pair verdicts', () => {
  it('add up by their signs; a tie is a vote for neither, what cannot be read is no vote', () => {
    assert.deepEqual(tallied(['A', 'tie', 'none']), { votes: 2, sum: 1 });
    assert.deepEqual(tallied(['A', 'B']), { votes: 2, sum: 0 });
    assert.deepEqual(tallied(['none']), { votes: 0, sum: 0 });
    assert.equal(marginOf(tallied(['none'])), 0);
    assert.equal(marginOf(tallied(['B', 'none'])), -1);
  });

  it('state (wins + half the ties + 1) / (votes + 2)', () => {
    assert.equal(chanceOfFirst(tallied(['A'])), 2 / 3);
    assert.equal(chanceOfFirst(tallied(['A', 'A'])), 3 / 4);
    assert.equal(chanceOfFirst(tallied(['A', 'tie'])), 2.5 / 4);
    assert.equal(chanceOfFirst(tallied(['tie'])), 1 / 2);
    assert.equal(chanceOfFirst(tallied(['none', 'none'])), 1 / 2);
  });

  it('turn round but for ties, and agree in both orders or not; unreadable is neither', () => {
    assert.deepEqual((['A', 'B', 'tie', 'none'] as const).map(turned), ['B', 'A', 'tie', 'none']);
    assert.equal(sameInBothOrders('A', 'A'), true);
    assert.equal(sameInBothOrders('A', 'tie'), false);
    assert.equal(sameInBothOrders('A', 'none'), undefined);
  });
});

describe('the weight of a judge', () => {
  it('is by hand: log odds of the mean, discounted by how sure it is above a half', () => {
    near(judgeWeight({ right: 0, wrong: 0, decided: 1 }), Math.log(1.5) * Math.tanh(0.851 * 0.5));
    near(judgeWeight({ right: 7, wrong: 3, decided: 1 }), Math.log(2) * Math.tanh(0.851 * Math.SQRT2));
  });

  it('rises with evidence at the same rate, and is 0 for one that says nothing once the order is out', () => {
    const few = judgeWeight({ right: 6, wrong: 4, decided: 1 });
    assert.ok(judgeWeight({ right: 60, wrong: 40, decided: 1 }) > few);
    assert.equal(judgeWeight({ right: 0, wrong: 0, decided: 0 }), 0);
    assert.equal(judgeWeight({ right: 30, wrong: 0, decided: 0.01 }), 0);
  });

  it('is never negative: a judge turned round has 0, however often it is wrong', () => {
    for (const wrong of [2, 10, 50, 5000]) assert.equal(judgeWeight({ right: 0, wrong, decided: 1 }), 0);
  });
});

describe('sharpness', () => {
  it('is 1 without labels, falls to 0 for the contrary, and finds the rate behind the chance', () => {
    assert.equal(sharpnessOf([]), 1);
    near(sharpened(0.75, 1), 0.75);
    assert.equal(sharpened(0.9, 0), 0.5);
    const said = (right: number, wrong: number) => [
      ...Array.from({ length: right }, () => ({ chance: 0.75, right: true })),
      ...Array.from({ length: wrong }, () => ({ chance: 0.75, right: false })),
    ];
    assert.equal(sharpnessOf(said(0, 50)), 0);
    assert.ok(Math.abs(sharpened(0.75, sharpnessOf(said(600, 400))) - 0.6) < 0.01);
    assert.ok(Math.abs(sharpened(0.75, sharpnessOf(said(900, 100))) - 0.9) < 0.01);
  });
});
