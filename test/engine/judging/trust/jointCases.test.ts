import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { flatJudge, type JudgeModel } from '../../../../src/engine/judgeModel.ts';
import type { JudgeOfRun } from '../../../../src/engine/judging/judge.ts';
import type { JudgeLabel } from '../../../../src/engine/judging/labels/judgeLabels.ts';
import { jointCases } from '../../../../src/engine/judging/trust/jointCases.ts';
import { pairLabel, voteLabel } from '../../../support/judgeLabels.ts';

const sharp: JudgeModel = { right: { a: 9, b: 1 }, wrong: { a: 1, b: 1 } };
const judges: readonly JudgeOfRun[] = [
  { name: 'i', performs: ['judge', 'compare'], model: flatJudge },
  { name: 'j', performs: ['judge', 'compare'], model: sharp },
];
const casesOf = (labels: readonly JudgeLabel[], weight = 1) =>
  jointCases(
    judges,
    labels.map(label => ({ label, weight })),
  );
const vote = (judge: string, of: string, approves: boolean, right?: boolean) =>
  voteLabel({ judge, of, approving: Number(approves), votes: 1, ...(right === undefined ? {} : { right }) });
const unlabelled = (judge: string, of: string, approves: boolean): JudgeLabel => {
  const { right: _, ...label } = vote(judge, of, approves);
  return label;
};
const [flat, approved, not] = [Math.log(1.5), Math.log(1.8), Math.log(0.2)];

function same(
  actual: readonly { readonly said: readonly number[] }[],
  expected: readonly (readonly number[])[],
) {
  assert.equal(actual.length, expected.length);
  for (const [place, said] of expected.entries())
    for (const [judge, one] of said.entries())
      assert.ok(
        Math.abs((actual[place]?.said[judge] ?? Number.NaN) - one) < 1e-12,
        `${actual[place]?.said} is not ${said}`,
      );
}

describe('what judges said together', () => {
  it('is of a candidate for its truth, from the share of the right ones', () => {
    const cases = casesOf([
      vote('i', 'c1', true, true),
      vote('j', 'c1', false, true),
      vote('i', 'c2', true, false),
      vote('j', 'c2', true, false),
      vote('j', 'c3', true, false),
    ]);
    same(cases, [
      [flat, not],
      [-flat, -approved],
    ]);
    const ahead = Math.log(2 / 3);
    assert.deepEqual(
      cases.map(one => one.ahead),
      [ahead, -ahead],
    );
  });

  it('is nothing where one judge said it, no truth is known, or a label does not say of what it is', () => {
    const { of: _, ...old } = vote('j', 'c1', true, true);
    assert.deepEqual(casesOf([vote('i', 'c1', true, true), old]), []);
    assert.deepEqual(casesOf([unlabelled('i', 'c1', true), unlabelled('j', 'c1', true)]), []);
    const { of: __, ...oldPair } = pairLabel({ judge: 'j', of: { left: 'c1', right: 'c2' } });
    assert.deepEqual(casesOf([pairLabel({ judge: 'i', of: { left: 'c1', right: 'c2' } }), oldPair]), []);
  });

  it('is of a pair for the better one, whichever stood on the left', () => {
    const cases = casesOf([
      pairLabel({ judge: 'i', of: { left: 'c1', right: 'c2' }, right: 'right' }),
      pairLabel({ judge: 'j', of: { left: 'c2', right: 'c1' }, right: 'left' }),
    ]);
    const law = (1 + 0.9 - 0.5) / 2;
    same(cases, [[-flat, Math.log(law / (1 - law))]]);
    assert.deepEqual([cases[0]?.ahead, cases[0]?.weight], [0, 1]);
  });

  it('counts votes on both with comparisons, and their candidates no second time', () => {
    const cases = casesOf([
      pairLabel({ judge: 'i', of: { left: 'c1', right: 'c2' }, right: 'left' }),
      vote('i', 'c1', true, true),
      vote('j', 'c1', true, true),
      vote('j', 'c2', false, false),
    ]);
    same(cases, [[2 * flat, approved - not]]);
  });

  it('takes scores of a picked pair for the votes that they are', () => {
    const pick = { asked: 0, scored: 'left', of: { left: 'c1', right: 'c2' } } as const;
    const labels = [
      ...['i', 'j'].map(judge => {
        const { leftFirst: _, rightFirst: __, ...label } = pairLabel({ judge, ...pick });
        return label;
      }),
      ...['i', 'j'].flatMap(judge => [unlabelled(judge, 'c1', true), unlabelled(judge, 'c2', false)]),
    ];
    same(casesOf(labels), [[2 * flat, approved - not]]);
    const compared = pairLabel({ judge: 'i', of: { left: 'c2', right: 'c1' }, right: 'right' });
    same(casesOf([compared, ...labels]), [[2 * flat - flat, approved - not]]);
  });

  it('weighs like the least of its labels', () => {
    const cases = jointCases(judges, [
      { label: vote('i', 'c1', true, true), weight: 1 },
      { label: vote('j', 'c1', true, true), weight: 0.2 },
    ]);
    assert.equal(cases[0]?.weight, 0.2);
  });
});
