// The whole product over a made-up server: a judge that praises what fails is found out, and the next run does not ask it.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, it } from 'node:test';
import { composePonder } from '../../src/compose.ts';
import { flatJudge } from '../../src/engine/judgeModel.ts';
import type { RunConfig } from '../../src/engine/trace.ts';
import { judgeLabelsFileOf } from '../../src/store/judgeLabels.ts';
import { judgedIn } from '../../src/store/learning.ts';
import { readTrace } from '../../src/store/traceFile.ts';
import { startFakeOpenAi } from '../support/fakeOpenAi.ts';

const root = path.resolve(import.meta.dirname, '../..');
const scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'judge-learning-'));
after(() => fs.rmSync(scratch, { recursive: true, force: true }));

const bodies = ['value + 1', 'value - 1', 'low', 'high'];
const wrong = (body: string) =>
  `\`\`\`js\nexport function clamp(value, low, high) { return ${body}; }\n\`\`\``;

it('a judge that praises what fails loses its weight, and runs are told so', async () => {
  let says = '';
  const server = await startFakeOpenAi({ answers: () => ({ text: says }) });
  const dataDir = path.join(scratch, 'data');
  const { ponder } = await composePonder({
    model: { provider: 'openai', baseUrl: server.baseUrl, model: 'made-up-70b', apiKey: 'k' },
    dist: path.join(root, 'dist'),
    dataDir,
    progress() {},
    signal: new AbortController().signal,
  });
  const workspace = path.join(root, 'media/playground');
  const file = path.join(workspace, 'javascript/src/numbers.js');
  const at = { type: 'name', name: 'clamp' } as const;
  const text = fs.readFileSync(file, 'utf8');
  const judgeOf = async (trace: string | undefined) => {
    const [start] = readTrace(fs.readFileSync(trace ?? '', 'utf8')).events;
    assert.ok(start?.type === 'run-started');
    const config: RunConfig = start.config;
    return config.judges?.find(({ name }) => name === 'pointwise');
  };
  try {
    const found = await ponder.discover({ workspace, file, text, at });
    assert.ok(found.type === 'found');
    const options = { concurrency: 1, rewards: ['pointwise'], policy: 'uniform', budget: { calls: 1 } };
    const weights: (number | undefined)[] = [];
    for (const body of bodies) {
      says = wrong(body);
      const run = ponder.solve(found, options);
      const { candidates, trace } = await run.result;
      if (weights.length === 0) assert.deepEqual((await judgeOf(trace))?.model, flatJudge);
      says = 'It does exactly what is asked.\nScore: 10';
      await run.judge(candidates[0]?.id ?? '', 'pointwise', 2);
      weights.push(judgedIn(dataDir, workspace).judges[0]?.weight);
    }
    assert.ok((weights[0] ?? 0) > (weights[1] ?? 1), weights.join(' '));
    assert.equal(weights.at(-1), 0, weights.join(' '));
    const { trace } = await ponder.solve(found, options).result;
    const judge = await judgeOf(trace);
    assert.equal(judge?.labels, bodies.length);
    assert.deepEqual(judge?.model.right, judge?.model.wrong);
    const [report] = judgedIn(dataDir, workspace).judges;
    assert.deepEqual([report?.labels, report?.asked, report?.parsed], [bodies.length, 2 * bodies.length, 1]);
    const kept = fs.readFileSync(judgeLabelsFileOf(dataDir), 'utf8');
    assert.doesNotMatch(kept, /clamp|playground|numbers|exactly|value [+-]/);
  } finally {
    await ponder.dispose();
    await server.close();
  }
});
