import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { stepSetup } from '../../src/bench/recorded/driveSteps.ts';
import type { Action } from '../../src/engine/action.ts';
import type { Candidate } from '../../src/engine/candidate.ts';
import { zeroCost } from '../../src/engine/cost.ts';
import type { NextRound } from '../../src/engine/roundPolicy.ts';
import { WatchedSweep } from '../../src/engine/watchedSweep.ts';

const particles = 8;

function drawn(step: number, value: number, complete = false): readonly Candidate[] {
  return Array.from({ length: particles }, (_, index) => {
    const id = `c${step}.${index}`;
    const reward = { value, quality: value, verified: false, evidence: [] };
    return {
      id,
      arm: 'default',
      text: id,
      behaviour: id,
      cost: zeroCost,
      ...(complete ? { reward } : { prefix: { steps: step, value } }),
    };
  });
}

/** A sweep after two steps: the first steps are worth .5, what continues them is worth `value`. */
function afterTwoSteps(value: number): { sweep: WatchedSweep; next: NextRound } {
  const sweep = new WatchedSweep(stepSetup(particles, 'watched'), { families: [] });
  sweep.next(drawn(1, 0.5));
  return { sweep, next: sweep.next(drawn(2, value)) };
}

function untils(next: NextRound): readonly (string | undefined)[] {
  return next.type === 'round'
    ? next.actions.map((action: Action) => (action.type === 'extend' ? action.until : action.type))
    : [];
}

describe('a sweep that watches its judge', () => {
  it('goes on step by step while the judge agrees with itself', () => {
    const { sweep, next } = afterTwoSteps(0.5);
    assert.equal(sweep.judge?.light, 'green');
    assert.deepEqual(new Set(untils(next)), new Set(['step']));
  });

  it('writes what it has begun to the end with an amber light, and counts it as votes', () => {
    const { sweep, next } = afterTwoSteps(0.75);
    assert.equal(sweep.judge?.light, 'amber');
    assert.deepEqual(untils(next), Array(particles).fill('end'));
    assert.equal(sweep.next(drawn(3, 0.5, true)).type, 'end');
    assert.equal(sweep.votes.length, particles);
  });

  it('drops what it has begun with a red light', () => {
    const { sweep, next } = afterTwoSteps(0.1);
    assert.equal(sweep.judge?.light, 'red');
    assert.equal(next.type, 'end');
    assert.deepEqual(sweep.votes, []);
  });

  it('writes what it has begun to the end where the budget is short, and then votes choose', () => {
    const steps: number[] = [];
    const isShort = (step: number) => steps.push(step) === 2;
    const sweep = new WatchedSweep(stepSetup(particles, 'short'), { families: [] }, isShort);
    assert.deepEqual(new Set(untils(sweep.next(drawn(1, 0.5)))), new Set(['step']));
    const ended = drawn(2, 0.5, true).slice(0, 2);
    const next = sweep.next([...ended, ...drawn(2, 0.5).slice(2)]);
    assert.deepEqual(steps, [1, 2]);
    assert.ok(sweep.isCutShort);
    assert.deepEqual(new Set(untils(next)), new Set(['end']));
    sweep.next(drawn(3, 0.5, true).slice(0, untils(next).length));
    assert.deepEqual([sweep.leader(), sweep.finished], [undefined, []]);
    assert.equal(sweep.votes.length, 2 + untils(next).length);
  });

  it('begins no more than its calls can pay to the end', () => {
    const sweep = new WatchedSweep(
      { ...stepSetup(particles, 'few'), budget: { calls: 12 } },
      { families: [] },
    );
    assert.equal(sweep.first().length, 3);
  });

  it('remembers what sweeps before it measured', () => {
    const first = afterTwoSteps(0.75).sweep;
    const second = new WatchedSweep(stepSetup(particles, 'again'), { families: first.families, steps: 4 });
    assert.equal(second.judgeIsGood, false);
  });
});
