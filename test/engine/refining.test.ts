import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { zeroCost } from '../../src/engine/cost.ts';
import { flatJudge } from '../../src/engine/judgeModel.ts';
import { abMctsA, abMctsABeta } from '../../src/engine/policies/abMctsA.ts';
import { critiqueRefinement } from '../../src/engine/policies/critiqueRefinement.ts';
import { seededRandom } from '../../src/engine/random.ts';
import { armOf, drive, setupOf } from '../support/driving.ts';

const refining = setupOf({ actions: ['sample', 'refine'] });

describe('critique refinement', () => {
  it('samples half, then refines one failure of each behaviour, the one that passed most first', () => {
    const values = [0.2, 0.6, 0.6, 0.4];
    const behaviours = ['a', 'b', 'b', 'c'];
    const { actions, stop } = drive(critiqueRefinement, refining, (_action, number) => ({
      value: values[number] ?? 0.1,
      behaviour: behaviours[number] ?? `refined ${number}`,
    }));
    assert.deepEqual(
      actions.slice(0, 4).map(action => action.type),
      Array(4).fill('sample'),
    );
    const refined = actions.slice(4).map(action => action.type === 'refine' && action.candidate);
    assert.deepEqual(refined, ['c2', 'c4', 'c1', 'c5']);
    assert.equal(stop, 'completed');
  });

  it('stops at the first that is verified, and never refines what is unusable', () => {
    const verified = drive(critiqueRefinement, refining, (action, number) => ({
      value: action.type === 'refine' ? 1 : 0,
      verified: action.type === 'refine',
      ...(number < 3 && { error: 'no code' }),
    }));
    assert.deepEqual(
      [verified.actions.length, verified.actions[4], verified.stop],
      [5, { type: 'refine', arm: 'default', candidate: 'c4' }, 'verified'],
    );
    const unusable = drive(critiqueRefinement, refining, () => ({ error: 'no code' }));
    assert.deepEqual(new Set(unusable.actions.map(action => action.type)), new Set(['sample']));
    assert.equal(unusable.actions.length, 8);
  });

  it('spreads refinements under way over the failures', () => {
    const policy = critiqueRefinement.create(refining);
    for (let number = 1; number <= 4; number++) {
      const [id, action] = [`a${number}`, { type: 'sample', arm: 'default' } as const];
      const candidate = {
        id: `c${number}`,
        arm: 'default',
        text: '',
        behaviour: `b${number % 3}`,
        cost: zeroCost,
      };
      policy.started([{ id, action }]);
      policy.tell({ id, action, cost: zeroCost, result: { type: 'candidate', candidate } });
    }
    const decision = policy.ask(3);
    assert.ok(decision.type === 'act');
    const refined = decision.actions.map(action => action.type === 'refine' && action.candidate);
    assert.deepEqual(new Set(refined), new Set(['c1', 'c2', 'c3']));
  });

  const reader = { name: 'reader', performs: ['judge'], model: flatJudge } as const;
  const judged = { ...refining, actions: ['sample', 'refine', 'judge'], judges: [reader] } as const;

  it('asks a judge once about each failure before it is refined, and draws as many attempts as without', () => {
    const { actions } = drive(critiqueRefinement, judged, (_action, number) => ({
      value: 0.5,
      behaviour: `b${number % 2}`,
    }));
    const later = actions
      .slice(4)
      .map(action => `${action.type} ${'candidate' in action && action.candidate}`);
    assert.deepEqual(later.slice(0, 4), ['judge c1', 'refine c1', 'judge c2', 'refine c2']);
    assert.equal(later.filter(action => action.startsWith('judge')).length, 2);
    assert.equal(actions.filter(action => action.type !== 'judge').length, 8);
  });

  it('refines no failure while a judge is asked about it, and asks none that tells nothing', () => {
    const policy = critiqueRefinement.create(judged);
    for (let number = 1; number <= 4; number++) {
      const [id, action] = [`a${number}`, { type: 'sample', arm: 'default' } as const];
      const candidate = { id: `c${number}`, arm: 'default', text: '', behaviour: 'b', cost: zeroCost };
      policy.started([{ id, action }]);
      policy.tell({ id, action, cost: zeroCost, result: { type: 'candidate', candidate } });
    }
    const decision = policy.ask(3);
    assert.ok(decision.type === 'act');
    assert.deepEqual(decision.actions, [{ type: 'judge', candidate: 'c1', votes: 1, by: 'reader' }]);
    policy.started(decision.actions.map(action => ({ id: 'a5', action })));
    assert.equal(policy.ask(3).type, 'wait');
    const equal = { ...reader, model: { right: flatJudge.right, wrong: flatJudge.right } };
    const { actions } = drive(critiqueRefinement, { ...judged, judges: [equal] }, () => ({ value: 0.5 }));
    assert.ok(actions.every(action => action.type !== 'judge'));
  });
});

describe('AB-MCTS-A', () => {
  const wide = setupOf({ actions: ['sample', 'refine'], samples: 60 });
  const share = (factory: typeof abMctsA, worthRefining: boolean, seed: number) => {
    const random = seededRandom(seed);
    const setup = { ...wide, random: seededRandom(`policy ${seed}`) };
    const { actions } = drive(factory, setup, action => {
      const good = action.type === 'refine' ? worthRefining : !worthRefining;
      return { value: (good ? 0.7 : 0.1) + 0.1 * random.next() };
    });
    return actions.filter(action => action.type === 'refine').length / actions.length;
  };

  it('refines where refining pays and samples where sampling does', () => {
    for (const factory of [abMctsA, abMctsABeta]) {
      const shares = [true, false].map(pays => {
        const all = Array.from({ length: 10 }, (_, seed) => share(factory, pays, seed));
        return all.reduce((sum, one) => sum + one, 0) / all.length;
      });
      const [deep = 0, flat = 0] = shares;
      assert.ok(deep > 0.6 && deep > flat + 0.2, `${factory.name}: ${deep} against ${flat}`);
    }
  });

  it('goes deeper than one refinement', () => {
    const depth = new Map<string, number>();
    let drawn = 0;
    drive(abMctsA, wide, action => {
      drawn += 1;
      depth.set(`c${drawn}`, action.type === 'refine' ? (depth.get(action.candidate) ?? 0) + 1 : 0);
      return { value: Math.min(0.9, 0.2 + 0.1 * (depth.get(`c${drawn}`) ?? 0)) };
    });
    assert.ok(Math.max(...depth.values()) >= 2, `depth ${Math.max(...depth.values())}`);
  });

  it('gives the better arm more samples, where nothing can be refined', () => {
    const random = seededRandom('arms');
    const setup = setupOf({ samples: 60, arms: [armOf('poor', 100), armOf('good', 100)] });
    const { actions } = drive(abMctsABeta, setup, action => ({
      value: action.type === 'sample' && action.arm === 'good' ? 0.6 + 0.2 * random.next() : 0.1,
    }));
    const good = actions.filter(action => action.type === 'sample' && action.arm === 'good').length;
    assert.ok(good > 40, `${good} of 60`);
  });

  it('is a function of its seed', () => {
    const run = (seed: string) =>
      drive(abMctsA, { ...wide, random: seededRandom(seed) }, (_action, number) => ({
        value: (number % 7) / 10,
      })).actions;
    assert.deepEqual(run('one'), run('one'));
    assert.notDeepEqual(run('one'), run('two'));
  });
});
