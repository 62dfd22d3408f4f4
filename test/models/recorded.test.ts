import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, it } from 'node:test';
import type { GenerationError, LanguageModel } from '../../src/engine/languageModel.ts';
import { createOpenAiCompatible } from '../../src/models/openaiCompatible.ts';
import { createRecorded } from '../../src/models/recorded.ts';
import { recording } from '../../src/models/recording.ts';
import { startFakeOpenAi } from '../support/fakeOpenAi.ts';
import { recordedCall, requestOf } from '../support/modelCalls.ts';

const dir = await mkdtemp(path.join(tmpdir(), 'ponder-recorded-'));
after(() => rm(dir, { recursive: true }));

let files = 0;
const newFile = () => path.join(dir, `deep/${files++}.jsonl`);

/** Records so many samples of one prompt from a server that numbers its answers. */
async function record(file: string, samples: number, more: Partial<LanguageModel> = {}): Promise<void> {
  const server = await startFakeOpenAi({ answers: (_, index) => ({ text: `draw ${index}` }) });
  const provider = createOpenAiCompatible({
    baseUrl: server.baseUrl,
    model: 'fake-1b',
    apiKey: 'sk-secret-2',
  });
  const model = recording({ ...provider, ...more }, file);
  try {
    for (let sample = 0; sample < samples; sample++) {
      await model.generate(requestOf('the prompt', { sample, seed: sample * 7 }), recordedCall().call);
    }
  } finally {
    await server.close();
  }
}

it('replays ten draws of one prompt as ten answers, whatever the seed, with the server gone', async () => {
  const file = newFile();
  await record(file, 10);
  const model = await createRecorded({ file });
  assert.equal(model.id, 'fake-1b');
  assert.equal(model.can.promptStyle, 'small');
  for (const sample of [3, 0, 9]) {
    const generation = await model.generate(
      requestOf('the prompt', { sample, seed: 99 }),
      recordedCall().call,
    );
    assert.equal(generation.text, `draw ${sample}`);
    assert.deepEqual(generation.usage, { promptTokens: 10, completionTokens: 2, source: 'reported' });
  }
});

it('keeps no secret', async () => {
  const file = newFile();
  await record(file, 1);
  assert.doesNotMatch(await readFile(file, 'utf8'), /sk-secret|authorization|127\.0\.0\.1/i);
});

it('shows the nearest recording for a draw that it does not hold', async () => {
  const file = newFile();
  await record(file, 2);
  const model = await createRecorded({ file });
  const miss = async (request: ReturnType<typeof requestOf>) => {
    const error: GenerationError = await model.generate(request, recordedCall().call).then(
      () => assert.fail('It was expected to fail.'),
      reason => reason,
    );
    assert.equal(error.failure, 'no-recording');
    return error.message;
  };
  assert.match(
    await miss(requestOf('the prompt', { sample: 5 })),
    /differs: sample 1 is recorded, 5 was asked for/,
  );
  const warmer = requestOf('the prompt', { temperature: 1 });
  assert.match(await miss(warmer), /differs: temperature 0\.8 is recorded, 1 was asked for\.$/);
  assert.match(
    await miss(requestOf('the prompts')),
    /"user: the prompt" is recorded, "user: the prompts" was asked/,
  );
});

it('serves another limit on tokens only where the draw would have been the same', async () => {
  const file = newFile();
  await record(file, 1);
  const model = await createRecorded({ file });
  const withLimit = (maxTokens: number) =>
    model.generate(requestOf('the prompt', { maxTokens }), recordedCall().call);
  assert.equal((await withLimit(2)).text, 'draw 0');
  await assert.rejects(withLimit(1), /maxTokens 64 is recorded, 1 was asked for/);
});

it('takes the later one of two recordings of a draw', async () => {
  const file = newFile();
  await record(file, 1);
  await writeFile(file, (await readFile(file, 'utf8')).replace('draw 0', 'older'));
  await record(file, 1);
  const model = await createRecorded({ file });
  assert.equal((await model.generate(requestOf('the prompt'), recordedCall().call)).text, 'draw 0');
});

it('counts prompts as the recorded model did, and only then', async () => {
  const file = newFile();
  await record(file, 1);
  assert.equal((await createRecorded({ file })).countPrompt, undefined);
  const counting = newFile();
  await record(counting, 1, { countPrompt: async () => 10 });
  const model = await createRecorded({ file: counting });
  const { signal } = new AbortController();
  assert.equal(await model.countPrompt?.(requestOf('the prompt').messages, signal), 10);
  await assert.rejects(async () => model.countPrompt?.(requestOf('other').messages, signal), {
    failure: 'no-recording',
  });
});

it('says what is wrong with a recording', async () => {
  await assert.rejects(createRecorded({ file: newFile() }), {
    failure: 'no-recording',
    message: /cannot be read/,
  });
  const broken = newFile();
  await record(broken, 1);
  const whole = await readFile(broken, 'utf8');
  await writeFile(broken, `${whole}{"key": 1}\n`);
  await assert.rejects(createRecorded({ file: broken }), {
    failure: 'no-recording',
    message: /Line 2 of .*sample/s,
  });
  await writeFile(broken, '');
  await assert.rejects(createRecorded({ file: broken }), /is empty/);
  await writeFile(broken, whole + whole.replaceAll('fake-1b', 'other'));
  await assert.rejects(createRecorded({ file: broken }), /several models: fake-1b, other/);
  assert.equal((await createRecorded({ file: broken, model: 'other' })).id, 'other');
  await assert.rejects(createRecorded({ file: broken, model: 'third' }), /holds nothing of third/);
});

it('passes over a last line that was never finished', async () => {
  const file = newFile();
  await record(file, 2);
  await writeFile(file, (await readFile(file, 'utf8')).slice(0, -20));
  const model = await createRecorded({ file });
  assert.equal((await model.generate(requestOf('the prompt'), recordedCall().call)).text, 'draw 0');
});

it('does not lose the reason when the recording cannot be written', async () => {
  const file = path.join(dir, 'a-file');
  await writeFile(file, '');
  const failing = record(path.join(file, 'inside.jsonl'), 1);
  await assert.rejects(failing, { failure: 'bad-request', message: /cannot be written/ });
});
