import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Action, Outcome, Result } from '../../../src/engine/action.ts';
import { PricedPolicy } from '../../../src/engine/auto/pricedPolicy.ts';
import { VerifiedAppraiser } from '../../../src/engine/auto/verifiedAppraiser.ts';
import type { Candidate } from '../../../src/engine/candidate.ts';
import { cost } from '../../../src/engine/cost.ts';
import { flatJudge } from '../../../src/engine/judgeModel.ts';
import type { Arm, Decision, PolicySetup } from '../../../src/engine/policy.ts';
import { policySetup } from '../../../src/engine/policySetup.ts';
import { flatPrior } from '../../../src/engine/prior.ts';
import { codeTask, configOf } from '../../support/worlds.ts';

const arm = (id: string, tokens: number): Arm => ({
  id,
  temperature: 0.8,
  expectedCost: cost({ promptTokens: tokens / 2, completionTokens: tokens / 2, calls: 1 }),
});

/** An `auto` that is told what its actions give. */
class Told {
  readonly policy: PricedPolicy;
  #actions = 0;
  #drawn = 0;

  constructor(parts: Partial<PolicySetup> = {}) {
    this.policy = new PricedPolicy(
      new VerifiedAppraiser({ ...policySetup(codeTask, configOf()), arms: [arm('default', 160)], ...parts }),
    );
  }

  tell(action: Action, result: Result, tokens = 160): void {
    this.#actions += 1;
    const id = `a${this.#actions}`;
    const spent = cost({ promptTokens: tokens / 2, completionTokens: tokens / 2, calls: 1 });
    const outcome: Outcome = { id, action, result, cost: spent };
    this.policy.started([{ id, action }]);
    this.policy.tell(outcome);
  }

  fail(behaviour: string, action: Action = { type: 'sample', arm: 'default' }, value = 0.5): void {
    this.#drawn += 1;
    const candidate: Candidate = {
      id: `c${this.#drawn}`,
      arm: 'arm' in action ? action.arm : 'default',
      ...(action.type === 'refine' && { parent: action.candidate }),
      text: '',
      behaviour,
      reward: { value, quality: 0, verified: false, evidence: [] },
      cost: cost({}),
    };
    this.tell(action, { type: 'candidate', candidate });
  }

  next(slots = 1): Action | undefined {
    const decision = this.policy.ask(slots);
    return decision.type === 'act' ? decision.actions[0] : undefined;
  }
}

const considered = (decision: Decision, type: Action['type']) =>
  decision.type === 'wait' ? undefined : decision.why.considered.find(one => one.action.type === type);

describe('auto with a verifier', () => {
  it('refines when samples repeat one failure and a repair is likely', () => {
    const told = new Told({
      actions: ['sample', 'refine'],
      prior: { ...flatPrior, refine: { chance: 0.3, weight: 2 } },
    });
    assert.equal(told.next()?.type, 'sample');
    for (const behaviour of ['x', 'x', 'x']) told.fail(behaviour);
    assert.deepEqual(told.next(), { type: 'refine', arm: 'default', candidate: 'c1' });
  });

  it('goes on sampling while samples differ and repairs have failed', () => {
    const told = new Told({ actions: ['sample', 'refine'] });
    for (const behaviour of ['x', 'y']) told.fail(behaviour);
    for (let i = 0; i < 3; i++) told.fail('x', { type: 'refine', arm: 'default', candidate: 'c1' });
    assert.equal(told.next()?.type, 'sample');
    const decision = told.policy.ask(1);
    const [sample, refine] = [considered(decision, 'sample'), considered(decision, 'refine')];
    assert.ok(sample && refine && sample.reservation > refine.reservation);
  });

  it('looks in the workspace when samples repeat themselves, once, and then shows what was found', () => {
    const told = new Told({ actions: ['sample', 'search'] });
    assert.equal(told.next()?.type, 'sample');
    for (const behaviour of ['x', 'x', 'x', 'x']) told.fail(behaviour);
    const search = told.next();
    assert.deepEqual(search, { type: 'search', candidate: 'c1' });
    const snippets = [{ file: 'b.js', line: 1, text: 'function g() {}', because: 'defines g' }];
    told.tell({ type: 'search' }, { type: 'searched', context: 'x1', snippets }, 0);
    assert.deepEqual(told.next(), { type: 'sample', arm: 'default', context: 'x1' });
    for (let i = 0; i < 12; i++) told.fail('z', { type: 'sample', arm: 'default', context: 'x1' });
    const decision = told.policy.ask(1);
    assert.equal(considered(decision, 'search'), undefined);
    assert.notDeepEqual(told.next(), { type: 'sample', arm: 'default', context: 'x1' });
  });

  it('takes a search that found nothing for an end of searching', () => {
    const told = new Told({ actions: ['sample', 'search'] });
    for (const behaviour of ['x', 'x', 'x', 'x']) told.fail(behaviour);
    told.tell({ type: 'search' }, { type: 'searched', snippets: [] }, 0);
    assert.equal(considered(told.policy.ask(1), 'search'), undefined);
  });

  it('draws from the arm with the higher reservation value, which is chance by charge', () => {
    const arms = [arm('dear', 1600), arm('cheap', 160)];
    const sample = { dear: { chance: 0.9, weight: 2 }, cheap: { chance: 0.2, weight: 2 } };
    const told = new Told({ arms, prior: { ...flatPrior, sample } });
    assert.deepEqual(told.next(), { type: 'sample', arm: 'cheap' });
    for (const behaviour of 'xxxxxxxx') told.fail(behaviour, { type: 'sample', arm: 'cheap' });
    assert.deepEqual(told.next(), { type: 'sample', arm: 'dear' });
  });

  it('counts what is under way as drawn: free slots do not all buy the same', () => {
    const told = new Told({ price: { perToken: 1 / 3_000, perSandboxSecond: 0 } });
    const decision = told.policy.ask(16);
    assert.ok(decision.type === 'act');
    assert.ok(decision.actions.length > 1 && decision.actions.length < 10, `${decision.actions.length}`);
  });

  it('believes what earlier runs taught', () => {
    const charge = { perToken: 1 / 1_000, perSandboxSecond: 0 };
    const hopeless = { ...flatPrior, sample: { default: { chance: 0.05, weight: 3 } } };
    assert.equal(new Told({ price: charge }).next()?.type, 'sample');
    assert.equal(new Told({ price: charge, prior: hopeless }).next(), undefined);
  });

  const reader = { name: 'reader', performs: ['judge'], model: flatJudge } as const;
  const withReader = { actions: ['sample', 'refine', 'judge'], judges: [reader] } as const;
  const hopeful = {
    ...flatPrior,
    refine: { chance: 0.1, weight: 2 },
    critics: { reader: { expected: 1, right: 8 } },
  };
  const criticise = (told: Told, critique?: string) => {
    const vote = { value: 0.2, ...(critique !== undefined && { critique }) };
    const evidence = [{ type: 'votes', by: 'reader', votes: [vote] }] as const;
    const reward = { value: 0.5, quality: 0, verified: false, evidence };
    const action: Action = { type: 'judge', candidate: 'c1', votes: 1, by: 'reader' };
    told.tell(action, { type: 'judged', candidate: 'c1', reward });
  };

  it('asks a judge what is wrong where that makes a repair likely enough to pay for both, and then repairs', () => {
    const told = new Told({ ...withReader, prior: hopeful });
    for (const behaviour of ['x', 'x', 'x']) told.fail(behaviour);
    assert.deepEqual(told.next(), { type: 'judge', candidate: 'c1', votes: 1, by: 'reader' });
    criticise(told, 'it adds where it should multiply');
    assert.deepEqual(told.next(), { type: 'refine', arm: 'default', candidate: 'c1' });
    const refine = considered(told.policy.ask(1), 'refine');
    assert.match(refine?.forecast ?? '', /to repair c1 shown what reader says/);
    assert.equal(considered(told.policy.ask(1), 'judge'), undefined, 'it was asked about this one');
  });

  it('asks once of each failure, also where the judge gave no reason', () => {
    const told = new Told({ ...withReader, prior: hopeful });
    for (const behaviour of ['x', 'x', 'x']) told.fail(behaviour);
    criticise(told);
    assert.equal(considered(told.policy.ask(1), 'judge'), undefined);
    assert.doesNotMatch(considered(told.policy.ask(1), 'refine')?.forecast ?? '', /reader/);
  });

  it('buys no critique that was shown not to help, nor of a judge that tells nothing, nor without one', () => {
    const useless = { ...hopeful, critics: { reader: { expected: 2, right: 0 } } };
    const equal = { ...reader, model: { right: flatJudge.right, wrong: flatJudge.right } };
    for (const parts of [
      { ...withReader, prior: useless },
      { ...withReader, prior: hopeful, judges: [equal] },
      { actions: ['sample', 'refine'], prior: hopeful } as const,
    ]) {
      const told = new Told({ ...parts, price: { perToken: 1e-7, perSandboxSecond: 0 } });
      for (let round = 0; round < 12; round++) {
        const action = told.next();
        assert.ok(action && action.type !== 'judge', JSON.stringify(action));
        told.fail(`x ${round % 3}`, action);
      }
    }
  });

  it('stops asking in a run where critiques do not help', () => {
    const told = new Told({ ...withReader, price: { perToken: 1e-7, perSandboxSecond: 0 } });
    let asked = 0;
    for (let round = 0; round < 40; round++) {
      const action = told.next();
      assert.ok(action);
      if (action.type === 'judge') {
        asked += 1;
        const evidence = [
          { type: 'votes', by: 'reader', votes: [{ value: 0.2, critique: 'wrong' }] },
        ] as const;
        const reward = { value: 0.5, quality: 0, verified: false, evidence };
        told.tell(action, { type: 'judged', candidate: action.candidate, reward });
      } else told.fail(`x ${round % 5}`, action);
    }
    assert.ok(asked > 0 && asked <= 5, `${asked}`);
  });
});
