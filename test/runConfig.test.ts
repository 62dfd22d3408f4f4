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

  const { tests, ...untested } = codeTask as CodeTask;
  const method = { ...untested, functionName: 'Stack.push' };
  const tasks = { tested: codeTask, untested, method, prompt: promptTask };
  const of = (
    task: keyof typeof tasks,
    options: RunOptions = {},
    promptStyle: 'small' | 'large' = 'large',
  ) => {
    const model = scriptedModel(() => '', {
      can: { seed: true, streaming: false, usage: true, promptStyle },
    });
    const parts = {
      provider: 'openai',
      isolation: 'sandbox',
      prices: { prompt: 0, completion: 0 },
      model,
    } as const;
    return runConfig(tasks[task], parts, [], options);
  };

  it('names the rewards by which candidates are chosen, by the kind of task', () => {
    assert.ok(tests);
    assert.deepEqual(of('tested').rewards, ['executable-tests']);
    assert.deepEqual(of('untested').rewards, ['output-agreement', 'generated-tests', 'rubric']);
    assert.deepEqual(of('method').rewards, ['output-agreement', 'rubric']);
    assert.deepEqual(of('prompt').rewards, ['agreement', 'pointwise', 'rubric']);
  });

  it('keeps what a task always has when others are named, each once, and none named is as if nothing were said', () => {
    assert.deepEqual(of('prompt', { rewards: ['principles', 'agreement', 'principles'] }).rewards, [
      'agreement',
      'principles',
    ]);
    assert.deepEqual(of('untested', { rewards: ['pairwise'] }).rewards, ['output-agreement', 'pairwise']);
    assert.deepEqual(of('prompt', { rewards: [] }), of('prompt'));
  });

  it('refuses a reward that the kind of task cannot have, and names those that it can', () => {
    assert.throws(
      () => of('prompt', { rewards: ['executable-tests'] }),
      /no reward "executable-tests" for a prompt\. Choose among: agreement, .*pointwise/,
    );
    assert.throws(() => of('method', { rewards: ['generated-tests'] }), /for code without tests/);
    assert.throws(() => of('tested', { rewards: ['pairwise'] }), /for code with tests\. Choose .*principles/);
  });

  it('lists the judges with what they perform; where tests decide they are bought for critiques alone', () => {
    const judges = (...args: Parameters<typeof of>) =>
      of(...args).judges?.map(({ name, performs }) => `${name}: ${performs.join(' ')}`);
    assert.deepEqual(judges('tested'), []);
    assert.deepEqual(judges('tested', { rewards: ['principles'] }), ['principles: judge']);
    assert.deepEqual(judges('prompt', { rewards: ['principles', 'pairwise'] }), [
      'principles: judge compare',
      'pairwise: compare',
    ]);
  });

  it('counts several judges in part and one judge whole, before labels', () => {
    const shares = (...rewards: string[]) => of('prompt', { rewards }).judges?.map(({ share }) => share);
    assert.deepEqual(shares('principles', 'pairwise'), [6 / 7, 6 / 7]);
    assert.deepEqual(shares('principles'), [undefined]);
  });

  it('lets a run do what its rewards need', () => {
    const actions = (...args: Parameters<typeof of>) => of(...args).actions.join(' ');
    assert.equal(actions('tested'), 'sample refine');
    assert.equal(actions('tested', { rewards: ['pointwise'] }), 'sample refine judge');
    assert.equal(actions('method', { rewards: ['pairwise'] }), 'sample compare');
    assert.equal(actions('untested', { rewards: ['generated-tests'] }), 'sample judge compare');
    assert.equal(actions('untested', { rewards: ['confidence'] }), 'sample');
    assert.equal(actions('prompt', { rewards: ['agreement'] }), 'sample');
    assert.ok(of('prompt', { rewards: ['stepwise'] }).actions.includes('extend'));
  });

  it('believes a small model to be no judge until the person names one or labels say otherwise', () => {
    const difference = (...args: Parameters<typeof of>) => {
      const model = of(...args).judges?.[0]?.model;
      assert.ok(model);
      return (
        model.right.a / (model.right.a + model.right.b) - model.wrong.a / (model.wrong.a + model.wrong.b)
      );
    };
    const [small, large] = [difference('prompt', {}, 'small'), difference('prompt')];
    assert.ok(small > 0 && small < 0.01 && large > 0.1, `${small} ${large}`);
    assert.equal(difference('prompt', { rewards: ['pointwise'] }, 'small'), large);
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
