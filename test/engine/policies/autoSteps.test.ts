import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { driveSteps, freeOfCharge, stepSetup } from '../../../src/bench/recorded/driveSteps.ts';
import { GoldDraws } from '../../../src/bench/recorded/goldDraws.ts';
import { ChainDraws, type StepChain } from '../../../src/bench/recorded/stepChain.ts';
import type { Action } from '../../../src/engine/action.ts';
import type { Candidate } from '../../../src/engine/candidate.ts';
import { cost, zeroCost } from '../../../src/engine/cost.ts';
import { auto } from '../../../src/engine/policies/auto.ts';
import { uniform } from '../../../src/engine/policies/uniform.ts';
import type { Policy, PolicyFactory } from '../../../src/engine/policy.ts';
import { priceOf } from '../../../src/engine/price.ts';
import { seededRandom } from '../../../src/engine/random.ts';

const chain = { steps: 8, right: 0.7, verified: true } as const;

/** The share of runs that found a success within so many whole attempts' steps, and the steps of a run. */
function found(factory: PolicyFactory, judge: StepChain['judge'], attempts: number, runs = 80) {
  let [right, steps] = [0, 0];
  for (let run = 0; run < runs; run++) {
    const draws = new ChainDraws({ ...chain, judge }, seededRandom(`chain ${run}`));
    const policy = factory.create(stepSetup(attempts, `policy ${run}`, true, freeOfCharge));
    const { chosen } = driveSteps(policy, action => draws.draw(action), {
      goesOn: () => draws.steps < attempts * chain.steps,
    });
    if (chosen !== undefined && draws.isRight(chosen)) right += 1;
    steps += draws.steps;
  }
  return { share: right / runs, steps: steps / runs };
}

/** Tells a policy one outcome after the other and gives its next decision with so many slots. */
class Told {
  readonly policy: Policy;
  #actions = 0;

  constructor(policy: Policy) {
    this.policy = policy;
  }

  ask(slots: number): readonly Action[] {
    const decision = this.policy.ask(slots);
    return decision.type === 'act' ? decision.actions : [];
  }

  start(actions: readonly Action[]): readonly string[] {
    const started = actions.map(action => {
      this.#actions += 1;
      return { id: `a${this.#actions}`, action };
    });
    this.policy.started(started);
    return started.map(({ id }) => id);
  }

  draw(slots: number, ...candidates: readonly Candidate[]): void {
    const actions = this.ask(slots).slice(0, candidates.length);
    const ids = this.start(actions);
    for (const [index, candidate] of candidates.entries()) {
      const [id, action] = [ids[index], actions[index]];
      assert.ok(id !== undefined && action);
      this.policy.tell({ id, action, cost: zeroCost, result: { type: 'candidate', candidate } });
    }
  }
}

function prefix(id: string, value: number): Candidate {
  return { id, arm: 'default', text: id, behaviour: id, cost: zeroCost, prefix: { steps: 1, value } };
}

const extended = (actions: readonly Action[]) =>
  actions.map(action => (action.type === 'extend' ? action.candidate : action.type));

describe('auto over steps where a verifier tells', () => {
  it('finds with a sharp judge what whole attempts hardly find, for fewer steps', () => {
    const [own, whole] = [found(auto, { gap: 12, noise: 0 }, 4), found(uniform, { gap: 12, noise: 0 }, 4)];
    assert.ok(own.share > 0.9 && whole.share < 0.4, `${own.share} against ${whole.share}`);
    assert.ok(own.steps < whole.steps, `${own.steps} against ${whole.steps}`);
  });

  it('is not much worse than whole attempts with a judge that is noise, or that says the opposite', () => {
    const whole = found(uniform, { gap: 0, noise: 1 }, 16).share;
    for (const gap of [0, -2]) {
      const own = found(auto, { gap, noise: 1 }, 16).share;
      assert.ok(own > whole - 0.15, `gap ${gap}: ${own} against ${whole}`);
    }
  });

  it('continues the better prefix, and begins anew where a prefix is not worth its rest', () => {
    const told = new Told(auto.create(stepSetup(8, 'x', true, freeOfCharge)));
    told.draw(2, prefix('bad', 1e-4), prefix('good', 0.9));
    assert.deepEqual(extended(told.ask(1)), ['good']);
    const poor = new Told(auto.create(stepSetup(8, 'x', true, freeOfCharge)));
    poor.draw(1, prefix('bad', 1e-4));
    assert.deepEqual(extended(poor.ask(1)), ['sample']);
  });

  it('does not let all slots extend one prefix that is sure to do', () => {
    const told = new Told(auto.create(stepSetup(8, 'x', true, freeOfCharge)));
    told.draw(3, prefix('a', 1), prefix('b', 0.3), prefix('c', 0.3));
    const first = told.ask(3);
    assert.equal(extended(first).filter(id => id === 'a').length, 1);
    told.start(first.slice(0, 1));
    assert.ok(!extended(told.ask(3)).includes('a'), 'also when it is under way');
  });

  it('stops with figures when no step is worth its price, sooner at a higher price', () => {
    const stopped = (effort: 'quick' | 'balanced') => {
      const draws = new ChainDraws({ ...chain, right: 0, judge: { gap: 1, noise: 0 } }, seededRandom('none'));
      const policy = auto.create(stepSetup(8, 'none', true, priceOf(effort)));
      const driven = driveSteps(policy, action => draws.draw(action));
      const end = policy.ask(1);
      assert.ok(end.type === 'stop');
      assert.equal(driven.reason, 'no-gain');
      assert.match(end.reason, /worth 0\.\d+ and costs 0\.\d+/);
      return draws.steps;
    };
    const [quick, balanced] = [stopped('quick'), stopped('balanced')];
    assert.ok(quick < balanced, `${quick} against ${balanced}`);
  });
});

describe('auto over steps where no verifier tells', () => {
  /** One sweep in a chain whose judge has this error: its steps taken one by one, and the last decision. */
  function swept(error: number, seed: number) {
    const draws = new GoldDraws({ steps: 16, error, rare: 0.1, swing: 0.15 }, seededRandom(`gold ${seed}`));
    let single = 0;
    const policy = auto.create(stepSetup(32, `gold ${seed}`, false, freeOfCharge));
    const driven = driveSteps(
      policy,
      action => {
        if ('until' in action && action.until === 'step') single += 1;
        return draws.draw(action);
      },
      { goesOn: () => draws.steps < 32 * 16 },
    );
    return { kept: single >= 32 * 16, judge: driven.stepJudge, chosen: driven.chosen };
  }
  const seeds = Array.from({ length: 30 }, (_, seed) => seed);

  it('keeps to step search with a true judge, and leaves it with one that errs at every step', () => {
    const kept = (error: number) => seeds.filter(seed => swept(error, seed).kept).length;
    const [exact, wrong] = [kept(0), kept(0.4)];
    assert.ok(exact >= 18, `${exact} of 30`);
    assert.ok(wrong <= 3, `${wrong} of 30`);
  });

  it('says what it measured, and has an answer whichever way it goes', () => {
    for (const error of [0, 0.4]) {
      const { judge, chosen } = swept(error, 1);
      assert.ok(judge, 'measured');
      assert.notEqual(chosen, undefined);
    }
  });

  it('stops by the votes when they agree, with the error in its reason', () => {
    const draws = new GoldDraws({ steps: 6, error: 0, rare: 1e-9, swing: 0.15 }, seededRandom('agree'));
    const policy = auto.create(stepSetup(8, 'agree'));
    const { reason } = driveSteps(policy, action => draws.draw(action));
    assert.equal(reason, 'settled');
    const end = policy.ask(1);
    assert.ok(end.type === 'stop');
    assert.match(end.reason, /Bellman error is \d/);
    assert.ok(draws.steps <= 2 * 8 * 6, `${draws.steps} steps`);
  });

  it('does not sweep for ever where every attempt dies', () => {
    const policy = auto.create(stepSetup(8, 'dying'));
    let many = 0;
    const dead = (action: Action): Candidate => {
      many += 1;
      const id = `c${many}`;
      return action.type === 'sample' && action.until === 'step'
        ? prefix(id, 0)
        : {
            id,
            arm: 'default',
            text: id,
            behaviour: 'none',
            error: 'no answer',
            cost: cost({ completionTokens: 80 }),
          };
    };
    driveSteps(policy, dead, { goesOn: () => many < 500 });
    assert.ok(many < 500, 'it ends by itself');
  });
});
