import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { judgeWeight } from '../../../../src/engine/judging/trust/judgeTrust.ts';

const near = (got: number, wanted: number) =>
  assert.ok(Math.abs(got - wanted) < 1e-3, `${got}, not ${wanted}`);

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
