import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Candidate } from '../../src/engine/candidate.ts';
import { zeroCost } from '../../src/engine/cost.ts';
import { StepValues, worthOfStart } from '../../src/engine/stepValues.ts';

function prefix(id: string, value: number): Candidate {
  return { id, arm: 'default', text: id, behaviour: id, cost: zeroCost, prefix: { steps: 1, value } };
}

function complete(id: string, verified: boolean): Candidate {
  const reward = { value: 0.5, quality: Number(verified), verified, evidence: [] };
  return { id, arm: 'default', text: id, behaviour: id, cost: zeroCost, reward };
}

function chanceOf(values: StepValues, id: string, waiting = 0): number {
  const opened = values.find(id);
  assert.ok(opened, `${id} is not open`);
  return values.chanceOf(opened, waiting);
}

describe('the worth of a start', () => {
  it('is where the expected surplus over the rest just pays the first step', () => {
    const chances = [
      { value: 0.8, weight: 0.25 },
      { value: 0.1, weight: 0.75 },
    ];
    const [first, rest] = [0.01, 0.05];
    const worth = worthOfStart(chances, first, rest);
    const surplus = chances.reduce(
      (sum, { value, weight }) => sum + weight * Math.max(0, value * worth - rest),
      0,
    );
    assert.ok(Math.abs(surplus - first) < 1e-12, `${surplus}`);
    assert.ok(Math.abs(worth - (first + 0.25 * rest) / (0.25 * 0.8)) < 1e-12, 'only the good starts go on');
  });

  it('is the charge of everything over the chance where no first step tells anything', () => {
    assert.ok(Math.abs(worthOfStart([{ value: 0.5, weight: 1 }], 0.01, 0.03) - 0.08) < 1e-12);
  });

  it('is infinite where nothing can come of it', () => {
    assert.equal(worthOfStart([{ value: 0, weight: 1 }], 0.01, 0.03), Number.POSITIVE_INFINITY);
  });
});

describe('values of prefixes', () => {
  it('are what the judge said before anything came of them', () => {
    const values = new StepValues();
    values.add(prefix('a', 0.6), undefined);
    assert.equal(chanceOf(values, 'a'), 0.6);
  });

  it('fall at a prefix whose continuations fail, and less at another lineage', () => {
    const values = new StepValues();
    values.add(prefix('a', 0.6), undefined);
    values.add(prefix('b', 0.6), undefined);
    for (let failure = 0; failure < 6; failure++) values.add(complete(`f${failure}`, false), 'a');
    assert.ok(chanceOf(values, 'a') < 0.1, `${chanceOf(values, 'a')}`);
    assert.ok(chanceOf(values, 'b') > 0.3, `${chanceOf(values, 'b')}`);
  });

  it('count a lineage once, however much was grown from it', () => {
    const otherAfter = (failures: number) => {
      const values = new StepValues();
      values.add(prefix('a', 0.6), undefined);
      values.add(prefix('b', 0.6), undefined);
      for (let failure = 0; failure < failures; failure++) values.add(complete(`f${failure}`, false), 'a');
      return chanceOf(values, 'b');
    };
    assert.equal(otherAfter(50), otherAfter(1));
    const many = new StepValues();
    many.add(prefix('b', 0.6), undefined);
    for (let lineage = 0; lineage < 10; lineage++) {
      many.add(prefix(`a${lineage}`, 0.6), undefined);
      many.add(complete(`f${lineage}`, false), `a${lineage}`);
    }
    assert.ok(chanceOf(many, 'b') < otherAfter(50) / 2, 'ten lineages say more than one');
  });

  it('rise with a good child and fall again when it fails', () => {
    const values = new StepValues();
    values.add(prefix('a', 0.2), undefined);
    const before = chanceOf(values, 'a');
    values.add(prefix('b', 0.9), 'a');
    const risen = chanceOf(values, 'a');
    assert.ok(risen > before, `${risen}`);
    for (let failure = 0; failure < 10; failure++) values.add(complete(`f${failure}`, false), 'b');
    assert.ok(chanceOf(values, 'a') < before, `${chanceOf(values, 'a')}`);
  });

  it('believe a judge less at a step whose promises were not kept, and at all steps before it', () => {
    const values = new StepValues();
    for (let lineage = 0; lineage < 8; lineage++) {
      values.add(prefix(`a${lineage}`, 0.5), undefined);
      values.add(prefix(`b${lineage}`, 0.5), `a${lineage}`);
      values.add(complete(`f${lineage}`, false), `b${lineage}`);
    }
    assert.ok(Math.abs(values.factor(2) - 0.2) < 1e-12, `${values.factor(2)}`);
    assert.ok(Math.abs(values.factor(1) - 0.2) < 1e-12, `${values.factor(1)}`);
  });

  it('owe for each lineage what its complete candidates broke, one at most', () => {
    const values = new StepValues();
    values.add(prefix('a', 0.3), undefined);
    values.add(prefix('b', 0.9), undefined);
    values.add(complete('f1', false), 'a');
    assert.ok(Math.abs(values.broken - 0.3) < 1e-12);
    for (let failure = 2; failure < 9; failure++) values.add(complete(`f${failure}`, false), 'b');
    assert.ok(Math.abs(values.broken - 1.3) < 1e-12);
  });

  it('count continuations under way as failed', () => {
    const values = new StepValues();
    values.add(prefix('a', 0.6), undefined);
    assert.ok(Math.abs(chanceOf(values, 'a', 2) - 0.3) < 1e-12);
  });

  it('are not there for the dead and for complete candidates', () => {
    const values = new StepValues();
    values.add(prefix('dead', 0), undefined);
    values.add({ ...prefix('broken', 0.9), error: 'no code' }, undefined);
    values.add(complete('end', false), undefined);
    assert.deepEqual(values.opened, []);
  });
});
