import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, before, describe, it } from 'node:test';
import { GenerationError } from '../../src/engine/languageModel.ts';
import { findRuntime } from '../../src/models/embeddedRuntime.ts';
import { LlamaChild } from '../../src/models/llamaChild.ts';
import { LlamaCpp, type LlamaCppOptions } from '../../src/models/llamaCpp.ts';
import type { FromLlama } from '../../src/models/llamaMessages.ts';
import { metered } from '../../src/models/metered.ts';
import { ensureModel, modelsDir } from '../../src/models/modelFiles.ts';
import { modelManifest } from '../../src/models/modelManifest.ts';
import { dataDir } from '../../src/store/dataDir.ts';
import { recordedCall, requestOf } from '../support/modelCalls.ts';

const root = path.join(import.meta.dirname, '../..');
const worker = path.join(root, 'src/models/llamaWorker.ts');
const crashingWorker = path.join(root, 'test/models/crashingWorker.ts');
const prompt =
  'Write the JavaScript function add. Answer with code only, in one code block.\n\nReturns the sum of a and b.';

let settings: LlamaCppOptions;
const open: LlamaCpp[] = [];

/** A model that is ended after the test. */
function openModel(more: Partial<LlamaCppOptions> = {}): LlamaCpp {
  const model = new LlamaCpp({ ...settings, ...more });
  open.push(model);
  return model;
}

before(async () => {
  const { signal } = new AbortController();
  const { file } = await ensureModel(modelManifest[0], { dir: modelsDir(dataDir()), signal });
  const runtime = await findRuntime([root]);
  assert.ok(runtime, 'node-llama-cpp is not installed.');
  const { id, promptStyle } = modelManifest[0];
  settings = { id, modelFile: file, promptStyle, worker, runtime: runtime.entry, contextTokens: 2048 };
});
afterEach(() => Promise.all(open.splice(0).map(model => model.dispose())));

describe('the embedded model', () => {
  it('writes code with exact token counts, streams it, and stops at the closing fence', async () => {
    const model = openModel();
    const { call, spent } = recordedCall();
    const pieces: string[] = [];
    const request = requestOf(prompt, { temperature: 0, maxTokens: 120, stopAtFence: true });
    const generation = await metered(model).generate(request, call, text => pieces.push(text));
    assert.equal(generation.finish, 'fence');
    assert.match(generation.text, /^```\w*\n[\s\S]*\n```$/);
    assert.match(generation.text, /add/);
    assert.ok(pieces.length > 3);
    assert.ok(pieces.join('').startsWith(generation.text));
    const counted = await model.countPrompt(request.messages, call.signal);
    assert.equal(generation.usage.promptTokens, counted);
    assert.ok(counted > 30 && counted < 80, `${counted} prompt tokens`);
    assert.deepEqual(
      { ...generation.usage, source: spent().estimated },
      { promptTokens: spent().promptTokens, completionTokens: spent().completionTokens, source: false },
    );
    assert.equal(spent().calls, 1);
  });

  it("puts the prompt into the model's own chat template, default system prompt and all", async () => {
    const model = openModel();
    const { signal } = new AbortController();
    const count = (content: string) => model.countPrompt([{ role: 'user', content }], signal);
    const byLlamaCppServer = { 'Say hi.': 33, [prompt]: 57 };
    for (const [text, tokens] of Object.entries(byLlamaCppServer)) assert.equal(await count(text), tokens);
  });

  it('gives the same text for the same seed and another for another, up to the limit', async () => {
    const model = openModel({ sequences: 2 });
    const write = async (seed: number) => {
      const request = requestOf('Tell me a story.', { seed, maxTokens: 25, temperature: 1 });
      return model.generate(request, recordedCall().call);
    };
    const [first, other, again] = [await write(7), await write(8), await write(7)];
    assert.equal(first.finish, 'length');
    assert.equal(first.usage.completionTokens, 25);
    assert.equal(again.text, first.text);
    assert.notEqual(other.text, first.text);
  });

  it('evaluates a prompt once for all its samples, which start from the same state', async () => {
    const { worker: file, runtime, modelFile } = settings;
    const shared = { worker: file, runtime, modelFile, sequences: 3, contextTokens: 1024, threads: 1 };
    const child = new LlamaChild({ ...shared, onCrash() {} });
    const { seed, stopAtFence, messages } = requestOf(prompt);
    const request = { messages, seed, stopAtFence, maxTokens: 12, temperature: 0 };
    try {
      await child.ready;
      const evaluated: number[] = [];
      const draw = () =>
        new Promise<FromLlama>((resolve, reject) => {
          const answer = (message: FromLlama) => {
            if (message.type === 'started') evaluated.push(message.evaluated);
            else if (message.type !== 'token') resolve(message);
          };
          child.ask(id => ({ type: 'generate', id, request }), { answer, crashed: reject });
        });
      const drawn = await Promise.all([draw(), draw(), draw(), draw()]);
      const [first] = drawn;
      assert.ok(first?.type === 'generated');
      evaluated.sort((left, right) => right - left);
      assert.deepEqual(evaluated, [first.promptTokens, 1, 1, 1]);
      for (const other of drawn) assert.equal(other.type === 'generated' && other.text, first.text);
    } finally {
      await child.end();
    }
  });

  it('refuses a prompt that leaves no room', async () => {
    const model = openModel({ contextTokens: 256 });
    const { call } = recordedCall();
    await assert.rejects(model.generate(requestOf('word '.repeat(300)), call), {
      failure: 'bad-request',
      message: /The prompt has 3\d\d tokens; the model is set up for 256/,
    });
    const generation = await model.generate(requestOf('Count to ten.', { maxTokens: 10 }), call);
    assert.ok(generation.usage.completionTokens > 0);
  });
});

describe('an aborted generation of the embedded model', () => {
  it('ends at once, is charged what it used, and frees its sequence', async () => {
    const model = openModel({ sequences: 1 });
    const stop = new AbortController();
    const { call, spent } = recordedCall({ signal: stop.signal });
    const started = Promise.withResolvers<void>();
    const running = metered(model).generate(requestOf('Tell me a story.', { maxTokens: 1500 }), call, () =>
      started.resolve(),
    );
    await started.promise;
    const at = performance.now();
    stop.abort(new Error('enough'));
    await assert.rejects(running, /enough/);
    assert.ok(performance.now() - at < 500);
    assert.ok(spent().promptTokens > 10);
    assert.ok(spent().completionTokens >= 1 && spent().completionTokens < 500);
    assert.equal(spent().estimated, false);
    const next = await model.generate(requestOf('Tell me a story.', { maxTokens: 5 }), recordedCall().call);
    assert.equal(next.usage.completionTokens, 5);
  });

  it('that waits for a sequence leaves the queue', async () => {
    const model = openModel({ sequences: 1 });
    const first = model.generate(requestOf('Tell me a story.', { maxTokens: 40 }), recordedCall().call);
    const stop = new AbortController();
    const waiting = model.generate(requestOf('Wait.'), recordedCall({ signal: stop.signal }).call);
    const last = model.generate(requestOf('Tell me a story.', { maxTokens: 3 }), recordedCall().call);
    setTimeout(() => stop.abort(), 50);
    await assert.rejects(waiting, { name: 'AbortError' });
    await first;
    assert.equal((await last).usage.completionTokens, 3);
  });

  it('while the model loads does not wait for it', async () => {
    const model = openModel();
    const stop = new AbortController();
    const { call, spent } = recordedCall({ signal: stop.signal });
    const running = metered(model).generate(requestOf('hi'), call);
    setTimeout(() => stop.abort(), 20);
    const at = performance.now();
    await assert.rejects(running, { name: 'AbortError' });
    assert.ok(performance.now() - at < 400);
    assert.equal(spent().calls, 0);
  });
});

describe('the child process of the embedded model', () => {
  it('is started anew after it was killed, and what was in flight fails', async () => {
    const model = openModel();
    const started = Promise.withResolvers<void>();
    const running = model.generate(
      requestOf('Tell me a story.', { maxTokens: 1500 }),
      recordedCall().call,
      () => started.resolve(),
    );
    await started.promise;
    const first = model.pid;
    assert.ok(first);
    process.kill(first, 'SIGKILL');
    await assert.rejects(running, { failure: 'crashed', message: /ended by SIGKILL/ });
    const next = await model.generate(requestOf('hi', { maxTokens: 3 }), recordedCall().call);
    assert.equal(next.usage.completionTokens, 3);
    assert.notEqual(model.pid, first);
  });

  it('says so when it crashes again and again', async () => {
    const model = openModel({ worker: crashingWorker });
    const messages: string[] = [];
    for (let call = 0; call < 3; call++) {
      const error: unknown = await model
        .generate(requestOf('hi'), recordedCall().call)
        .catch(reason => reason);
      assert.ok(error instanceof GenerationError && error.failure === 'crashed');
      messages.push(error.message);
    }
    assert.match(messages[0] ?? '', /ended by SIGABRT\. Last it said: about to crash/);
    assert.doesNotMatch(messages[1] ?? '', /in a row/);
    assert.match(messages[2] ?? '', /crashed 3 times in a row/);
  });

  it('is gone within 500 ms after dispose, and does not come back', async () => {
    const model = openModel();
    const started = Promise.withResolvers<void>();
    const running = model.generate(
      requestOf('Tell me a story.', { maxTokens: 1500 }),
      recordedCall().call,
      () => started.resolve(),
    );
    await started.promise;
    const { pid } = model;
    assert.ok(pid);
    const rejected = assert.rejects(running, { failure: 'crashed', message: /was stopped/ });
    const at = performance.now();
    await model.dispose();
    assert.ok(performance.now() - at < 500);
    await rejected;
    assert.equal(isAlive(pid), false);
    await assert.rejects(model.generate(requestOf('hi'), recordedCall().call), { failure: 'crashed' });
    assert.equal(model.pid, undefined);
  });

  it('dies when its parent is killed, and leaves no files', async () => {
    const own = await mkdtemp(path.join(tmpdir(), 'ponder-parent-'));
    const script = `
      import { LlamaCpp } from ${JSON.stringify(path.join(root, 'src/models/llamaCpp.ts'))};
      const model = new LlamaCpp(${JSON.stringify(settings)});
      const call = { signal: new AbortController().signal, charge() {}, extend: () => true };
      const request = ${JSON.stringify(requestOf('Tell me a story.', { maxTokens: 1500 }))};
      await model.generate(request, call, () => console.log(model.pid));`;
    const parent = spawn(process.execPath, ['--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, TMPDIR: own },
    });
    const [line] = await once(parent.stdout, 'data');
    const pid = Number.parseInt(String(line), 10);
    assert.equal((await readdir(own)).length, 1);
    assert.equal(isAlive(pid), true);
    parent.kill('SIGKILL');
    await once(parent, 'exit');
    await until(() => !isAlive(pid), 2000);
    assert.deepEqual(await readdir(own), []);
    await rm(own, { recursive: true });
  });
});

describe('an embedded model that cannot start', () => {
  it('says that node-llama-cpp is missing and how to get it', async () => {
    const model = openModel({ runtime: '/nowhere/node-llama-cpp/dist/index.js' });
    await assert.rejects(model.generate(requestOf('hi'), recordedCall().call), (error: GenerationError) => {
      assert.equal(error.failure, 'crashed');
      assert.match(error.message, /node-llama-cpp cannot be loaded/);
      assert.match(error.action, /Install/);
      return true;
    });
    assert.equal(model.pid, undefined);
  });

  it('says that the model file cannot be loaded', async () => {
    const model = openModel({ modelFile: path.join(root, 'package.json') });
    await assert.rejects(model.countPrompt([{ role: 'user', content: 'hi' }], new AbortController().signal), {
      failure: 'crashed',
      message: /package\.json cannot be loaded/,
    });
  });
});

function isAlive(pid: number): boolean {
  try {
    return !execFileSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' }).startsWith('Z');
  } catch {
    return false;
  }
}

async function until(condition: () => boolean, limitMs: number): Promise<void> {
  const start = performance.now();
  while (!condition()) {
    assert.ok(performance.now() - start < limitMs, `It did not come true in ${limitMs} ms.`);
    await new Promise(resolve => setTimeout(resolve, 20));
  }
}
