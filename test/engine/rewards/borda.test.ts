import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Candidate } from '../../../src/engine/candidate.ts';
import { zeroCost } from '../../../src/engine/cost.ts';
import { confidenceVoting } from '../../../src/engine/policies/confidenceVoting.ts';
import { bordaPower, bordaVotes, weighedVotes } from '../../../src/engine/rewards/borda.ts';
import { withConfidence } from '../../../src/engine/rewards/confidence.ts';
import { promptSetup } from '../../support/drawing.ts';

/** Answers with the certainty that they were written with; without one no law was told. */
function candidatesOf(
  drawn: readonly (readonly [answer: string, certainty?: number])[],
): readonly Candidate[] {
  return drawn.map(([answer, certainty], index) => {
    const laws = certainty === undefined ? [] : [{ logprob: -1, top: [-1], certainty }];
    const reward = withConfidence(undefined, laws);
    const candidate = {
      id: `c${index + 1}`,
      arm: 'default',
      text: answer,
      behaviour: answer,
      cost: zeroCost,
    };
    return { ...candidate, ...(reward && { reward }), ...(answer === '' && { error: 'no answer' }) };
  });
}
const votesOf = (...drawn: Parameters<typeof candidatesOf>[0]) =>
  weighedVotes(candidatesOf(drawn)).map(({ behaviour, votes }) => [behaviour, Number(votes.toFixed(4))]);

describe('Borda votes', () => {
  it('are (N - rank + 1)^p: the published vector of five', () => {
    const votes = [1, 2, 3, 4, 5].map(rank => bordaVotes(rank, 5, 0.5).toFixed(4));
    assert.deepEqual(votes, ['2.2361', '2.0000', '1.7321', '1.4142', '1.0000']);
  });

  it('have power .3 up to 16 candidates and 1.2 from 32', () => {
    const powers = [1, 16, 24, 32, 512].map(bordaPower);
    assert.deepEqual(
      powers.map(power => Number(power.toFixed(9))),
      [0.3, 0.3, 0.75, 1.2, 1.2],
    );
  });

  it('rank candidates by self-certainty and add up by answer', () => {
    const [first, second, third] = [3, 2, 1].map(left => Number((left ** 0.3).toFixed(4)));
    assert.ok(first !== undefined && second !== undefined && third === 1);
    assert.deepEqual(votesOf(['a', 1], ['b', 9], ['a', 5]), [
      ['a', second + third],
      ['b', first],
    ]);
    assert.equal(
      weighedVotes(
        candidatesOf([
          ['a', 1],
          ['b', 9],
          ['a', 5],
        ]),
      )[0]?.best,
      'c3',
    );
  });

  it('let a sure answer win a tie of votes, and many win over a single surest one', () => {
    assert.deepEqual(votesOf(['a', 1], ['b', 2], ['a', 3], ['b', 4])[0]?.[0], 'b');
    const many = [...Array(5)].map((_, index) => ['many', 10 + index / 10] as const);
    const averages = { many: 10.2, one: 30 };
    assert.ok(averages.one > averages.many, 'the average per answer would choose the single one');
    assert.equal(votesOf(['one', 30], ...many)[0]?.[0], 'many');
  });

  it('are one each where the confidence of a usable candidate is not known', () => {
    assert.deepEqual(votesOf(['a', 1], ['b', 9], ['a']), [
      ['a', 2],
      ['b', 1],
    ]);
    assert.deepEqual(votesOf(['a', 1], ['', 9], ['']), [['a', 1]], 'unusable ones are no votes');
    assert.deepEqual(weighedVotes([]), []);
  });
});

describe('confidence voting', () => {
  const chosen = (drawn: Parameters<typeof candidatesOf>[0]) => {
    const policy = confidenceVoting.create(promptSetup({ samples: drawn.length }));
    const candidates = candidatesOf(drawn);
    const decision = policy.ask(100);
    assert.ok(decision.type === 'act' && decision.actions.length === drawn.length);
    const started = decision.actions.map((action, index) => ({ id: `a${index + 1}`, action }));
    policy.started(started);
    for (const [index, { id, action }] of started.entries()) {
      const candidate = candidates[index];
      if (candidate) policy.tell({ id, action, result: { type: 'candidate', candidate }, cost: zeroCost });
    }
    const end = policy.ask(1);
    assert.ok(end.type === 'stop' && end.kind === 'completed');
    return policy.best();
  };

  it('draws its samples and takes the answer with most Borda votes, by its surest candidate', () => {
    assert.equal(
      chosen([
        ['a', 1],
        ['b', 2],
        ['a', 3],
        ['b', 4],
      ])?.id,
      'c4',
    );
  });

  it('is self-consistency without token laws', () => {
    assert.deepEqual(chosen([['a'], ['b'], ['b'], ['']]), { id: 'c2', quality: 2 / 4 });
  });
});
