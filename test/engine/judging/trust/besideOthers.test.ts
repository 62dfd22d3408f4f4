import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  type BetaLaw,
  ballotChance,
  flatJudge,
  type JudgeModel,
  preferenceLaws,
} from '../../../../src/engine/judgeModel.ts';
import { besideOthers } from '../../../../src/engine/judging/trust/besideOthers.ts';

const near = (actual: number, expected: number, by = 1e-12) =>
  assert.ok(Math.abs(actual - expected) < by, `${actual} is not ${expected}`);
const meanOf = ({ a, b }: BetaLaw) => a / (a + b);
const ratioOf = ({ right, wrong }: JudgeModel, approving: number, votes: number) =>
  Math.log(ballotChance(right, { approving, votes }) / ballotChance(wrong, { approving, votes }));
const models: readonly JudgeModel[] = [
  flatJudge,
  { right: { a: 8, b: 1 }, wrong: { a: 5, b: 4 } },
  { right: { a: 3, b: 9 }, wrong: { a: 1, b: 19 } },
  { right: { a: 1, b: 3 }, wrong: { a: 6, b: 2 }, prefers: { a: 9, b: 3 } },
];

describe('a judge beside others', () => {
  it('is itself where all it says counts', () => {
    assert.equal(besideOthers({ model: flatJudge }), flatJudge);
    assert.equal(besideOthers({ model: flatJudge, share: 1 }), flatJudge);
  });

  it('moves the odds by a first vote as the power of its share says, whichever the vote', () => {
    for (const model of models) {
      for (const share of [0.1, 0.5, 0.86]) {
        const drawn = besideOthers({ model, share });
        for (const approving of [0, 1])
          near(ratioOf(drawn, approving, 1), share * ratioOf(model, approving, 1));
      }
    }
    const { right, wrong } = besideOthers({ model: flatJudge, share: 0.5 });
    near(meanOf(wrong), (1 - Math.sqrt(2 / 3)) / (Math.sqrt(3 / 2) - Math.sqrt(2 / 3)));
    near(meanOf(right), 1 - meanOf(wrong));
    near(right.a + right.b, 5);
  });

  it('moves them by several votes nearly so', () => {
    for (const [approving, votes] of [
      [4, 4],
      [3, 4],
      [0, 4],
      [7, 8],
    ] as const) {
      const whole = ratioOf(flatJudge, approving, votes);
      near(ratioOf(besideOthers({ model: flatJudge, share: 0.5 }), approving, votes), whole / 2, 0.02);
    }
  });

  it('moves them by a comparison as the power says, told or following from the votes', () => {
    for (const model of models) {
      const [whole, drawn] = [model, besideOthers({ model, share: 0.3 })].map(
        one => preferenceLaws(one).right,
      );
      assert.ok(whole && drawn);
      near(Math.log(drawn.a / drawn.b), 0.3 * Math.log(whole.a / whole.b));
      near(drawn.a + drawn.b, whole.a + whole.b);
    }
  });

  it('says nothing with a share of 0, whatever the votes, and never more than a judge that tells nothing', () => {
    const silent = { right: { a: 2, b: 2 }, wrong: { a: 6, b: 6 } };
    for (const model of [...models, silent]) {
      const drawn = besideOthers({ model, share: 0 });
      for (const [approving, votes] of [
        [1, 1],
        [4, 4],
        [0, 3],
      ] as const)
        near(ratioOf(drawn, approving, votes), 0, 1e-9);
      near(meanOf(preferenceLaws(drawn).right), 0.5);
    }
    near(ratioOf(besideOthers({ model: silent, share: 0.5 }), 1, 1), 0);
  });
});
