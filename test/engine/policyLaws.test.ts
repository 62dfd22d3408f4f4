import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Outcome } from '../../src/engine/action.ts';
import { addCosts, cost, totalTokens, zeroCost } from '../../src/engine/cost.ts';
import { policies } from '../../src/engine/policies/index.ts';
import { policySetup } from '../../src/engine/policySetup.ts';
import { replay } from '../../src/engine/replay.ts';
import { codeTask, configOf, promptTask, runIn, type World } from '../support/worlds.ts';

const worlds: readonly World[] = [];
const tasks = [codeTask, { ...codeTask, tests: undefined }, promptTask] as World['task'][];
for (const task of tasks)
  for (const right of [0, 0.3, 1])
    for (const behaviours of [1, 1000])
      for (const failing of [0, 0.3, 1])
        for (const more of [{}, { actions: ['refine', 'search', 'judge', 'compare'], arms: 3 }] as const)
          (worlds as World[]).push({ task, seed: worlds.length, right, behaviours, failing, ...more });

for (const name of Object.keys(policies)) {
  describe(`policy ${name}`, () => {
    it('stops, keeps to its slots and to the budget, and accounts for every token, in every world', async () => {
      for (const world of worlds) {
        for (const concurrency of [1, 3]) {
          const config = configOf({ policy: name, concurrency, budget: { tokens: 3_000, calls: 9 } });
          const { events, executor } = await runIn(world, config);
          const end = events.at(-1);
          assert.ok(end?.type === 'run-ended', `did not end: ${JSON.stringify(world)}`);
          assert.ok(
            executor.mostInFlight <= concurrency,
            `${executor.mostInFlight} in flight for ${concurrency} slots`,
          );
          assert.ok(totalTokens(end.spent) <= 3_000 && end.spent.calls <= 9, JSON.stringify(end.spent));
          const ended = events.filter(event => event.type === 'action-ended');
          assert.deepEqual(
            ended.reduce((sum, event) => addCosts(sum, event.cost), zeroCost),
            end.spent,
          );
          assert.notEqual(end.reason, '');
        }
      }
    });

    it('answers whenever a usable candidate was drawn', async () => {
      for (const world of worlds) {
        const { events } = await runIn(world, configOf({ policy: name }));
        const drawn = events.some(
          event => event.type === 'action-ended' && event.result.type === 'candidate',
        );
        const end = events.at(-1);
        assert.equal(end?.type === 'run-ended' && end.chosen !== undefined, drawn, JSON.stringify(world));
      }
    });

    it('decides alike for the same seed and the same order of outcomes', async () => {
      for (const world of worlds.filter(one => one.right === 0.3)) {
        const config = configOf({ policy: name, concurrency: 3 });
        const [first, second] = [await runIn(world, config), await runIn(world, config)];
        assert.deepEqual(first.events, second.events);
      }
    });

    it('replays to the same events from its trace alone', async () => {
      for (const world of worlds) {
        const config = configOf({ policy: name, concurrency: 3, budget: { tokens: 2_000 } });
        const { events } = await runIn(world, config);
        const factory = policies[name];
        assert.ok(factory);
        assert.deepEqual(await replay(events, factory), events, JSON.stringify(world));
      }
    });

    it('counts an outcome that is told twice once', () => {
      const factory = policies[name];
      assert.ok(factory);
      const setup = () => policySetup(codeTask, configOf({ policy: name }));
      const [once, twice] = [factory.create(setup()), factory.create(setup())];
      for (let number = 1; number <= 3; number++) {
        const action = { type: 'sample', arm: 'default' } as const;
        const outcome: Outcome = {
          id: `a${number}`,
          action,
          cost: cost({ promptTokens: 10, calls: 1 }),
          result: {
            type: 'candidate',
            candidate: {
              id: `c${number}`,
              arm: 'default',
              text: '',
              behaviour: `b${number}`,
              cost: zeroCost,
            },
          },
        };
        for (const policy of [once, twice]) {
          policy.ask(1);
          policy.started([{ id: outcome.id, action }]);
          policy.tell(outcome);
        }
        twice.tell(outcome);
        assert.deepEqual(twice.ask(1), once.ask(1));
        assert.deepEqual(twice.best(), once.best());
      }
    });

    it('does not take a failure for evidence about the task', async () => {
      const factory = policies[name];
      assert.ok(factory);
      const policy = factory.create(policySetup(codeTask, configOf({ policy: name })));
      const before = policy.ask(1);
      policy.started([{ id: 'a1', action: { type: 'sample', arm: 'default' } }]);
      const failure = { code: 'server-error', message: 'It broke.', action: 'Try again.' };
      const action = { type: 'sample', arm: 'default' } as const;
      policy.tell({ id: 'a1', action, cost: zeroCost, result: { type: 'failed', failure } });
      assert.equal(policy.best(), undefined);
      const after = policy.ask(1);
      assert.equal(before.type, 'act');
      assert.deepEqual(after, before);
    });
  });
}

describe('auto', () => {
  it('stops at the first verified candidate', async () => {
    const { events } = await runIn(
      { task: codeTask, seed: 1, right: 1, behaviours: 1, failing: 0 },
      configOf({ concurrency: 1 }),
    );
    const end = events.at(-1);
    assert.ok(end?.type === 'run-ended');
    assert.deepEqual([end.status, end.stop, end.spent.calls], ['verified', 'verified', 1]);
  });

  it('stops for want of headroom when samples repeat one failure, sooner than when they all differ', async () => {
    const budget = { tokens: 100_000 };
    const hopeless = { task: codeTask, seed: 1, right: 0, failing: 0 };
    const same = await runIn({ ...hopeless, behaviours: 1 }, configOf({ concurrency: 1, budget }));
    const varied = await runIn({ ...hopeless, behaviours: 1e9 }, configOf({ concurrency: 1, budget }));
    const [a, b] = [same.events.at(-1), varied.events.at(-1)];
    assert.ok(a?.type === 'run-ended' && b?.type === 'run-ended');
    assert.equal(a.stop, 'no-headroom');
    assert.ok(a.spent.calls < b.spent.calls, `${a.spent.calls} against ${b.spent.calls}`);
    assert.ok(b.stop === 'no-gain' || b.stop === 'no-headroom');
  });

  it('buys more when an answer is worth more', async () => {
    const calls: number[] = [];
    for (const effort of ['quick', 'balanced', 'thorough'] as const) {
      const config = configOf({ effort, concurrency: 1, budget: {} });
      const { events } = await runIn(
        { task: codeTask, seed: 1, right: 0, behaviours: 1e9, failing: 0 },
        config,
      );
      const end = events.at(-1);
      calls.push(end?.type === 'run-ended' ? end.spent.calls : 0);
    }
    const [quick = 0, balanced = 0, thorough = 0] = calls;
    assert.ok(0 < quick && quick < balanced && balanced < thorough, calls.join(' '));
  });
});
