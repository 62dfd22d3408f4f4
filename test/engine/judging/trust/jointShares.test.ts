import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { flatJudge, type JudgeModel } from '../../../../src/engine/judgeModel.ts';
import type { JudgeOfRun } from '../../../../src/engine/judging/judge.ts';
import { shareBeforeLabels, withShares } from '../../../../src/engine/judging/trust/jointShares.ts';
import { type Random, seededRandom } from '../../../../src/engine/random.ts';
import { voteLabel } from '../../../support/judgeLabels.ts';

const good: JudgeModel = { right: { a: 4, b: 1 }, wrong: { a: 1, b: 4 } };
const silent: JudgeModel = { right: { a: 2, b: 2 }, wrong: { a: 2, b: 2 } };
const judge = (name: string, model: JudgeModel): JudgeOfRun => ({ name, performs: ['judge'], model });
const sharesOf = (judges: readonly JudgeOfRun[]) => judges.map(({ share }) => share);

/** Votes of judges on so many candidates: each is right with chance .8, by itself or all at once. */
function votes(many: number, names: readonly string[], random: Random, areCopies: boolean) {
  return Array.from({ length: many }, (_, place) => {
    const right = place % 2 === 0;
    const common = random.next() < 0.8;
    return names.map(name => {
      const isRight = areCopies ? common : random.next() < 0.8;
      const label = voteLabel({ judge: name, of: `c${place}`, right, approving: Number(isRight === right) });
      return { label: { ...label, votes: 1, asked: 1 }, weight: 1 };
    });
  }).flat();
}

const copies = (many: number, names: readonly string[]) => votes(many, names, seededRandom('shares'), true);
const apart = (many: number, names: readonly string[]) => votes(many, names, seededRandom('shares'), false);
const sumOf = (shares: readonly (number | undefined)[]) =>
  shares.reduce<number>((sum, share = 1) => sum + share, 0);

describe('shares of judges', () => {
  it('before labels are less the more judges tell anything', () => {
    const three = [judge('i', flatJudge), judge('j', silent), judge('k', flatJudge)];
    assert.deepEqual(sharesOf(withShares(three, [])), [6 / 7, undefined, 6 / 7]);
    assert.deepEqual([shareBeforeLabels(1, false), shareBeforeLabels(6, false)], [1, 6 / 11]);
  });

  it('leave the one that tells the most whole, and together count as much as of equals', () => {
    const three = [judge('i', flatJudge), judge('j', good), judge('k', flatJudge)];
    assert.deepEqual(sharesOf(withShares(three, [])), [5 / 8, undefined, 5 / 8]);
    assert.equal(1 + 2 * (5 / 8), 3 * shareBeforeLabels(3, false));
  });

  it('are none for a judge alone, also where one was recorded', () => {
    const recorded = { ...judge('i', flatJudge), share: 0.3 };
    assert.deepEqual(withShares([recorded, judge('j', silent)], []), [
      judge('i', flatJudge),
      judge('j', silent),
    ]);
    assert.deepEqual(withShares([], []), []);
  });

  it('add up to about one judge where all say the same, and to nearly all of each where they do not', () => {
    const names = ['i', 'j', 'k'];
    const equals = names.map(name => judge(name, good));
    const same = sumOf(sharesOf(withShares(equals, copies(400, names))));
    const different = sumOf(sharesOf(withShares(equals, apart(400, names))));
    assert.ok(same > 0.8 && same < 1.2, `${same} of copies`);
    assert.ok(different > 2.6 && different <= 3, `${different} of judges apart`);
  });

  it('leave next to nothing to who repeats the one that tells the most, and most to who does not', () => {
    const best: JudgeModel = { right: { a: 4.01, b: 0.99 }, wrong: { a: 1, b: 4 } };
    const three = [judge('i', best), judge('j', good), judge('k', good)];
    const [whole, ...repeating] = sharesOf(withShares(three, copies(400, ['i', 'j', 'k'])));
    assert.equal(whole, undefined);
    assert.ok(sumOf(repeating) < 0.15, `${repeating} of copies`);
    const adding = sharesOf(withShares(three, apart(400, ['i', 'j', 'k'])));
    assert.ok(sumOf(adding) > 2.6, `${adding} of judges apart`);
  });

  it('solve the equation of the likeliest point, with the base rate and the one that tells the most given', () => {
    const two = [judge('i', good), judge('j', flatJudge)];
    const seen = [
      [true, true, true],
      [true, true, false],
      [true, false, true],
      [false, true, false],
    ] as const;
    const labels = seen.flatMap(([right, ...approves], place) =>
      approves.map((approve, member) => ({
        label: voteLabel({
          ...{ judge: two[member]?.name ?? '', of: `c${place}`, right },
          ...{ votes: 1, approving: Number(approve) },
        }),
        weight: 1,
      })),
    );
    const share = withShares(two, labels)[1]?.share ?? 0;
    const slope = seen.reduce(
      (sum, [right, byBest, byOther]) => {
        const other = Math.log(1.5) * (byOther === right ? 1 : -1);
        const best = Math.log(4) * (byBest === right ? 1 : -1);
        const odds = Math.log(4 / 2) * (right ? 1 : -1) + best + share * other;
        return sum + other / (1 + Math.exp(odds));
      },
      (5 / 7 - share) / 0.25,
    );
    assert.ok(Math.abs(slope) < 1e-6 && Math.abs(share - 5 / 7) > 0.01, `${slope} at ${share}`);
  });

  it('are those before labels where no two judged the same', () => {
    const two = [judge('i', good), judge('j', good)];
    assert.deepEqual(sharesOf(withShares(two, apart(50, ['i']))), [6 / 7, 6 / 7]);
  });
});
