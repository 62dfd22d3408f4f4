import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { escalationPlan } from '../../src/engine/escalation.ts';
import { chanceAt, fitLogistic, solvePositive, type Trial } from '../../src/engine/logistic.ts';
import { auto } from '../../src/engine/policies/auto.ts';
import { router } from '../../src/engine/policies/router.ts';
import { flatPrior } from '../../src/engine/prior.ts';
import { seededRandom } from '../../src/engine/random.ts';
import {
  fitRouting,
  planRoute,
  routedArms,
  routingFeatures,
  routingPrior,
} from '../../src/engine/verifiedRouting.ts';
import { armOf, drive, setupOf } from '../support/driving.ts';

describe('logistic regression', () => {
  it('solves positive systems', () => {
    const solution = solvePositive(
      [
        [4, 2, 0],
        [2, 5, 1],
        [0, 1, 3],
      ],
      [2, -1, 4],
    );
    const back = [
      4 * at(solution, 0) + 2 * at(solution, 1),
      2 * at(solution, 0) + 5 * at(solution, 1) + at(solution, 2),
    ];
    assert.ok(Math.abs(at(back, 0) - 2) < 1e-12 && Math.abs(at(back, 1) + 1) < 1e-12);
    assert.ok(Math.abs(at(solution, 1) + 3 * at(solution, 2) - 4) < 1e-12);
  });

  it('stays at its prior without trials and finds the weights with many', () => {
    const prior = { mean: [0.5, -1], precision: [1, 1] };
    assert.deepEqual(fitLogistic([], prior), prior.mean);
    const random = seededRandom('logistic');
    const trials = Array.from({ length: 20_000 }, (): Trial => {
      const x = [1, random.next() * 4 - 2];
      return { x, y: random.next() < chanceAt([-0.4, 1.5], x) };
    });
    const [intercept = 0, slope = 0] = fitLogistic(trials, prior);
    assert.ok(Math.abs(intercept + 0.4) < 0.06 && Math.abs(slope - 1.5) < 0.08, `${intercept} ${slope}`);
  });

  it('is at the mode: the slope of the posterior is zero there', () => {
    const prior = { mean: [0], precision: [2] };
    const trials: Trial[] = [
      { x: [1], y: true, many: 3 },
      { x: [1], y: false },
    ];
    const [w = 0] = fitLogistic(trials, prior);
    assert.ok(Math.abs(3 - 4 * chanceAt([w], [1]) - 2 * w) < 1e-6);
  });
});

describe('routing with a verifier', () => {
  const arms = routedArms([10, 1, 0.5]);
  const weights = routingPrior(arms).mean;

  it('plans as an exhaustive search over orders does', () => {
    const value = (order: readonly number[], lambda: number): number => {
      let [open, worth] = [1, 0];
      const failures = [0, 0, 0];
      for (const arm of order) {
        const chance = chanceAt(weights, routingFeatures(arms, arm, failures));
        worth +=
          open *
          (chance -
            lambda *
              at(
                arms.map(one => one.price),
                arm,
              ));
        open *= 1 - chance;
        failures[arm] = at(failures, arm) + 1;
      }
      return worth;
    };
    const orders = (left: number): number[][] =>
      left === 0 ? [[]] : [[], ...[0, 1, 2].flatMap(arm => orders(left - 1).map(rest => [arm, ...rest]))];
    for (const lambda of [0, 0.005, 0.03, 0.2]) {
      const best = Math.max(...orders(4).map(order => value(order, lambda)));
      const plan = planRoute(arms, weights, [0, 0, 0], { lambda, left: 4 });
      assert.ok(Math.abs(plan.surplus - best) < 1e-12, `${plan.surplus} against ${best} at ${lambda}`);
    }
  });

  it('buys nothing that is dearer than what it can bring', () => {
    assert.deepEqual(planRoute(arms, weights, [0, 0, 0], { lambda: 3, left: 5 }), {
      arm: undefined,
      chance: 0,
      surplus: 0,
    });
  });

  it('learns which arm passes from other tasks', () => {
    const trials = [0, 1, 2].flatMap((arm): Trial[] => [
      { x: routingFeatures(arms, arm, [0, 0, 0]), y: true, many: arm === 2 ? 90 : 20 },
      { x: routingFeatures(arms, arm, [0, 0, 0]), y: false, many: arm === 2 ? 10 : 80 },
    ]);
    const learnt = fitRouting(arms, trials);
    const chances = [0, 1, 2].map(arm => chanceAt(learnt, routingFeatures(arms, arm, [0, 0, 0])));
    assert.ok(at(chances, 2) > 0.85 && at(chances, 0) < 0.3, chances.join(' '));
  });

  it('as a policy tries the cheap arm first, the dear one after failures, and stops when nothing pays', () => {
    const setup = setupOf({
      arms: [armOf('dear', 1000), armOf('cheap', 50)],
      price: { perToken: 2e-4, perSandboxSecond: 0 },
      samples: 20,
    });
    const { actions, stop } = drive(router, setup, () => ({ value: 0 }));
    const order = actions.map(action => action.type === 'sample' && action.arm);
    assert.equal(order[0], 'cheap');
    assert.ok(order.includes('dear') && order.length < 20, order.join(' '));
    assert.equal(stop, 'no-gain');
    const solved = drive(router, setup, (_action, number) => ({ value: 1, verified: number === 1 }));
    assert.deepEqual([solved.actions.length, solved.stop], [2, 'verified']);
    const hopeless = routingPrior(routedArms([0.2, 0.01])).mean.with(1, -9);
    for (const policy of [router, auto]) {
      const taught = { ...setup, prior: { ...flatPrior, routing: hopeless } };
      const [first] = drive(policy, taught, () => ({ value: 0 })).actions;
      assert.equal(first?.type === 'sample' && first.arm, 'dear', policy.name);
    }
  });
});

describe('routing without a verifier', () => {
  it('draws no vote where asking at once is better, and asks nobody who costs all', () => {
    assert.equal(escalationPlan({ draw: 0.05, ask: 0.01 }, 10)([]), 'ask');
    const alone = escalationPlan({ draw: 0.001, ask: Number.POSITIVE_INFINITY }, 10);
    assert.equal(alone([]), 'draw');
    assert.equal(alone([1]), 'draw');
    assert.equal(alone([6]), 'stop');
    assert.equal(alone([4, 6]), 'stop', 'a profile that is none');
  });

  it('asks when the votes are scattered and does not when they agree', () => {
    const plan = escalationPlan({ draw: 0.01, ask: 0.2 }, 10);
    assert.equal(plan([3]), 'stop');
    assert.equal(plan([1, 1, 1]), 'ask');
    assert.equal(plan([2, 2]), 'ask');
  });

  it('says that no attempt held an answer, or that all were made, where nothing was settled', () => {
    const setup = setupOf({ task: 'prompt', verifiable: false, samples: 4 });
    const end = (answer: Parameters<typeof drive>[2]) => {
      const { policy, stop } = drive(router, setup, answer);
      const decision = policy.ask(1);
      return [stop, decision.type === 'stop' && decision.reason];
    };
    assert.deepEqual(
      end(() => ({ error: 'the text holds no answer' })),
      ['completed', 'no attempt holds an answer'],
    );
    assert.deepEqual(
      end((_action, number) => ({ behaviour: `answer ${number}` })),
      ['completed', 'all 4 attempts were made'],
    );
    const dear = setupOf({
      task: 'prompt',
      verifiable: false,
      samples: 4,
      arms: [armOf('dear', 2000), armOf('one', 100)],
    });
    const { policy, stop } = drive(router, dear, () => ({ error: 'no answer' }));
    const decision = policy.ask(1);
    assert.deepEqual(
      [stop, decision.type === 'stop' && decision.reason],
      ['completed', 'the dear arm gave no answer'],
    );
  });

  it('as a policy takes the answer of the dear arm, and drafts with unlike cheap arms in turn', () => {
    const setup = setupOf({
      task: 'prompt',
      verifiable: false,
      arms: [armOf('dear', 2000), armOf('one', 100), armOf('other', 100)],
    });
    const agreed = drive(router, setup, () => ({ behaviour: 'same' }));
    assert.deepEqual([agreed.stop, agreed.actions.length < 5], ['settled', true]);
    let drawn = 0;
    const scattered = drive(router, setup, () => {
      drawn += 1;
      return { behaviour: `answer ${drawn}` };
    });
    const order = scattered.actions.map(action => action.type === 'sample' && action.arm);
    assert.deepEqual(order.slice(0, 2).sort(), ['one', 'other']);
    assert.equal(order.at(-1), 'dear');
    assert.equal(scattered.policy.best()?.id, `c${drawn}`);
  });
});

function at(values: readonly number[], place: number): number {
  return values[place] ?? Number.NaN;
}
