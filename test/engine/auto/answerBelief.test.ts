import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { AnswerBelief } from '../../../src/engine/auto/answerBelief.ts';
import { ballotChance, flatJudge, type JudgeModel } from '../../../src/engine/judgeModel.ts';
import { besideOthers } from '../../../src/engine/judging/trust/besideOthers.ts';

const standings = [
  { candidate: 'a', chance: 0.5 },
  { candidate: 'b', chance: 0.4 },
];
const even: JudgeModel = { right: { a: 3, b: 3 }, wrong: { a: 3, b: 3 } };
const inverted: JudgeModel = { right: flatJudge.wrong, wrong: flatJudge.right };
const only = (model: JudgeModel) => new Map([['j', model]]);
const besides = (shares: Readonly<Record<string, number>>) =>
  new Map(Object.entries(shares).map(([name, share]) => [name, besideOthers({ model: flatJudge, share })]));
const close = (value: number | undefined, expected: number) =>
  assert.ok(value !== undefined && Math.abs(value - expected) < 1e-12, `${value} against ${expected}`);

describe('belief about answers', () => {
  it('weighs votes by the ratio of beta-binomial laws', () => {
    const belief = new AnswerBelief(only(flatJudge));
    belief.judged('j', 'b', { approving: 2, votes: 2 });
    const factor = (3 * 4) / (2 * 3);
    const total = 0.5 + 0.4 * factor + 0.1;
    const [a, b] = belief.weighed(standings);
    close(a?.chance, 0.5 / total);
    close(b?.chance, (0.4 * factor) / total);
  });

  it('never takes many votes of one judge for a proof', () => {
    const belief = new AnswerBelief(only(flatJudge));
    belief.judged('j', 'b', { approving: 900, votes: 1000 });
    const chance = belief.weighed(standings)[1]?.chance ?? 0;
    assert.ok(chance > 0.8 && chance < 0.87, `${chance}`);
  });

  it('learns the opposite from an inverted judge, and nothing from one that votes alike on all', () => {
    for (const [judge, sign] of [
      [inverted, -1],
      [even, 0],
    ] as const) {
      const belief = new AnswerBelief(only(judge));
      belief.judged('j', 'b', { approving: 3, votes: 3 });
      belief.compared('j', 'b', 'a', 1);
      belief.compared('j', 'b', 'a', 1);
      const chance = belief.weighed(standings)[1]?.chance ?? 0;
      assert.equal(Math.sign(Math.round((chance - 0.4) * 1e9)), sign, `${chance}`);
    }
  });

  it('gains by votes what turns the choice, and nothing where none can', () => {
    const belief = new AnswerBelief(only(flatJudge));
    // P(approve, a right) = .5 x .6; P(approve, b right) = .4 x .4; P(not) = .5 x .4 and .4 x .6.
    close(belief.gainOfVotes('j', standings, 'a', 1), 0.5 * 0.6 + 0.4 * 0.6 - 0.5);
    const sure = [
      { candidate: 'a', chance: 0.9 },
      { candidate: 'b', chance: 0.05 },
    ];
    close(belief.gainOfVotes('j', sure, 'a', 1), 0);
    close(new AnswerBelief(only(even)).gainOfVotes('j', standings, 'a', 8), 0);
  });

  it('gains more by more votes, less after some are in', () => {
    const belief = new AnswerBelief(only(flatJudge));
    const [one, four] = [
      belief.gainOfVotes('j', standings, 'a', 1),
      belief.gainOfVotes('j', standings, 'a', 4),
    ];
    assert.ok(one < four, `${one} ${four}`);
    belief.judged('j', 'a', { approving: 10, votes: 20 });
    assert.ok(belief.gainOfVotes('j', standings, 'a', 1) < 0.3 * one);
  });

  it('gains by what can be done beside taking the likeliest answer, which an answer not seen may need', () => {
    const belief = new AnswerBelief(only(flatJudge));
    const instead = (worth: number) => (chances: readonly number[], unseen: number) =>
      Math.max(...chances, worth * chances.reduce((sum, chance) => sum + chance, unseen));
    const gain = (worth: number) => belief.gainOfVotes('j', standings, 'a', 1, instead(worth));
    close(gain(0.55), 0.5 * 0.6 + 0.55 * (0.5 * 0.4 + 0.5 * 0.6) - 0.55);
    close(gain(0.8), 0);
    const compared = belief.gainOfComparisons('j', standings, 'a', 'b', 1, instead(0.6));
    close(compared, 0);
    const open = belief.gainOfComparisons('j', standings, 'a', 'b', 1, instead(0.52));
    close(open, 0.5 * 0.6 + 0.52 * (0.5 * 0.4 + 0.4 * 0.6 + 0.1 * 0.5) - 0.52);
  });

  it('gains by a comparison what it tells of the pair alone', () => {
    const belief = new AnswerBelief(only(flatJudge));
    // The right one of two is preferred in (1 + .6 - .4) / 2 = .6 of all cases.
    close(belief.gainOfComparisons('j', standings, 'a', 'b'), 0.5 * 0.6 + 0.4 * 0.6 - 0.5);
    belief.compared('j', 'b', 'a', 0.3);
    const [a, b] = belief.weighed(standings);
    const total = 0.5 * 0.8 + 0.4 * 1.2 + 0.1;
    close(a?.chance, (0.5 * 0.8) / total);
    close(b?.chance, (0.4 * 1.2) / total);
  });

  it('takes a comparison that saw no difference for none', () => {
    const belief = new AnswerBelief(only(flatJudge));
    belief.compared('j', 'a', 'b', 0);
    close(belief.weighed(standings)[0]?.chance, 0.5);
  });

  it('believes each judge by its own laws, and multiplies what they say', () => {
    const sharp: JudgeModel = { right: { a: 9, b: 1 }, wrong: { a: 1, b: 9 } };
    const belief = new AnswerBelief(
      new Map([
        ['flat', flatJudge],
        ['sharp', sharp],
      ]),
    );
    belief.judged('flat', 'b', { approving: 1, votes: 1 });
    belief.judged('sharp', 'b', { approving: 0, votes: 1 });
    belief.judged('sharp', 'a', { approving: 1, votes: 1 });
    const [a, b] = [0.5 * 9, 0.4 * (3 / 2) * (1 / 9)];
    const weighed = belief.weighed(standings);
    close(weighed[0]?.chance, a / (a + b + 0.1));
    close(weighed[1]?.chance, b / (a + b + 0.1));
    assert.ok(
      belief.gainOfVotes('sharp', standings, 'b', 1) > belief.gainOfVotes('flat', standings, 'b', 1),
      'a sharper judge is worth more',
    );
  });

  it('counts votes on candidates of one answer together', () => {
    const [apart, once] = [new AnswerBelief(only(flatJudge)), new AnswerBelief(only(flatJudge))];
    apart.judged('j', 'b', { approving: 1, votes: 1 });
    apart.judged('j', 'b', { approving: 1, votes: 2 });
    once.judged('j', 'b', { approving: 2, votes: 3 });
    assert.deepEqual(apart.weighed(standings), once.weighed(standings));
  });

  it('raises the ratio of each judge that others repeat to its share', () => {
    const shares = { i: 0.5, j: 0.25 };
    const belief = new AnswerBelief(besides(shares));
    belief.judged('i', 'b', { approving: 1, votes: 1 });
    belief.judged('j', 'b', { approving: 1, votes: 1 });
    belief.compared('j', 'b', 'a', 1);
    const preferred = 1.5 ** 0.25 / (1 + 1.5 ** 0.25);
    const [a, b] = [0.5 * 2 * (1 - preferred), 0.4 * 1.5 ** (0.5 + 0.25) * 2 * preferred];
    const [ofA, ofB] = belief.weighed(standings);
    close(ofA?.chance, a / (a + b + 0.1));
    close(ofB?.chance, b / (a + b + 0.1));
  });

  it('gains what is expected of the best answer after the verdicts, exactly, with shares', () => {
    const heard = () => {
      const belief = new AnswerBelief(besides({ i: 0.7, j: 0.4 }));
      belief.judged('i', 'a', { approving: 1, votes: 2 });
      belief.judged('j', 'b', { approving: 1, votes: 1 });
      return belief;
    };
    const weighed = heard().weighed(standings);
    const best = Math.max(...weighed.map(({ chance }) => chance));
    const { right, wrong } = besideOthers({ model: flatJudge, share: 0.4 });
    const ahead = (votes: number, approving: number) => {
      const [before, after] = [
        { approving: 1, votes: 1 },
        { approving: approving + 1, votes: votes + 1 },
      ];
      const ways =
        [1, votes, (votes * (votes - 1)) / 2, (votes * (votes - 1) * (votes - 2)) / 6][approving] ?? 0;
      const chance = (law: typeof right) => (ways * ballotChance(law, after)) / ballotChance(law, before);
      const ofB = weighed[1]?.chance ?? 0;
      return ofB * chance(right) + (1 - ofB) * chance(wrong);
    };
    const expected = [0, 1, 2, 3].reduce((sum, approving) => {
      const belief = heard();
      belief.judged('j', 'b', { approving, votes: 3 });
      return sum + ahead(3, approving) * Math.max(...belief.weighed(standings).map(({ chance }) => chance));
    }, 0);
    assert.ok(expected > best, `${expected} against ${best}`);
    close(heard().gainOfVotes('j', weighed, 'b', 3), expected - best);
  });
});
