// The whole product over a made-up server: what a run leaves for the next one, and that every trace can be replayed.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, describe, it } from 'node:test';
import { composePonder } from '../../src/compose.ts';
import { policies } from '../../src/engine/policies/index.ts';
import { replay } from '../../src/engine/replay.ts';
import type { RunConfig, TraceEvent } from '../../src/engine/trace.ts';
import type { RunOptions } from '../../src/ponder.ts';
import { historyFileOf, readHistory } from '../../src/store/history.ts';
import { forgetLearnt } from '../../src/store/learning.ts';
import { readTrace } from '../../src/store/traceFile.ts';
import { report } from '../../src/view/report.ts';
import { viewOf } from '../../src/view/runView.ts';
import { startFakeOpenAi } from '../support/fakeOpenAi.ts';

const root = path.resolve(import.meta.dirname, '../..');
const scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'learning-test-'));
after(() => fs.rmSync(scratch, { recursive: true, force: true }));

const right =
  '```js\nexport function clamp(value, low, high) { return Math.min(Math.max(value, low), high); }\n```';
const wrong = '```js\nexport function clamp(value, low, high) { return value + 1; }\n```';

/** The product with one folder of data and a model that says what it is told to. */
async function withPonder(
  name: string,
  use: (parts: {
    readonly dataDir: string;
    solve(text: string, options?: RunOptions): Promise<Ended>;
    answer(text: string, verdict?: 'accepted' | 'rejected'): Promise<Ended>;
  }) => Promise<void>,
) {
  let says = '';
  const server = await startFakeOpenAi({ answers: () => ({ text: says }) });
  const dataDir = path.join(scratch, name);
  const { ponder } = await composePonder({
    model: { provider: 'openai', baseUrl: server.baseUrl, model: 'made-up-70b', apiKey: 'k' },
    dist: path.join(root, 'dist'),
    dataDir,
    progress() {},
    signal: new AbortController().signal,
  });
  const workspace = path.join(root, 'media/playground');
  const file = path.join(workspace, 'javascript/src/numbers.js');
  const text = fs.readFileSync(file, 'utf8');
  try {
    await use({
      dataDir,
      async solve(said, options = {}) {
        says = said;
        const at = { type: 'name', name: 'clamp' } as const;
        const found = await ponder.discover({ workspace, file, text, at });
        assert.ok(found.type === 'found');
        return await ended(ponder.solve(found, { concurrency: 1, ...options }));
      },
      async answer(said, verdict) {
        says = said;
        const run = ponder.answer('How many?', { concurrency: 1, policy: 'uniform' });
        const { chosen } = await run.result;
        if (verdict) await run.choose(chosen?.id ?? '', verdict);
        return await ended(run);
      },
    });
  } finally {
    await ponder.dispose();
    await server.close();
  }
}

type Ended = {
  readonly config: RunConfig;
  readonly events: readonly TraceEvent[];
  readonly problem?: string;
};

async function ended(run: {
  readonly result: Promise<{ trace?: string; learningProblem?: string }>;
}): Promise<Ended> {
  const { trace, learningProblem } = await run.result;
  const { events } = readTrace(fs.readFileSync(trace ?? '', 'utf8'));
  const [start] = events;
  assert.ok(start?.type === 'run-started');
  return { config: start.config, events, ...(learningProblem !== undefined && { problem: learningProblem }) };
}

async function isReplayed({ config, events }: Ended): Promise<void> {
  const factory = policies[config.policy];
  assert.ok(factory);
  const comparable = (all: readonly TraceEvent[]) =>
    all
      .filter(event => event.type !== 'choice')
      .map(event => ({ ...event, at: 0, ...(event.type === 'run-ended' && { seconds: 0 }) }));
  assert.deepEqual(comparable(await replay(events, factory)), comparable(events));
}

describe('runs learn from earlier ones', () => {
  it('how often first attempts are right, and every trace can be replayed without what was learnt', async () => {
    await withPonder('solving', async ({ solve, dataDir }) => {
      const runs = [await solve(wrong), await solve(wrong), await solve(right), await solve(right)];
      const chances = runs.map(({ config }) => config.prior?.sample.default?.chance);
      assert.equal(chances[0], undefined, 'nothing was known');
      const [, one = 0, two = 0, three = 0] = chances;
      assert.ok(one < 0.4 && two < one && three > two, chances.join(' '));
      assert.deepEqual(
        runs.map(({ config }) => config.prior?.runs),
        [undefined, 1, 2, 3],
      );
      for (const run of runs) await isReplayed(run);
      const last = viewOf(runs.at(-1)?.events ?? []);
      assert.ok(last);
      const said = `From 3 earlier runs: first attempts at functions like this pass ${Math.round(three * 100)}% of the time.`;
      assert.equal(last.taught, said);
      assert.ok(report(last).includes(said));
      const kept = fs.readFileSync(historyFileOf(dataDir), 'utf8');
      assert.doesNotMatch(kept, /clamp|playground|numbers|Math|\bk\b/);
      forgetLearnt(dataDir);
      assert.equal((await solve(right)).config.prior, undefined);
    });
  });

  it('but a measurement neither learns nor teaches', async () => {
    await withPonder('measuring', async ({ solve, dataDir }) => {
      await solve(right);
      assert.equal((await solve(right, { learn: false })).config.prior, undefined);
      assert.equal(readHistory(historyFileOf(dataDir)).items.length, 1);
    });
  });

  it('and a damaged history is told of, loses nothing and stops no run', async () => {
    await withPonder('damaged', async ({ solve, dataDir }) => {
      await solve(right);
      fs.appendFileSync(historyFileOf(dataDir), '{"version":1,"workspa');
      const run = await solve(right);
      assert.equal(run.config.prior?.runs, 1);
      assert.match(run.problem ?? '', /1 lines .* are no rows/);
      assert.equal(readHistory(historyFileOf(dataDir)).items.length, 2);
    });
  });

  it('what agreement is worth, from what the person accepted and rejected', async () => {
    await withPonder('answering', async ({ answer }) => {
      const first = await answer('Answer: 9', 'rejected');
      assert.equal(first.config.calibration, undefined);
      const quality = ({ events }: Ended) => {
        const last = events.findLast(event => event.type === 'action-ended');
        assert.ok(last);
        return last;
      };
      const score = quality(first).quality;
      const second = await answer('Answer: 9', 'rejected');
      assert.deepEqual(second.config.calibration, [
        { score: Math.round(score * 100) / 100, right: 0, wrong: 1 },
      ]);
      assert.equal(quality(second).score, score);
      const third = await answer('Answer: 9', 'accepted');
      assert.ok(quality(third).quality < quality(second).quality, 'two rejections say more than one');
      const fourth = await answer('Answer: 9');
      assert.ok(quality(fourth).quality > quality(third).quality);
      assert.match(viewOf(fourth.events)?.taught ?? '', /learnt from 3 verdicts of yours/);
      for (const run of [first, second, third, fourth]) await isReplayed(run);
    });
  });
});
