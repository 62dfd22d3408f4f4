import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Outcome } from '../../../src/engine/action.ts';
import { AnswersAhead } from '../../../src/engine/auto/answersAhead.ts';
import { CascadeJudges, canAskJudges } from '../../../src/engine/auto/cascadeJudges.ts';
import { cost } from '../../../src/engine/cost.ts';
import { flatJudge, type JudgeModel } from '../../../src/engine/judgeModel.ts';
import { Pool } from '../../../src/engine/pool.ts';
import { answersOf, candidateOf, promptSetup } from '../../support/drawing.ts';

const charges = { draw: 0.02, ask: 0.4 };
const sample = cost({ promptTokens: 100, completionTokens: 60, calls: 1 });
const setup = promptSetup({
  actions: ['sample', 'judge'],
  judges: [{ name: 'reader', performs: ['judge'], model: flatJudge }],
});

function judgesAfter(answers: string, most: number): CascadeJudges {
  const pool = new Pool();
  const judges = new CascadeJudges(setup, pool, charges, most);
  for (const [index, drawn] of answersOf(answers).entries()) {
    const outcome: Outcome = {
      id: `a${index}`,
      action: { type: 'sample', arm: 'default' },
      result: { type: 'candidate', candidate: candidateOf(index + 1, drawn) },
      cost: sample,
    };
    pool.tell(outcome);
    judges.tell(outcome);
  }
  return judges;
}

function approve(judges: CascadeJudges, candidate: string, times: number): void {
  const votes = Array.from({ length: times }, () => ({ value: 1 }));
  const evidence = [{ type: 'votes', by: 'reader', votes }] as const;
  judges.tell({
    id: 'v',
    action: { type: 'judge', candidate, votes: times, by: 'reader' },
    result: {
      type: 'judged',
      candidate,
      reward: { value: 1, quality: 0.5, verified: false, evidence },
    },
    cost: sample,
  });
}

describe('judges of a cascade', () => {
  it('have not spoken while nothing they said could be read', () => {
    const judges = judgesAfter('ab', 8);
    approve(judges, 'c1', 0);
    assert.equal(judges.haveSpoken, false);
    approve(judges, 'c1', 1);
    assert.equal(judges.haveSpoken, true);
  });

  it('look ahead from what each answer has come to, whichever is ahead', () => {
    const judges = judgesAfter('aab', 8);
    approve(judges, 'c3', 3);
    const standings = judges.standings();
    assert.deepEqual(
      standings.map(({ candidate }) => candidate),
      ['c3', 'c1'],
    );
    const chances = standings.map(({ chance }) => chance);
    const unseen = 1 - chances.reduce((sum, chance) => sum + chance, 0);
    const { lead, asked, drawn } = new AnswersAhead([1, 2], 8).courseAt(chances, unseen, charges);
    const course = judges.course();
    for (const [found, expected] of [
      [course.lead, lead],
      [course.asked, asked],
      [course.drawn, drawn],
    ] as const)
      assert.ok(Math.abs(found - expected) < 1e-12, `${found} against ${expected}`);
    assert.ok(Math.abs(lead - (chances[0] ?? 0)) < 1e-12);
  });

  it('foresee no more votes than there are draws left, those without an answer among them', () => {
    assert.ok(judgesAfter('a-b', 5).course().drawn > 0);
    assert.equal(judgesAfter('a-b-', 4).course().drawn, Number.NEGATIVE_INFINITY);
  });

  it('are those that tell anything of what the run can do', () => {
    const equal: JudgeModel = { right: { a: 5, b: 5 }, wrong: { a: 5, b: 5 } };
    const of = (model: JudgeModel) => [{ name: 'reader', performs: ['judge'], model }] as const;
    assert.equal(canAskJudges(setup), true);
    assert.equal(canAskJudges({ ...setup, judges: of(equal) }), false);
    assert.equal(canAskJudges({ ...setup, actions: ['sample', 'compare'] }), false);
    assert.equal(canAskJudges({ ...setup, judges: [] }), false);
    assert.equal(canAskJudges(promptSetup()), false);
  });
});
