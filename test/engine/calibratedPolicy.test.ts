import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { CalibratedPolicy } from '../../src/engine/calibratedPolicy.ts';
import { calibrated, type Labels, withLabel } from '../../src/engine/calibration.ts';
import { policies } from '../../src/engine/policies/index.ts';
import { uniform } from '../../src/engine/policies/uniform.ts';
import type { Policy } from '../../src/engine/policy.ts';
import { replay } from '../../src/engine/replay.ts';
import { drive, setupOf } from '../support/driving.ts';
import { codeTask, configOf, promptTask, runIn } from '../support/worlds.ts';

/** Answers that most samples agreed on were mostly wrong here. */
const labels = Array.from({ length: 30 }).reduce<Labels>(known => withLabel(known, 0.75, false), []);
const meaning = calibrated(labels);

describe('a calibrated policy', () => {
  const votes = setupOf({ task: 'prompt', verifiable: false, samples: 3 });
  const given = (calibrate?: (score: number) => number) =>
    drive(
      {
        name: 'uniform',
        summary: '',
        create: setup => {
          const policy = uniform.create(setup);
          return calibrate ? new CalibratedPolicy(policy, calibrate) : policy;
        },
      },
      votes,
      () => ({ behaviour: '9' }),
    );

  it('says what its score is worth, keeps the score, and decides as before', () => {
    const [plain, told] = [given(), given(meaning)];
    assert.deepEqual(told.actions, plain.actions);
    assert.equal(plain.policy.best()?.quality, 0.75);
    assert.deepEqual(told.policy.best(), { id: 'c1', quality: meaning(0.75), score: 0.75 });
    assert.ok(meaning(0.75) < 0.1);
  });

  it('keeps what else a decision rested on', () => {
    const standings = [{ candidate: 'c1', chance: 0.7 }];
    const stop: Policy = {
      ask: () => ({
        type: 'stop',
        kind: 'settled',
        reason: '',
        why: { quality: 0.7, considered: [], standings },
      }),
      started() {},
      tell() {},
      best: () => undefined,
    };
    const decision = new CalibratedPolicy(stop, () => 0.3).ask(1);
    assert.deepEqual(decision.type === 'stop' && decision.why, { quality: 0.3, considered: [], standings });
  });

  it('leaves what is of no use at 0', () => {
    const policy = new CalibratedPolicy(uniform.create(votes), () => 0.3);
    const used = drive({ name: '', summary: '', create: () => policy }, votes, () => ({
      error: 'no answer',
    }));
    assert.equal(used.policy.best()?.quality, 0);
  });

  for (const name of ['auto', 'uniform', 'router', 'esc']) {
    it(`gives a trace of ${name} that a replay repeats, by its configuration alone`, async () => {
      const factory = policies[name];
      assert.ok(factory);
      const world = { task: promptTask, seed: 3, right: 0.6, behaviours: 3, failing: 0 };
      const { events } = await runIn(world, configOf({ policy: name, calibration: labels }));
      const ended = events.filter(event => event.type === 'action-ended');
      assert.ok(ended.length > 0);
      assert.ok(ended.every(({ quality, score = -1 }) => quality === (score === 0 ? 0 : meaning(score))));
      assert.deepEqual(await replay(events, factory), events);
    });
  }

  it('is none where a verifier tells', async () => {
    const world = { task: codeTask, seed: 3, right: 0.6, behaviours: 3, failing: 0 };
    const { events } = await runIn(world, configOf({ calibration: labels }));
    assert.ok(events.every(event => event.type !== 'action-ended' || event.score === undefined));
  });
});
