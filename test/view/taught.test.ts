import assert from 'node:assert/strict';
import { test } from 'node:test';
import { flatPrior } from '../../src/engine/prior.ts';
import { taughtBy } from '../../src/view/taught.ts';
import { configOf } from '../support/worlds.ts';

const belief = (chance: number) => ({ chance, weight: 1 });

test('what earlier runs taught is said in a sentence, and nothing where nothing was learnt', () => {
  assert.equal(taughtBy(configOf()), undefined);
  assert.equal(taughtBy(configOf({ prior: flatPrior })), undefined);
  assert.equal(
    taughtBy(configOf({ prior: { ...flatPrior, sample: { default: belief(0.379) }, runs: 41 } })),
    'From 41 earlier runs: first attempts at functions like this pass 38% of the time.',
  );
  assert.equal(
    taughtBy(
      configOf({ prior: { ...flatPrior, sample: { plain: belief(0.5), think: belief(0.8) }, runs: 1 } }),
    ),
    'From 1 earlier run: first attempts at functions like this pass 50% (plain), 80% (think) of the time.',
  );
});

test('how many verdicts say what agreement is worth', () => {
  const calibration = [
    { score: 0.5, right: 0, wrong: 1 },
    { score: 0.8, right: 2, wrong: 0 },
  ];
  assert.equal(
    taughtBy(configOf({ calibration })),
    'What agreement is worth is learnt from 3 verdicts of yours.',
  );
});
