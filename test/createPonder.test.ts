import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { type TestContext, test } from 'node:test';
import { createPonder, type PonderParts, systemClock } from '../src/createPonder.ts';
import type { Discovery } from '../src/workspace/discover.ts';

test('a wait of months does not end at once', async () => {
  let late = false;
  const cancel = systemClock.after(3_000_000_000, () => {
    late = true;
  });
  await new Promise<void>(done => systemClock.after(20, done));
  cancel();
  assert.equal(late, false);
});

const none = () => assert.fail('nothing is run');
const broken = async () => {
  throw new Error('EACCES: permission denied');
};

/** Of a model that is gone, on a machine where no folder can be removed. */
function brokenParts(t: TestContext): PonderParts {
  const dataDir = fs.mkdtempSync(path.join(os.tmpdir(), 'ponder-create-'));
  t.after(() => fs.rmSync(dataDir, { recursive: true }));
  return {
    provider: 'recorded',
    model: {
      id: 'm',
      can: { seed: true, streaming: false, usage: true, promptStyle: 'small' },
      generate: none,
      countPrompt: async () => {
        throw new Error('the model is gone');
      },
    },
    prices: { prompt: 0, completion: 0 },
    discover: none,
    openTests: () => ({ run: none, dispose: broken }),
    openProbes: () => ({ run: none, dispose: broken }),
    openScripts: () => ({ seconds: 1, run: none, dispose: broken }),
    isolation: 'sandbox',
    testSeconds: 1,
    probeSeconds: 1,
    dataDir,
    dispose: async () => {},
  };
}

test('the model is let go though the folder of the scripts cannot be removed', async t => {
  let isLetGo = false;
  const dispose = async () => {
    isLetGo = true;
  };
  await createPonder({ ...brokenParts(t), dispose }).dispose();
  assert.ok(isLetGo);
});

test('files that cannot be removed at the end take no outcome away', async t => {
  const parts = brokenParts(t);
  const text = 'function f() {}\n';
  const found: Extract<Discovery, { type: 'found' }> = {
    type: 'found',
    task: {
      type: 'code',
      language: 'javascript',
      file: 'f.js',
      functionName: 'f',
      original: text,
      signature: 'function f()',
      documentation: '',
      context: '',
    },
    assembler: { assemble: none },
    workspace: parts.dataDir,
    text,
    range: { start: 0, end: text.length },
  };
  const outcome = await createPonder(parts).solve(found, {}).result;
  assert.equal(outcome.stop, 'failed');
  assert.match(outcome.failure?.message ?? '', /the model is gone/);
});
