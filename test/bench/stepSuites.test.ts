import assert from 'node:assert/strict';
import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { gzipSync } from 'node:zlib';
import { fraction, replayed, type State, solver, successors } from '../../src/bench/recorded/game24.ts';
import { distanceFromTarget, particleBound } from '../../src/bench/recorded/goldChain.ts';
import { areaUnderCurve, calibratedOn, type Judged } from '../../src/bench/recorded/judgedSteps.ts';
import { steps } from '../../src/bench/recorded/steps.ts';
import { seededRandom } from '../../src/engine/random.ts';
import { BadOption } from '../../src/runConfig.ts';

const game = (...numbers: number[]): State => numbers.map(number => fraction(number));

describe('the Game of 24', () => {
  it('is solved exactly, through fractions where it must be', () => {
    const winnable = solver();
    assert.ok(winnable(game(1, 5, 5, 5)), '(5 - 1/5) * 5');
    assert.ok(winnable(game(3, 3, 8, 8)), '8 / (3 - 8/3)');
    assert.ok(!winnable(game(1, 1, 1, 1)));
    assert.ok(winnable(game(24)) && !winnable(game(12)));
  });

  it('has the successors of two numbers, each once', () => {
    const values = successors(game(2, 4)).map(([only]) => only && only.over / only.under);
    assert.deepEqual(values.sort(), [-2, 0.5, 2, 6, 8].sort());
  });

  it('replays written moves, rounded numbers too, and refuses numbers that are not there', () => {
    const start = game(4, 5, 6, 10);
    const after = replayed(start, ['10 / 6 = 1.67 (left: 1.67 4 5)', '1.67 * 4 = 6.67 (left: 5 6.67)']);
    assert.deepEqual(after, [fraction(5), fraction(20, 3)]);
    assert.equal(replayed(start, ['7 + 4 = 11']), undefined);
    assert.equal(replayed(start, ['4 + 4 = 8']), undefined);
    assert.equal(replayed(start, ['nothing']), undefined);
  });
});

const judged = (value: number, winnable: boolean): Judged => ({
  task: 0,
  step: 1,
  value,
  winnable,
  parent: '',
  text: '',
});

describe('a judge of steps', () => {
  it('has the area under its curve, with ties counting half', () => {
    assert.equal(areaUnderCurve([judged(3, true), judged(1, false)]), 1);
    assert.equal(areaUnderCurve([judged(1, true), judged(1, false), judged(3, false)]), 0.25);
  });

  it('is calibrated without ever falling as its value rises', () => {
    const states = [
      ...Array.from({ length: 8 }, (_, index) => judged(1, index < 4)),
      ...Array.from({ length: 8 }, (_, index) => judged(2, index < 2)),
      ...Array.from({ length: 8 }, () => judged(3, true)),
    ];
    const chance = calibratedOn(states);
    assert.equal(chance(1), chance(2));
    assert.ok(chance(3) > 0.9 && chance(3) < 1);
    assert.equal(chance(99), chance(3));
  });
});

describe('the chain with a dialled Bellman error', () => {
  const always = { method: 'multinomial', gate: Number.POSITIVE_INFINITY } as const;
  const chain = { steps: 16, rare: 0.1, swing: 0.5 };

  it('comes to its target with a true judge, and not with one that errs by a fifth at each step', () => {
    const distance = (error: number) =>
      distanceFromTarget({ ...chain, error }, 64, seededRandom('law'), always, 300);
    assert.ok(distance(0) < 0.05, `${distance(0)}`);
    assert.ok(distance(0.2) > 0.1, `${distance(0.2)}`);
  });

  it('asks for as many particles as the published bound says', () => {
    assert.deepEqual(
      [
        particleBound(1.5, 10, 0.01, 0.1),
        particleBound(2, 10, 0.01, 0.1),
        particleBound(2, 10, 0.1, 0.1),
        particleBound(2, 20, 0.05, 0.1),
      ],
      [975, 5477, 549_990, 1_666_326],
    );
  });
});

describe('the suite steps', () => {
  let data: string;
  before(async () => {
    data = await fs.mkdtemp(path.join(os.tmpdir(), 'ponder-steps-'));
    const [first, second, third] = ['4 * 6 = 24 (left: 1 1 24)', '24 * 1 = 24 (left: 1 24)', '24 * 1 = 24'];
    const step = (number: number, values: readonly number[], ...texts: readonly string[]) => ({
      step: number,
      x: '1 1 4 6',
      new_ys: texts,
      values,
    });
    const tree = {
      steps: [
        step(0, [60, 0.001], `${first}\n`, '4 + 6 = 10 (left: 1 1 10)\n'),
        step(1, [60], `${first}\n${second}\n`),
        step(2, [60], `${first}\n${second}\n${third}\n`),
        step(3, [60], `${first}\n${second}\n${third}\nAnswer: 4 * 6 * 1 * 1 = 24\n`),
      ],
    };
    const trees = Array.from({ length: 5 }, () => tree);
    await fs.writeFile(path.join(data, 'tree.json.gz'), gzipSync(JSON.stringify(trees)));
  });
  after(() => fs.rm(data, { recursive: true, force: true }));

  const request = { policies: ['auto', 'uniform', 'smc'], budgets: [6], seeds: 2, progress: () => {} };

  it('gives a row for each policy within its budget, with the answers left out of the states', async () => {
    const result = await steps.run({ ...request, data, signal: new AbortController().signal });
    assert.deepEqual(
      result.rows.map(row => [row.policy, row.budget, row.unit]),
      [
        ['auto', 6, 'moves'],
        ['uniform', 6, 'moves'],
        ['smc', 6, 'moves'],
      ],
    );
    for (const row of result.rows) assert.ok(row.draws > 0 && row.draws <= 6 && row.ci95[0] <= row.accuracy);
    const { judges } = result.figures as { judges: { states: number; auc: number }[] };
    assert.deepEqual(
      judges.map(judge => judge.states),
      [10, 5, 5],
    );
    assert.equal(judges[0]?.auc, 1);
  });

  it('says clearly that the folder does not hold what it reads', async () => {
    const signal = new AbortController().signal;
    await assert.rejects(steps.run({ ...request, data: os.tmpdir(), signal }), BadOption);
  });
});
