import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { flatJudge } from '../../../../src/engine/judgeModel.ts';
import type { JudgeLabel } from '../../../../src/engine/judging/labels/judgeLabels.ts';
import { fitJudge } from '../../../../src/engine/judging/trust/judgeFit.ts';
import { isWorthAsking } from '../../../../src/engine/judging/trust/worthAsking.ts';
import { pairLabel, voteLabel } from '../../../support/judgeLabels.ts';

const weightOf = (labels: readonly JudgeLabel[]) =>
  fitJudge(
    flatJudge,
    labels.map(label => ({ label, weight: 1 })),
  ).weight;
const repeated = (many: number, make: (i: number) => JudgeLabel) =>
  Array.from({ length: many }, (_, i) => make(i));

describe('whether a judge is worth asking', () => {
  it('is so where it pays, or where it is not known yet that it does not', () => {
    assert.ok(isWorthAsking(0.2, 0));
    assert.ok(!isWorthAsking(0.19, 0.2));
    assert.ok(isWorthAsking(0.19, 0.22));
    assert.ok(!isWorthAsking(0.04, 5), 'next to nothing');
  });

  it('gives up a judge that votes nearly alike on right and wrong once labels show it, not before', () => {
    // It approves of 21 in 40 right and of 19 in 40 wrong candidates: log odds of .1.
    const labels = (many: number) =>
      repeated(many, i => {
        const right = i % 2 === 0;
        return voteLabel({ right, approving: (Math.floor(i / 2) * 7) % 40 < (right ? 21 : 19) ? 1 : 0 });
      });
    assert.ok(weightOf(labels(14)) > 0);
    assert.equal(weightOf(labels(160)), 0);
  });

  it('gives up a judge of pairs that is right in 21 of 40 once labels show it', () => {
    const labels = (many: number) =>
      repeated(many, i => pairLabel({ right: (i * 7) % 40 < 21 ? 'left' : 'right' }));
    assert.ok(weightOf(labels(30)) > 0);
    assert.equal(weightOf(labels(120)), 0);
    assert.ok(weightOf(repeated(100, i => pairLabel({ right: (i * 7) % 10 < 7 ? 'left' : 'right' }))) > 0.5);
  });

  it('doubts less where little can be read: what cannot be read moves nothing', () => {
    const told = repeated(12, i => voteLabel({ right: i % 2 === 0, approving: i % 4 < 2 ? 1 : 0 }));
    const { score: _, right: __, ...unread } = voteLabel({ asked: 1, unread: 1, votes: 0, approving: 0 });
    assert.ok(weightOf(told) > 0);
    assert.equal(weightOf([...told, ...repeated(20, () => unread)]), 0);
  });
});
