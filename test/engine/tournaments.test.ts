import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Action } from '../../src/engine/action.ts';
import { zeroCost } from '../../src/engine/cost.ts';
import { elo, rate } from '../../src/engine/policies/elo.ts';
import { knockout } from '../../src/engine/policies/knockout.ts';
import { drive, setupOf } from '../support/driving.ts';

const comparing = (samples: number) =>
  setupOf({ task: 'prompt', verifiable: false, actions: ['sample', 'compare'], samples });

/** c1 < c2 < ... by number, as a comparison sees it. */
const higher = (action: Action) => {
  if (action.type !== 'compare') return {};
  return Math.sign(Number(action.left.slice(1)) - Number(action.right.slice(1)));
};
const matches = (actions: readonly Action[]) =>
  actions.flatMap(action => (action.type === 'compare' ? [action] : []));

for (const factory of [knockout, elo]) {
  describe(factory.name, () => {
    it('finds the best of any number, when comparisons are right', () => {
      for (let samples = 2; samples <= 9; samples++) {
        const { policy, actions, stop } = drive(factory, comparing(samples), higher);
        assert.equal(policy.best()?.id, `c${samples}`);
        assert.equal(stop, 'completed');
        const pairs = factory === knockout ? samples - 1 : (samples * (samples - 1)) / 2;
        assert.equal(matches(actions).length, 2 * pairs, `${samples} candidates`);
      }
    });

    it('compares every pair in both orders, and no two of the same behaviour', () => {
      const { actions } = drive(factory, comparing(8), (action, number) =>
        action.type === 'compare' ? 1 : { behaviour: `b${number % 3}` },
      );
      const met = matches(actions).map(({ left, right }) => `${left} ${right}`);
      assert.equal(new Set(met).size, met.length);
      for (const pair of met) assert.ok(met.includes(pair.split(' ').reverse().join(' ')), pair);
      assert.deepEqual(new Set(met.join(' ').split(' ')), new Set(['c1', 'c2', 'c3']));
    });

    it('asks the judge that tells most, once a pair, for it is asked in both orders', () => {
      const model = (a: number) => ({ right: { a, b: 10 - a }, wrong: { a: 10 - a, b: a } });
      const judges = [
        { name: 'dull', performs: ['compare'], model: model(6) },
        { name: 'keen', performs: ['judge', 'compare'], model: model(8) },
        { name: 'other', performs: ['judge'], model: model(9) },
      ] as const;
      const { policy, actions } = drive(factory, { ...comparing(6), judges }, higher);
      assert.equal(policy.best()?.id, 'c6');
      assert.equal(matches(actions).length, factory === knockout ? 5 : 15);
      assert.ok(matches(actions).every(({ by }) => by === 'keen'));
    });

    it('makes a comparison that came to nothing again', () => {
      const policy = factory.create(comparing(2));
      for (const number of [1, 2]) {
        const action = { type: 'sample', arm: 'default' } as const;
        policy.started([{ id: `a${number}`, action }]);
        const candidate = {
          id: `c${number}`,
          arm: 'default',
          text: '',
          behaviour: `${number}`,
          cost: zeroCost,
        };
        policy.tell({ id: `a${number}`, action, cost: zeroCost, result: { type: 'candidate', candidate } });
      }
      const first = policy.ask(4);
      assert.ok(first.type === 'act' && first.actions.length === 2);
      const [one, other] = first.actions;
      assert.ok(one && other);
      policy.started([
        { id: 'a3', action: one },
        { id: 'a4', action: other },
      ]);
      assert.deepEqual(policy.ask(4), { type: 'wait' });
      const failure = { code: 'server-error', message: 'It broke.', action: 'Try again.' };
      policy.tell({ id: 'a3', action: one, cost: zeroCost, result: { type: 'failed', failure } });
      const again = policy.ask(4);
      assert.deepEqual(again.type === 'act' && again.actions, [one]);
    });

    it('draws alone where nothing can be compared, and where a verifier decides', () => {
      const without = drive(factory, { ...comparing(5), actions: ['sample'] }, () => ({ behaviour: 'same' }));
      assert.equal(without.actions.length, 5);
      const verified = drive(factory, setupOf({ actions: ['sample', 'compare'] }), (_action, number) => ({
        value: number / 10,
      }));
      assert.deepEqual([matches(verified.actions).length, verified.policy.best()?.id], [0, 'c8']);
    });
  });
}

describe('Elo ratings', () => {
  it('move as the published formula says', () => {
    assert.deepEqual(rate(1500, 1500, 1), [1516, 1484]);
    assert.deepEqual(rate(1500, 1500, 0), [1500, 1500]);
    const [left, right] = rate(1900, 1500, -1);
    assert.ok(Math.abs(left - (1900 - (32 * 10) / 11)) < 1e-9);
    assert.ok(Math.abs(left + right - 3400) < 1e-9);
  });
});
