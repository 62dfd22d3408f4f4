import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { driveSteps, stepSetup } from '../../src/bench/recorded/driveSteps.ts';
import { ChainDraws, type StepChain } from '../../src/bench/recorded/stepChain.ts';
import type { Action } from '../../src/engine/action.ts';
import type { Candidate } from '../../src/engine/candidate.ts';
import { zeroCost } from '../../src/engine/cost.ts';
import { Sweep, type SweepOptions } from '../../src/engine/particles.ts';
import { beamSearch } from '../../src/engine/policies/beamSearch.ts';
import { chanceBestIsRejected, earlyRejection } from '../../src/engine/policies/earlyRejection.ts';
import { particleFilter } from '../../src/engine/policies/particleFilter.ts';
import { particleGibbs } from '../../src/engine/policies/particleGibbs.ts';
import { exactLaw, smc, smcOf } from '../../src/engine/policies/smc.ts';
import type { PolicyFactory } from '../../src/engine/policy.ts';
import { seededRandom } from '../../src/engine/random.ts';
import { resamplings } from '../../src/engine/resampling.ts';
import { runInSteps } from '../support/stepWorlds.ts';
import { codeTask, configOf, promptTask } from '../support/worlds.ts';

const all: readonly PolicyFactory[] = [beamSearch, particleFilter, smc, particleGibbs, earlyRejection];
const chain: StepChain = { steps: 6, right: 0.7, judge: { gap: 12, noise: 0 } };
const every = Number.POSITIVE_INFINITY;

/** A prefix or, with a reward, a complete candidate. */
function candidate(id: string, value: number, complete = false, parts: Partial<Candidate> = {}): Candidate {
  const reward = { value, quality: value, verified: false, evidence: [] };
  return {
    id,
    arm: 'default',
    text: id,
    behaviour: id,
    cost: zeroCost,
    ...(complete ? { reward } : { prefix: { steps: 1, value } }),
    ...parts,
  };
}

/** Performs every action by asking for a candidate of it, and keeps the actions. */
function recorded(
  factory: PolicyFactory,
  samples: number,
  draw: (action: Action, number: number) => Candidate,
) {
  const actions: Action[] = [];
  const driven = driveSteps(
    factory.create(stepSetup(samples, 'recorded')),
    action => {
      actions.push(action);
      return draw(action, actions.length);
    },
    { goesOn: () => actions.length < 5_000 },
  );
  return { ...driven, actions };
}

for (const factory of all) {
  describe(factory.name, () => {
    it('ends an attempt with its last step: never a step more', () => {
      const draws = new ChainDraws(chain, seededRandom('steps'));
      const depth = new Map<string, number>();
      const { actions } = recorded(factory, 8, action => {
        const drawn = draws.draw(action);
        const before = action.type === 'extend' ? (depth.get(action.candidate) ?? 0) : 0;
        depth.set(drawn.id, before + (action.type !== 'extend' || action.until === 'step' ? 1 : 0));
        return drawn;
      });
      assert.ok(actions.some(action => action.type === 'extend'));
      assert.ok(Math.max(...depth.values()) <= chain.steps);
    });

    it('gives up on a model that never ends, after 40 steps and one try to write to the end', () => {
      const { chosen, actions } = recorded(factory, 4, (_, number) => candidate(`c${number}`, 0.5));
      assert.equal(chosen, undefined);
      assert.ok(actions.length <= 4 * 41 * 2, `${actions.length} actions`);
    });

    it('has no answer where every attempt died, and does not continue the dead', () => {
      const { chosen, reason, actions } = recorded(factory, 8, (action, number) =>
        candidate(`c${number}`, 0, action.type === 'extend'),
      );
      assert.equal(chosen, undefined);
      assert.equal(reason, 'completed');
      if (factory !== particleFilter) assert.ok(actions.every(action => action.type === 'sample'));
    });

    it('lives with a value above 1 and with one that is no number', () => {
      const values = [1.0000001, Number.NaN, 0.5];
      const { chosen } = recorded(factory, 6, (action, number) =>
        candidate(`c${number}`, values[number % 3] ?? 0, action.type === 'extend'),
      );
      assert.notEqual(chosen, undefined);
    });

    it('loses no finished attempt when others fail', async () => {
      const world = { task: promptTask, seed: 3, chain: { ...chain, right: 1 }, failing: 0.08 };
      const config = configOf({
        policy: factory.name,
        actions: ['sample', 'extend'],
        concurrency: 4,
        budget: {},
      });
      const { events } = await runInSteps(world, config, factory);
      const end = events.at(-1);
      assert.ok(end?.type === 'run-ended');
      assert.equal(end.stop, 'completed', end.reason);
      assert.ok(events.some(event => event.type === 'action-ended' && event.result.type === 'failed'));
      assert.notEqual(end.chosen, undefined);
    });

    it('stops at a verified candidate', async () => {
      const world = { task: codeTask, seed: 3, chain: { ...chain, right: 1 }, failing: 0 };
      const config = configOf({ policy: factory.name, actions: ['sample', 'extend'], budget: {} });
      const { events } = await runInSteps(world, config, factory);
      const end = events.at(-1);
      assert.ok(end?.type === 'run-ended');
      assert.deepEqual([end.status, end.stop], ['verified', 'verified']);
    });

    it('finds what whole samples hardly find, where the judge is sharp', () => {
      let found = 0;
      for (let seed = 0; seed < 60; seed++) {
        const draws = new ChainDraws(chain, seededRandom(`chain ${seed}`));
        const policy = factory.create(stepSetup(16, `policy ${seed}`));
        const { chosen } = driveSteps(policy, action => draws.draw(action));
        if (chosen !== undefined && draws.isRight(chosen)) found += 1;
      }
      const fewest = factory === earlyRejection ? 20 : 55;
      assert.ok(found >= fewest, `${found} of 60`);
    });
  });
}

/** One sweep through a world that says of each particle's next candidate what it is. */
function sweepThrough(
  options: SweepOptions,
  seed: string,
  next: (parent: string | undefined) => Candidate,
): Sweep {
  const sweep = new Sweep(stepSetup(options.particles, seed), options, seededRandom(seed));
  for (let actions = sweep.actions(); actions.length > 0; actions = sweep.actions()) {
    sweep.absorb(actions.map(action => next(action.type === 'extend' ? action.candidate : undefined)));
  }
  return sweep;
}

describe('a sweep with ratio weights', () => {
  /** Gold is rare under the model, and half of the target; each later step is a fair game for the value. */
  function goldShare(options: SweepOptions, seed: string): number {
    const random = seededRandom(`${seed}/world`);
    const known = new Map<string, { gold: boolean; at: number; value: number }>();
    const sweep = sweepThrough(options, seed, parent => {
      const before = parent === undefined ? undefined : known.get(parent);
      const gold = before?.gold ?? random.next() < 0.1;
      const at = (before?.at ?? 0) + 1;
      const start = gold ? 0.05 : 0.05 / 9;
      const value = (before?.value ?? start) * (random.next() < 0.5 ? 1.5 : 0.5);
      const id = `c${known.size}`;
      known.set(id, { gold, at, value });
      return candidate(id, value, at === 5, { behaviour: gold ? 'gold' : 'trap' });
    });
    const weights = sweep.finished.map(particle => Math.exp(particle.logWeight));
    const gold = sweep.finished.map((particle, index) =>
      particle.lineage.at(-1)?.behaviour === 'gold' ? (weights[index] ?? 0) : 0,
    );
    const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
    return sum(gold) / sum(weights);
  }

  for (const resampling of resamplings) {
    for (const gate of [0, 0.5, every]) {
      it(`keeps the law model x value (${resampling}, gate ${gate})`, () => {
        const runs = 150;
        let share = 0;
        for (let run = 0; run < runs; run++) {
          share += goldShare({ ...exactLaw, resampling, gate, particles: 100 }, `${resampling}${gate}${run}`);
        }
        assert.ok(Math.abs(share / runs - 0.5) < 0.05, `${share / runs}`);
      });
    }
  }

  it('aims at model x value^2 with sharpness 2: gold, nine times as good, has nine tenths', () => {
    let share = 0;
    for (let run = 0; run < 150; run++) {
      share += goldShare({ ...exactLaw, sharpness: 2, particles: 100 }, `sharp ${run}`);
    }
    assert.ok(Math.abs(share / 150 - 0.9) < 0.04, `${share / 150}`);
  });
});

describe('weights of a sweep', () => {
  const values = [0.8, 0.4];
  function weightsAfterTwoSteps(options: Partial<SweepOptions>): readonly number[] {
    const sweep = new Sweep(
      stepSetup(2, 'w'),
      { ...exactLaw, gate: 0, particles: 2, ...options },
      seededRandom('w'),
    );
    sweep.absorb([candidate('a', values[0] ?? 0), candidate('b', values[1] ?? 0)]);
    sweep.absorb([candidate('c', 0.2), candidate('d', 0.2)]);
    return sweep.particles.map(particle => Math.exp(particle.logWeight));
  }

  it('are the value now and not the product of all values: the old twist is divided out', () => {
    const [left = 0, right = 0] = weightsAfterTwoSteps({});
    assert.ok(Math.abs(left - 0.2) < 1e-9 && Math.abs(right - 0.2) < 1e-9, `${left} ${right}`);
  });

  it('are the odds of the value now in the way of its_hub', () => {
    const [left = 0] = weightsAfterTwoSteps({ weight: 'odds' });
    assert.ok(Math.abs(left - 0.25) < 1e-9);
  });

  it('divide by the value of the ancestor that was chosen, not of who had the place before', () => {
    const sweep = new Sweep(stepSetup(2, 'w'), { ...exactLaw, gate: every, particles: 2 }, seededRandom('w'));
    sweep.absorb([candidate('a', 1e-12), candidate('b', 0.5)]);
    assert.deepEqual(
      sweep.particles.map(particle => particle.lineage.at(-1)?.id),
      ['b', 'b'],
    );
    sweep.absorb([candidate('c', 0.5, true), candidate('d', 0.5, true)]);
    const [left = 0, right = 1] = sweep.particles.map(particle => particle.logWeight);
    assert.ok(Math.abs(left - right) < 1e-9);
  });

  it('leave a finished particle in the population, where later steps may copy it', () => {
    const sweep = new Sweep(stepSetup(2, 'w'), { ...exactLaw, gate: every, particles: 2 }, seededRandom('w'));
    sweep.absorb([candidate('a', 1, true), candidate('b', 1e-12)]);
    assert.deepEqual(sweep.actions(), []);
    assert.equal(sweep.finished.length, 2);
  });
});

describe('a conditional sweep', () => {
  const options: SweepOptions = { ...exactLaw, gate: every, resampling: 'multinomial', particles: 4 };
  const path = [candidate('r1', 1e-9), candidate('r2', 1e-9), candidate('r3', 1, true)];

  it('weighs its reference at the step it stands at, not by its end', () => {
    const sweep = new Sweep(stepSetup(4, 'g'), options, seededRandom('g'), path);
    assert.equal(sweep.actions().length, 3);
    sweep.absorb([candidate('a', 0.9), candidate('b', 0.9), candidate('c', 0.9)]);
    const stands = sweep.particles.map(particle => particle.lineage.at(-1)?.id);
    assert.equal(stands[0], 'r1');
    assert.ok(!stands.slice(1).includes('r1'), stands.join());
  });

  it('lets a copy of the reference grow on from the same step', () => {
    const good = [candidate('r1', 0.9), candidate('r2', 0.9), candidate('r3', 1, true)];
    const sweep = new Sweep(stepSetup(4, 'g'), options, seededRandom('g'), good);
    sweep.absorb([candidate('a', 1e-9), candidate('b', 1e-9), candidate('c', 1e-9)]);
    assert.deepEqual(
      sweep.actions().map(action => action.type === 'extend' && action.candidate),
      ['r1', 'r1', 'r1'],
    );
  });

  it('ends with its reference when all others ended before it', () => {
    const sweep = new Sweep(stepSetup(4, 'g'), { ...options, gate: 0 }, seededRandom('g'), path);
    sweep.absorb([candidate('a', 0.9, true), candidate('b', 0.9, true), candidate('c', 0.9, true)]);
    assert.deepEqual(sweep.actions(), []);
    assert.equal(sweep.finished.length, 4);
  });
});

describe('the choice of smc', () => {
  it('is the answer with the largest share of the weight, with that share for its quality', () => {
    const answers = ['7', '8', '8', '8'];
    const values = [0.9, 0.4, 0.4, 0.4];
    const policy = smc.create(stepSetup(4, 'choice'));
    for (const [index, answer] of answers.entries()) {
      const decision = policy.ask(1);
      assert.ok(decision.type === 'act');
      const [action] = decision.actions;
      assert.ok(action);
      const id = `a${index}`;
      policy.started([{ id, action }]);
      const drawn = candidate(`c${index}`, values[index] ?? 0, true, { behaviour: answer });
      policy.tell({ id, action, cost: zeroCost, result: { type: 'candidate', candidate: drawn } });
    }
    const best = policy.best();
    assert.equal(best?.id, 'c1');
    assert.ok(Math.abs((best?.quality ?? 0) - 1.2 / 2.1) < 1e-9, `${best?.quality}`);
  });

  it('differs with sharpness: a steeper law finds more where one success is wanted', () => {
    const weak: StepChain = { steps: 8, right: 0.7, judge: { gap: 1, noise: 0 } };
    const rate = (factory: PolicyFactory) => {
      let found = 0;
      for (let seed = 0; seed < 150; seed++) {
        const draws = new ChainDraws(weak, seededRandom(`weak ${seed}`));
        const policy = factory.create(stepSetup(16, `weak ${seed}`));
        const { chosen } = driveSteps(policy, action => draws.draw(action));
        if (chosen !== undefined && draws.isRight(chosen)) found += 1;
      }
      return found / 150;
    };
    const exact = rate(smc);
    const sharp = rate(smcOf('sharp', '', { ...exactLaw, sharpness: 3 }));
    assert.ok(sharp > exact + 0.15, `${sharp} against ${exact}`);
  });
});

describe('early rejection', () => {
  it('costs N (f + (1 - f) / 4) whole attempts', () => {
    const draws = new ChainDraws({ ...chain, steps: 4 }, seededRandom('cost'));
    recorded(earlyRejection, 8, action => draws.draw(action));
    assert.equal(draws.steps, 8 * 4 * (1 / 4 + 3 / 4 / 4));
  });

  it('bounds the chance that the best is rejected, which says nothing for small gaps', () => {
    const bound = chanceBestIsRejected(16, 0.5, 0.2);
    assert.ok(Math.abs(bound - 3.1442) < 1e-3, `${bound}`);
    assert.ok(chanceBestIsRejected(16, 0.5, 0.05) < 1e-9);
  });
});
