import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { addCosts, totalTokens, zeroCost } from '../../src/engine/cost.ts';
import { policies } from '../../src/engine/policies/index.ts';
import { replay } from '../../src/engine/replay.ts';
import { runInSteps, type StepWorld } from '../support/stepWorlds.ts';
import { codeTask, configOf, promptTask } from '../support/worlds.ts';

const worlds: StepWorld[] = [];
for (const task of [codeTask, promptTask])
  for (const right of [0, 0.7])
    for (const steps of [1, 5])
      for (const ending of [0, 0.2])
        for (const failing of [0, 0.3]) {
          const chain = { steps, right, ending, judge: { gap: 3, noise: 0.5 } };
          worlds.push({ task, seed: worlds.length, chain, failing });
        }

/** Where a run can extend, whatever else a policy may want. */
const actions = ['sample', 'extend'] as const;

for (const [name, factory] of Object.entries(policies)) {
  describe(`policy ${name} where attempts grow step by step`, () => {
    it('stops, keeps to its slots, to the budget and to what the run can do, and accounts for every token', async () => {
      for (const world of worlds) {
        for (const concurrency of [1, 3]) {
          const config = configOf({ policy: name, actions, concurrency, budget: { tokens: 700, calls: 40 } });
          const { events, executor } = await runInSteps(world, config);
          const end = events.at(-1);
          assert.ok(end?.type === 'run-ended', JSON.stringify(world));
          assert.notEqual(end.failure?.code, 'internal', JSON.stringify(end.failure));
          assert.ok(executor.mostInFlight <= concurrency);
          assert.ok(totalTokens(end.spent) <= 700 && end.spent.calls <= 40);
          assert.ok(executor.actions.every(action => actions.some(type => type === action.type)));
          const ended = events.filter(event => event.type === 'action-ended');
          assert.deepEqual(
            ended.reduce((sum, event) => addCosts(sum, event.cost), zeroCost),
            end.spent,
          );
        }
      }
    });

    it('chooses whenever a complete candidate was drawn, and never a prefix', async () => {
      for (const world of worlds) {
        const { events } = await runInSteps(world, configOf({ policy: name, actions }));
        const complete = events.flatMap(event =>
          event.type === 'action-ended' &&
          event.result.type === 'candidate' &&
          event.result.candidate.prefix === undefined
            ? [event.result.candidate.id]
            : [],
        );
        const end = events.at(-1);
        assert.ok(end?.type === 'run-ended');
        assert.equal(end.chosen !== undefined, complete.length > 0, JSON.stringify(world));
        assert.ok(end.chosen === undefined || complete.includes(end.chosen), `${end.chosen} is a prefix`);
      }
    });

    it('decides alike for the same seed and order of outcomes, and replays from its trace alone', async () => {
      for (const world of worlds.filter(one => one.chain.right > 0)) {
        const config = configOf({ policy: name, actions, concurrency: 3, budget: { tokens: 500 } });
        const { events } = await runInSteps(world, config);
        assert.deepEqual((await runInSteps(world, config)).events, events);
        assert.deepEqual(await replay(events, factory), events, JSON.stringify(world));
      }
    });
  });
}

describe('policy auto with a budget too small for what it would begin', () => {
  for (const budget of [{ calls: 8 }, { calls: 3 }, { tokens: 400 }]) {
    it(`writes what it has begun to the end, and has an answer: ${JSON.stringify(budget)}`, async () => {
      for (let seed = 0; seed < 20; seed++) {
        const chain = { steps: 5, right: 0.7, ending: 0, judge: { gap: 3, noise: 0.5 } };
        const world = { task: promptTask, seed, chain, failing: 0 };
        const { events } = await runInSteps(world, configOf({ policy: 'auto', actions, budget }));
        const end = events.at(-1);
        assert.ok(end?.type === 'run-ended' && end.chosen !== undefined, `seed ${seed}`);
      }
    });
  }
});
