import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
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

test('files that cannot be removed at the end take no outcome away', async () => {
  const none = () => assert.fail('nothing is run');
  const broken = async () => {
    throw new Error('EACCES: permission denied');
  };
  const parts: PonderParts = {
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
    isolation: 'sandbox',
    testSeconds: 1,
    probeSeconds: 1,
    dataDir: fs.mkdtempSync(path.join(os.tmpdir(), 'ponder-create-')),
    dispose: async () => {},
  };
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
