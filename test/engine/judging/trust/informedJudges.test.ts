import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type BetaLaw, flatJudge } from '../../../../src/engine/judgeModel.ts';
import type { JudgeLabel } from '../../../../src/engine/judging/labels/judgeLabels.ts';
import { informedJudges } from '../../../../src/engine/judging/trust/informedJudges.ts';
import { voteLabel } from '../../../support/judgeLabels.ts';

const judge = { name: 'pointwise', performs: ['judge'], model: flatJudge } as const;
const both = [judge, { ...judge, name: 'rubric' }] as const;
const kept = (labels: readonly JudgeLabel[], here: boolean) => labels.map(label => ({ label, here }));
const meanOf = ({ a, b }: BetaLaw) => a / (a + b);
const near = (actual: number, expected: number) =>
  assert.ok(Math.abs(actual - expected) < 1e-4, `${actual} is not ${expected}`);
const told = (name: string, model = 'made-up') =>
  Array.from({ length: 40 }, (_, i) => {
    const isRight = i % 5 !== 0;
    const right = i % 2 === 0;
    const approving = Number(right === isRight);
    return voteLabel({ judge: name, model, right, approving, votes: 1, of: `c${i}` });
  });

describe('the judges of a run', () => {
  const labels = Array.from({ length: 40 }, (_, i) =>
    voteLabel({ right: i % 2 === 0, votes: 1, approving: i % 2 === 0 ? 1 : 0 }),
  );
  const informed = (here: boolean, some = labels) => informedJudges([judge], 'made-up', kept(some, here))[0];
  const rightOf = (here: boolean, some = labels) =>
    meanOf(informed(here, some)?.model.right ?? { a: 0, b: 1 });

  it('are as they were without labels of their own with this model', () => {
    const others = [voteLabel({ judge: 'rubric' }), voteLabel({ model: 'another' })];
    assert.deepEqual(informedJudges([judge], 'made-up', kept(others, true)), [judge]);
  });

  it('take labels of their workspace in full, and of others like ten at most', () => {
    near(rightOf(true), (3 + 20) / (5 + 20));
    near(rightOf(false), (3 + 5) / (5 + 5));
    near(rightOf(false, labels.slice(0, 4)), (3 + 2) / (5 + 2));
    assert.equal(informed(true)?.labels, 40);
  });

  it('share what they say where they were seen to say the same; less surely in another workspace or model', () => {
    const sum = (model: string, here: boolean) =>
      informedJudges(
        both,
        'made-up',
        kept(
          both.flatMap(({ name }) => told(name, model)),
          here,
        ),
      ).reduce((total, { share = 1 }) => total + share, 0);
    const [here, elsewhere, another] = [sum('made-up', true), sum('made-up', false), sum('another', true)];
    near(another, 12 / 7);
    assert.ok(here < elsewhere && elsewhere < another, `${here} ${elsewhere} ${another}`);
    assert.ok(here < 1.45, `${here}`);
  });
});
