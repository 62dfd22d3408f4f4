import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { RunOptions } from '../src/ponder.ts';
import { runConfig } from '../src/runConfig.ts';
import { scriptedModel } from './support/fakes.ts';
import { codeTask } from './support/worlds.ts';

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
