import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { driveSteps, stepSetup } from '../../../src/bench/recorded/driveSteps.ts';
import type { Action } from '../../../src/engine/action.ts';
import type { Candidate } from '../../../src/engine/candidate.ts';
import { zeroCost } from '../../../src/engine/cost.ts';
import { chunkReset } from '../../../src/engine/policies/chunkReset.ts';

type Drawn = { readonly value: number; readonly complete?: boolean };

/** Gives the draws in their order, the last again and again; the actions as `sample` or what was extended. */
function drive(draws: readonly Drawn[]) {
  const actions: string[] = [];
  const driven = driveSteps(
    chunkReset.create(stepSetup(8, 'chunks')),
    action => {
      actions.push(shown(action));
      const { value, complete = false } = draws[Math.min(actions.length, draws.length) - 1] ?? { value: 0 };
      return candidate(`c${actions.length}`, value, complete);
    },
    { goesOn: () => actions.length < 1_000 },
  );
  return { ...driven, actions };
}

function shown(action: Action): string {
  if (action.type !== 'extend') return action.type;
  return action.until === 'step' ? action.candidate : `${action.candidate} to the end`;
}

function candidate(id: string, value: number, complete: boolean): Candidate {
  const reward = { value, quality: value, verified: false, evidence: [] };
  const judged = complete ? { reward } : { prefix: { steps: 1, value } };
  return { id, arm: 'default', text: id, behaviour: id, cost: zeroCost, ...judged };
}

describe('chunk reset', () => {
  it('takes the first try that is judged positive and goes on from there', () => {
    const { actions, chosen } = drive([
      { value: 0.2 },
      { value: 0.7 },
      { value: 0.3 },
      { value: 0.6 },
      { value: 0.8, complete: true },
    ]);
    assert.deepEqual(actions, ['sample', 'sample', 'c2', 'c2', 'c4']);
    assert.equal(chosen, 'c5');
  });

  it('keeps the last of five tries when none was positive, and then asks no more than that it gets no worse', () => {
    const low = [0.4, 0.3, 0.2, 0.1, 0.3].map(value => ({ value }));
    const { actions, chosen } = drive([...low, { value: 0.3 }, { value: 0.3, complete: true }]);
    assert.deepEqual(actions, ['sample', 'sample', 'sample', 'sample', 'sample', 'c5', 'c6']);
    assert.equal(chosen, 'c7');
  });

  it('does not reject a step whose judge could not be read: it has the value of what it continues', () => {
    const { actions } = drive([{ value: 0.5 }, { value: Number.NaN }, { value: 0.9, complete: true }]);
    assert.deepEqual(actions, ['sample', 'c1', 'c2']);
  });

  it('gives up where every try is dead, and is content with a bad end after five', () => {
    const dead = drive([{ value: 0 }]);
    assert.deepEqual([dead.actions.length, dead.chosen], [5, undefined]);
    const bad = drive([{ value: 0.9 }, { value: 0.1, complete: true }]);
    assert.equal(bad.actions.length, 6);
    assert.ok(bad.chosen);
  });

  it('writes an attempt of 40 steps to its end without another look', () => {
    const { actions } = drive([{ value: 0.9 }]);
    assert.equal(actions.length, 41);
    assert.equal(actions.at(-1), 'c40 to the end');
  });
});
