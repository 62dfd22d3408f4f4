import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { chanceOfVote, posterior, recordedAnswerPrior } from '../../../src/engine/answerPrior.ts';
import { AnswersAhead } from '../../../src/engine/auto/answersAhead.ts';
import { type EscalationCharges, escalationPlan, stepOf, worthOf } from '../../../src/engine/escalation.ts';

const close = (left: number, right: number, note = '') =>
  assert.ok(Math.abs(left - right) < 1e-9, `${left} against ${right} ${note}`);
const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
const falling = (votes: readonly number[]) => votes.toSorted((left, right) => right - left);

/** P(the next vote is for an answer with so many votes), 0 for one that is new. */
function voteFor(size: number, votes: readonly number[]): number {
  const counts = falling(votes);
  return chanceOfVote(size, counts, posterior(counts, recordedAnswerPrior));
}

/** P(right) of each answer, and of one not seen yet, where verdicts made them so many times likelier. */
function chancesOf(votes: readonly number[], ratios: readonly number[], other: number) {
  const weights = votes.map((size, answer) => voteFor(size, votes) * (ratios[answer] ?? 0));
  const rest = voteFor(0, votes) * other;
  const total = sum(weights) + rest;
  return { chances: weights.map(weight => weight / total), unseen: rest / total };
}

/**
 * The same worth by another road: the answer that is right is one more vote of the same law, which nobody sees, and what
 * comes next is foretold from each answer being right by its chance.
 */
function reference(
  votes: readonly number[],
  ratios: readonly number[],
  other: number,
  left: number,
  charges: EscalationCharges,
): number {
  const { chances, unseen } = chancesOf(votes, ratios, other);
  const stopped = Math.max(0, ...chances, 1 - charges.ask);
  if (left === 0) return stopped;
  const grown = (answer: number) => votes.with(answer, (votes[answer] ?? 0) + 1);
  let drawn = -charges.draw;
  for (const [next, size] of votes.entries()) {
    const chance =
      sum(chances.map((right, answer) => right * voteFor(size + Number(answer === next), grown(answer)))) +
      unseen * voteFor(size, [...votes, 1]);
    drawn += chance * reference(grown(next), ratios, other, left - 1, charges);
  }
  const another = [...votes, 1];
  const isNew =
    sum(chances.map((right, answer) => right * voteFor(0, grown(answer)))) +
    unseen * (voteFor(0, another) + voteFor(1, another));
  drawn += isNew * reference(another, [...ratios, other], other, left - 1, charges);
  return Math.max(stopped, drawn);
}

describe('answers ahead', () => {
  it('are those of now where no vote is foreseen, however many there are', () => {
    const votes = Array.from({ length: 60 }, (_, i) => 1 + (i % 3));
    const { shares } = new AnswersAhead(votes, 12);
    for (const [answer, size] of votes.entries()) close(shares[answer] ?? 0, voteFor(size, votes));
  });

  it('are the escalation plan where no judge has said anything', () => {
    for (const charges of [
      { draw: 0.01, ask: 0.2 },
      { draw: 0.002, ask: 0.1 },
      { draw: 0.02, ask: Number.POSITIVE_INFINITY },
    ]) {
      const plan = escalationPlan(charges, 10);
      for (const votes of [
        [],
        [1],
        [1, 1],
        [2, 1],
        [1, 2],
        [3, 1, 1],
        [4],
        [1, 1, 1, 1],
        [5, 5],
        [7, 2, 1],
      ]) {
        const ahead = new AnswersAhead(votes, 10);
        const course = ahead.courseAt(ahead.shares, 1 - sum(ahead.shares), charges);
        assert.equal(stepOf(course), plan(falling(votes)), `${votes} at ${charges.draw}`);
      }
    }
  });

  it('look ahead as a run does that foretells from each answer being right', () => {
    const charges = { draw: 0.01, ask: 0.25 };
    const cases = [
      { votes: [2, 1], ratios: [0.4, 3], other: 1 },
      { votes: [1], ratios: [1.8], other: 0.6 },
      { votes: [1, 2, 1], ratios: [5, 0.2, 1], other: 1 },
      { votes: [3], ratios: [0.1], other: 1 },
    ];
    for (const { votes, ratios, other } of cases) {
      for (const left of [0, 1, 3]) {
        const ahead = new AnswersAhead(votes, sum(votes) + left);
        const { chances, unseen } = chancesOf(votes, ratios, other);
        const course = ahead.courseAt(chances, unseen, charges);
        close(worthOf(course), reference(votes, ratios, other, left, charges), `${votes} ${left}`);
        assert.equal(course.drawn === Number.NEGATIVE_INFINITY, left === 0);
      }
    }
  });

  it('are worth in proportion to the chances they are given', () => {
    const charges = { draw: 0.01, ask: 0.25 };
    const ahead = new AnswersAhead([2, 1], 8);
    const whole = ahead.courseAt([0.3, 0.5], 0.2, charges);
    const tenth = ahead.courseAt([0.03, 0.05], 0.02, charges);
    close(tenth.lead, whole.lead / 10);
    close(tenth.asked, whole.asked / 10);
    close(tenth.drawn, whole.drawn / 10);
  });

  it('turn from stopping to asking as a judge speaks against the leader', () => {
    const charges = { draw: 0.02, ask: 0.3 };
    const ahead = new AnswersAhead([3], 8);
    const stepAt = (leader: number) => stepOf(ahead.courseAt([leader], 1 - leader, charges));
    assert.deepEqual([0.97, 0.1].map(stepAt), ['stop', 'ask']);
  });
});
