import assert from 'node:assert/strict';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { pathToFileURL } from 'node:url';
import type { GenerationRequest } from '../../src/engine/languageModel.ts';
import { findRuntime } from '../../src/models/embeddedRuntime.ts';
import { LlamaCpp } from '../../src/models/llamaCpp.ts';
import { startLlama } from '../../src/models/llamaRuntime.ts';
import { ensureModel, modelsDir } from '../../src/models/modelFiles.ts';
import { modelManifest } from '../../src/models/modelManifest.ts';
import { dataDir } from '../../src/store/dataDir.ts';
import { recordedCall, requestOf } from '../support/modelCalls.ts';

const root = path.join(import.meta.dirname, '../..');
const { signal } = new AbortController();
const story = 'Tell me a story about a fox.';
const schema = {
  name: 'verdict',
  schema: {
    type: 'object',
    properties: { reason: { type: 'string', maxLength: 60 }, verdict: { enum: ['right', 'wrong'] } },
  },
};

let entry: string;
let file: string;
let model: LlamaCpp;

before(async () => {
  ({ file } = await ensureModel(modelManifest[0], { dir: modelsDir(dataDir()), signal }));
  const runtime = await findRuntime([root]);
  assert.ok(runtime, 'node-llama-cpp is not installed.');
  entry = runtime.entry;
  const { id, promptStyle } = modelManifest[0];
  const worker = path.join(root, 'src/models/llamaWorker.ts');
  model = new LlamaCpp({ id, modelFile: file, promptStyle, worker, runtime: entry, contextTokens: 1024 });
});
after(() => model.dispose());

const write = (text: string, more: Partial<GenerationRequest> = {}) =>
  model.generate(requestOf(text, { maxTokens: 40, temperature: 0, ...more }), recordedCall().call);

describe('the embedded model, asked for more than a text,', () => {
  it('stops before a stop text, which is not in the answer', async () => {
    const whole = await write(story);
    const [stop = ''] = whole.text.slice(30).match(/\b\w{4,}/) ?? [];
    assert.notEqual(stop, '');
    const stopped = await write(story, { stop: ['never written', stop] });
    assert.equal(stopped.text, whole.text.slice(0, whole.text.indexOf(stop)));
    assert.equal(stopped.finish, 'stop');
    assert.ok(stopped.usage.completionTokens < whole.usage.completionTokens);
  });

  it('goes on with its own unfinished text, as if it had never been interrupted', async () => {
    const whole = await write(story);
    const half = whole.text.slice(0, whole.text.indexOf(' ', whole.text.length / 2));
    const messages = [
      { role: 'user', content: story },
      { role: 'assistant', content: half },
    ] as const;
    const rest = await write('', { messages, continues: true, maxTokens: 12 });
    assert.ok(rest.text.length > 10);
    assert.equal(whole.text.slice(half.length, half.length + rest.text.length), rest.text);
  });

  it('writes one JSON value of the schema, whatever it is asked', async () => {
    for (const seed of [1, 2, 3]) {
      const free = await write(story, { seed, temperature: 1 });
      assert.throws(() => JSON.parse(free.text));
      const { text, finish, laws } = await write(story, {
        seed,
        temperature: 1,
        maxTokens: 120,
        schema,
        laws: true,
      });
      const value: unknown = JSON.parse(text);
      assert.ok(typeof value === 'object' && value !== null && 'reason' in value && 'verdict' in value, text);
      assert.match(String(value.verdict), /^(right|wrong)$/);
      assert.deepEqual([finish, laws, text], ['stop', undefined, text.trim()]);
    }
  });

  it('tells the law of each token when asked, and writes what it would have written', async () => {
    const plain = await write(story);
    assert.equal(plain.laws, undefined);
    const { text, usage, laws = [] } = await write(story, { laws: true });
    assert.equal(text, plain.text);
    assert.equal(laws.length, usage.completionTokens);
    for (const { logprob, top, certainty } of laws) {
      assert.equal(top.length, 20);
      assert.equal(logprob, top[0], 'at temperature 0 the likeliest is drawn');
      assert.deepEqual(
        top,
        top.toSorted((left, right) => right - left),
      );
      const mass = top.reduce((sum, one) => sum + Math.exp(one), 0);
      assert.ok(mass > 0 && mass < 1.001, `${mass}`);
      assert.ok(certainty !== undefined && certainty > 1 && certainty < 104);
    }
  });

  it('draws by the seed where it tells laws too, and no token that it would hardly write', async () => {
    const draw = (seed: number) => write(story, { seed, temperature: 0.8, laws: true, maxTokens: 25 });
    const [first, again, other] = [await draw(5), await draw(5), await draw(6)];
    assert.deepEqual(again.laws, first.laws);
    assert.equal(again.text, first.text);
    assert.notEqual(other.text, first.text);
    const drawn = [...(first.laws ?? []), ...(other.laws ?? [])];
    assert.ok(
      drawn.some(({ logprob, top }) => logprob !== top[0]),
      'always the likeliest was drawn',
    );
    assert.ok(drawn.every(({ logprob }) => logprob > Math.log(0.0005)));
  });

  it('is told the whole law at temperature 0: it sums to 1 over the vocabulary', async () => {
    const runtime = await import(pathToFileURL(entry).href);
    const llama = await startLlama(runtime, 1);
    try {
      const loaded = await llama.loadModel({ modelPath: file });
      const context = await loaded.createContext({ contextSize: 256, threads: 1 });
      const tokens = loaded.tokenize('Once upon a time there was');
      const laws = context
        .getSequence()
        .evaluateWithMetadata(tokens, { probabilities: true }, { temperature: 0 });
      for (let drawn = 0; drawn < 3; drawn++) {
        const { value } = await laws.next();
        const sum = [...(value?.probabilities.values() ?? [])].reduce((total, one) => total + one, 0);
        assert.equal(value?.probabilities.size, loaded.fileInfo.metadata.tokenizer.ggml.tokens.length);
        assert.ok(Math.abs(sum - 1) < 0.001, `${sum}`);
      }
    } finally {
      await llama.dispose();
    }
  });
});
