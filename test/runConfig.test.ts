import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { PonderParts } from '../src/createPonder.ts';
import type { CodeTask, Task } from '../src/engine/task.ts';
import type { RunOptions } from '../src/ponder.ts';
import { runConfig } from '../src/runConfig.ts';
import { scriptedModel } from './support/fakes.ts';
import { codeTask, promptTask } from './support/worlds.ts';

const configured = (options: RunOptions, prices = { prompt: 0, completion: 0 }) =>
  runConfig(
    codeTask,
    { provider: 'openai', model: scriptedModel(() => ''), isolation: 'sandbox', prices },
    [],
    options,
  );

describe('the configuration of a run', () => {
  it('keeps the default caps that nothing else was said about', () => {
    const { budget } = configured({ budget: { calls: 3 } });
    assert.deepEqual(budget, { tokens: 20_000, calls: 3, seconds: 300 });
  });

  it('lets code be searched for where there is a search, and nothing else', () => {
    const actions = (task: Task, searchIn?: PonderParts['searchIn']) => {
      const model = scriptedModel(() => '');
      const prices = { prompt: 0, completion: 0 };
      const parts = {
        provider: 'openai',
        model,
        isolation: 'sandbox',
        prices,
        ...(searchIn && { searchIn }),
      } as const;
      return runConfig(task, parts, [], {}).actions;
    };
    const searchIn = () => assert.fail('nothing is searched yet');
    assert.ok(actions(codeTask, searchIn).includes('search'));
    assert.ok(!actions(codeTask).includes('search'));
    assert.ok(!actions(promptTask, searchIn).includes('search'));
  });

  it('lets a function without tests be judged by generated ones, a method not', () => {
    const { tests, ...untested } = codeTask as CodeTask;
    const judged = [codeTask, untested, { ...untested, functionName: 'Stack.push' }, promptTask].map(task => {
      const parts = {
        provider: 'openai',
        isolation: 'sandbox',
        prices: { prompt: 0, completion: 0 },
      } as const;
      const { actions } = runConfig(task, { ...parts, model: scriptedModel(() => '') }, [], {});
      return actions.includes('judge');
    });
    assert.ok(tests);
    assert.deepEqual(judged, [false, true, false, false]);
  });

  it('names the reward by which candidates are chosen', () => {
    const { tests, ...untested } = codeTask as CodeTask;
    const rewards = ([codeTask, untested, promptTask] as const).map(task => {
      const parts = {
        provider: 'openai',
        isolation: 'sandbox',
        prices: { prompt: 0, completion: 0 },
      } as const;
      return runConfig(task, { ...parts, model: scriptedModel(() => '') }, [], {}).rewards;
    });
    assert.deepEqual(rewards, [['executable-tests'], ['output-agreement'], ['agreement']]);
  });

  it('refuses what no run can be made with, and says what would be right', () => {
    assert.throws(() => configured({ policy: 'magic' }), /no policy "magic"\. Choose one of: auto, /);
    assert.throws(() => configured({ concurrency: 0 }), /Concurrency is 0; give a whole number from 1 to 64/);
    assert.throws(() => configured({ budget: { microDollars: 9 } }), /needs the prices of the model/);
    assert.equal(
      configured({ budget: { microDollars: 9 } }, { prompt: 1, completion: 2 }).budget.microDollars,
      9,
    );
  });
});
