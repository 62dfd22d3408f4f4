import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, describe, it } from 'node:test';
import { gzipSync } from 'node:zlib';
import { measureOverhead, overheadTable } from '../../src/bench/overhead.ts';
import { allOrders, bestOrder, valueOfOrder } from '../../src/bench/recorded/fixedOrder.ts';
import { type ArmTask, inOrderOf, orderChooser, play } from '../../src/bench/recorded/playArms.ts';
import { runSuite } from '../../src/bench/recorded/runSuite.ts';
import { uniform } from '../../src/engine/policies/uniform.ts';
import { seededRandom } from '../../src/engine/random.ts';
import { BadOption } from '../../src/runConfig.ts';

const arms = [
  { id: 'gpt-4', price: 10 },
  { id: 'gpt-3.5-turbo', price: 1 },
];
const random = seededRandom('recorded');
const tasks = Array.from({ length: 24 }, (_, i): ArmTask => {
  const draws = (chance: number) =>
    Array.from({ length: 10 }, () => ({ right: random.next() < chance, tokens: 20 }));
  return { id: `t${i}`, arms: { 'gpt-4': draws(i % 3 === 0 ? 0.2 : 0.9), 'gpt-3.5-turbo': draws(0.5) } };
});

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'ponder-routing-'));
after(() => fs.rmSync(folder, { recursive: true, force: true }));

describe('fixed orders', () => {
  it('are worth exactly what playing them gives in the mean', () => {
    const order = ['gpt-3.5-turbo', 'gpt-4', 'gpt-3.5-turbo'];
    const exact = valueOfOrder(order, tasks, arms);
    let [solved, price] = [0, 0];
    const seeds = 400;
    for (let seed = 0; seed < seeds; seed++) {
      for (const task of tasks) {
        const played = play(inOrderOf(`${seed}`, task), arms, orderChooser(order), 5);
        solved += (played.right ? 1 : 0) / seeds / tasks.length;
        price += played.price / seeds / tasks.length;
      }
    }
    assert.ok(Math.abs(solved - exact.solved) < 0.01, `${solved} against ${exact.solved}`);
    assert.ok(Math.abs(price - exact.price) < 0.1, `${price} against ${exact.price}`);
  });

  it('are all tried, and the dearest arm is left out when price counts for everything', () => {
    const orders = allOrders(arms, 3);
    assert.equal(orders.length, 1 + 2 + 4 + 8);
    const values = orders.map(order => valueOfOrder(order, tasks, arms));
    assert.equal(bestOrder(orders, values, 0).length, 3);
    assert.ok(!bestOrder(orders, values, 0.09).includes('gpt-4'));
    assert.deepEqual(bestOrder(orders, values, 5), []);
  });
});

describe('the routing suite', () => {
  it('reads recorded runs and gives the same rows for the same seeds', async () => {
    const rows = tasks.flatMap(task =>
      Object.entries(task.arms).map(([model, draws]) =>
        JSON.stringify({
          task_id: task.id,
          model,
          runs: draws.map(({ right, tokens }) => ({ pass: right, tokens })),
        }),
      ),
    );
    fs.writeFileSync(path.join(folder, 'runs.jsonl.gz'), gzipSync(rows.join('\n')));
    const ask = () =>
      runSuite({
        suite: 'routing',
        data: folder,
        seeds: 2,
        signal: new AbortController().signal,
        progress: () => {},
      });
    const [first, second] = [await ask(), await ask()];
    const bare = ({ rows: list }: typeof first) => list.map(({ millisPerDecision: _, ...row }) => row);
    assert.deepEqual(bare(first), bare(second));
    assert.deepEqual([first.tasks, first.seeds], [24, 2]);
    const strong = first.rows.find(row => row.policy === 'always-strong');
    const best = first.references.hindsight[0]?.accuracy ?? 0;
    assert.ok(strong && strong.draws <= 5 && strong.accuracy <= best + 0.1);
    for (const row of first.rows) {
      assert.ok(row.ci95[0] <= row.accuracy && row.accuracy <= row.ci95[1], row.policy);
      const ended = Object.values(row.stopReasons).reduce((sum, many) => sum + many, 0);
      assert.equal(ended, 48, `${row.policy} ended ${ended} times`);
    }
  });

  it('says what a folder lacks', async () => {
    const request = { suite: 'routing', seeds: 1, signal: new AbortController().signal, progress: () => {} };
    await assert.rejects(runSuite({ ...request, data: path.join(folder, 'none') }), BadOption);
    await assert.rejects(
      runSuite({ ...request, data: folder, policies: ['cascade'] }),
      /there are the policies/,
    );
  });
});

describe('overhead', () => {
  it('times decisions at every size, and the table shows each', () => {
    const rows = measureOverhead(uniform);
    assert.equal(rows.length, 8);
    for (const { micros, candidates } of rows) {
      assert.ok(micros !== undefined && micros > 0 && micros < 1_000_000, `${micros} at ${candidates}`);
    }
    assert.equal(overheadTable(rows).split('\n').length, 4);
  });
});
